/** Expressions of C++ symbols: in decltype, in array bounds, as template arguments. */
import { type Node, name, type Part, sequence } from "./nodes.ts";
import type { Parser } from "./parser.ts";

export function readExpression(p: Parser): Node {
  return p.nest(() => {
    const special = SPECIAL[p.text.slice(p.at, p.at + 2)];
    if (special !== undefined) return special(p);
    if (p.peek() === "L") return readLiteral(p);
    if (p.peek() === "T") return p.rules.templateParameter(p);
    if (/^[0-9]|^on/.test(p.text.slice(p.at, p.at + 2))) return readOwnName(p);
    if (p.skip("u")) return readVendorCall(p);
    if (/^fL[0-9]/.test(p.text.slice(p.at, p.at + 3))) return readOuterParameter(p);
    return readOperation(p);
  });
}

/** What is told by its first two letters and is no plain operation. */
const SPECIAL: Readonly<Record<string, (p: Parser) => Node>> = {
  sr: readUnresolvedName,
  gs: (p) => (isNewOrDelete(p) ? readOperation(p) : readUnresolvedName(p)),
  so: readSubobject,
  sp: (p) => {
    p.take(2);
    return { kind: "expansion", base: readExpression(p) };
  },
  sZ: (p) => {
    p.take(2);
    return { kind: "count", of: [readExpression(p)] };
  },
  sP: (p) => {
    p.take(2);
    return { kind: "count", of: p.until("E", () => p.rules.templateArg(p)) };
  },
  st: (p) => {
    p.take(2);
    return sequence("sizeof (", p.rules.type(p), ")");
  },
  fp: (p) => {
    p.take(2);
    if (p.skip("T")) return name("this");
    p.rules.qualifierWords(p);
    return name(`{parm#${p.compactNumber() + 1}}`);
  },
  mc: (p) => {
    p.take(2);
    const to = p.rules.type(p);
    const value = readExpression(p);
    if (/[n0-9]/.test(p.peek())) p.signedNumber();
    p.expect("E");
    return sequence("(", to, ")(", value, ")");
  },
  il: (p) => readInitializer(p, undefined),
  tl: (p) => {
    p.take(2);
    return readInitializerItems(p, p.rules.type(p));
  },
};

function isNewOrDelete(p: Parser): boolean {
  return ["nw", "na", "dl", "da"].includes(p.text.slice(p.at + 2, p.at + 4));
}

function readInitializer(p: Parser, type: Node | undefined): Node {
  p.take(2);
  return readInitializerItems(p, type);
}

function readInitializerItems(p: Parser, type: Node | undefined): Node {
  return { kind: "initializer", type, items: p.until("E", () => readExpression(p)) };
}

/** `fL0p_`: a parameter of a function further out. */
function readOuterParameter(p: Parser): Node {
  p.take(2);
  p.digits();
  p.expect("p");
  p.rules.qualifierWords(p);
  return name(`{parm#${p.compactNumber() + 1}}`);
}

function readOwnName(p: Parser): Node {
  p.skip("on");
  return withTemplateArgs(p, p.rules.unqualifiedName(p));
}

function withTemplateArgs(p: Parser, own: Node): Node {
  return p.peek() === "I" ? { kind: "template", name: own, args: p.rules.templateArgs(p) } : own;
}

function readVendorCall(p: Parser): Node {
  const own = p.rules.sourceName(p);
  const args = p.until("E", () => p.rules.templateArg(p));
  return sequence(own, "(", { kind: "list", items: args }, ")");
}

function readSubobject(p: Parser): Node {
  p.take(2);
  const type = p.rules.type(p);
  const of = readExpression(p);
  const offset = /[n0-9]/.test(p.peek()) ? p.signedNumber() : 0;
  while (p.skip("_")) if (/[n0-9]/.test(p.peek())) p.signedNumber();
  p.skip("p");
  p.expect("E");
  return sequence(of, ".<", type, ` at offset ${offset}>`);
}

const CASTS: readonly string[] = ["sc", "dc", "cc", "rc"];

function readOperation(p: Parser): Node {
  const code = p.text.slice(p.at, p.at + 2);
  const { node, operands } = p.rules.operatorName(p, true);
  const text = node.kind === "operator" ? node.text : "";
  switch (operands) {
    case 0:
      return name(text);
    case 1:
      return readUnary(p, code, node, text);
    case 2:
      return readBinary(p, code, text);
    default:
      return readTernary(p, code);
  }
}

function readUnary(p: Parser, code: string, operator: Node, text: string): Node {
  if (operator.kind === "cast") {
    const value: Node = p.skip("_") ? readList(p, "E") : readExpression(p);
    return sequence("(", operator.to, ")", { paren: value });
  }
  if (code === "pp" || code === "mm") {
    return p.skip("_") ? sequence(text, { paren: readExpression(p) }) : sequence({ paren: readExpression(p) }, text);
  }
  if (code === "ti") return sequence(text, { paren: p.rules.type(p) });
  if (code === "gs") return sequence(text, readExpression(p));
  const value = readExpression(p);
  // The address of a function is taken of its name.
  return sequence(text, { paren: code === "ad" ? functionName(value) : value });
}

function functionName(value: Node): Node {
  return value.kind === "encoding" && isPlainFunction(value.type) ? value.name : value;
}

/** Not a method with qualifiers. */
function isPlainFunction(type: Node): boolean {
  return type.kind === "function" && type.words.length === 0 && type.reference === "";
}

function readBinary(p: Parser, code: string, text: string): Node {
  if (CASTS.includes(code)) {
    const to = p.rules.type(p);
    return sequence(`${text}<`, to, ">(", readExpression(p), ")");
  }
  if (code === "fl" || code === "fr") {
    const operator = operatorText(p);
    const value: Part = { paren: readExpression(p) };
    return code === "fl" ? sequence("(...", operator, value, ")") : sequence("(", value, `${operator}...)`);
  }
  if (code === "di" || code === "dx") return readDesignated(p, code);
  const left = readExpression(p);
  if (code === "cl" || code === "cp") return readCall(p, left);
  if (code === "ix") return sequence({ paren: left }, "[", readExpression(p), "]");
  const right = code === "dt" || code === "pt" ? readMember(p) : readExpression(p);
  const parts: Part[] = [{ paren: left }, text, { paren: right }];
  // Or the ">" would end the template arguments.
  return text === ">" || text === ">>" ? sequence("(", ...parts, ")") : sequence(...parts);
}

function readCall(p: Parser, callee: Node): Node {
  const args: Part = { paren: readList(p, "E") };
  if (callee.kind !== "encoding") return sequence({ paren: callee }, args);
  const isShownWhole =
    callee.type.kind === "function" && isPlainFunction(callee.type) && callee.type.returns !== undefined;
  return isShownWhole ? sequence(callee, args) : sequence({ paren: callee.name }, args);
}

function readMember(p: Parser): Node {
  return p.peek() === "L" ? readLiteral(p) : withTemplateArgs(p, readUnresolvedName(p));
}

/** `.member=value`, `[index]=value`; a value that is another designator follows at once. */
function readDesignated(p: Parser, code: string): Node {
  const place = code === "di" ? p.rules.unqualifiedName(p) : readExpression(p);
  const head: Part[] = code === "di" ? [".", place] : ["[", place, "]"];
  const isChain = /^d[ixX]/.test(p.text.slice(p.at, p.at + 2));
  const value = readExpression(p);
  return isChain ? sequence(...head, value) : sequence(...head, "=", { paren: value });
}

function readTernary(p: Parser, code: string): Node {
  if (code === "nw" || code === "na") return readNew(p);
  if (code === "fL" || code === "fR") {
    const operator = operatorText(p);
    const first: Part = { paren: readExpression(p) };
    const second: Part = { paren: readExpression(p) };
    return sequence("(", first, `${operator}...${operator}`, second, ")");
  }
  if (code === "dX") {
    const from = readExpression(p);
    const to = readExpression(p);
    return sequence("[", from, " ... ", to, "]=", { paren: readExpression(p) });
  }
  const condition = readExpression(p);
  const yes = readExpression(p);
  return sequence({ paren: condition }, "?", { paren: yes }, " : ", { paren: readExpression(p) });
}

function readNew(p: Parser): Node {
  const place = readList(p, "_");
  const type = p.rules.type(p);
  const head: Part[] = ["new ", ...(place.items.length === 0 ? [] : [{ paren: place } as Part, " "]), type];
  if (p.skip("E")) return sequence(...head);
  if (p.skip("pi")) return sequence(...head, { paren: readList(p, "E") });
  if (p.startsWith("il")) return sequence(...head, { paren: readExpression(p) });
  return p.fail("an initializer");
}

function operatorText(p: Parser): string {
  const { node } = p.rules.operatorName(p, true);
  return node.kind === "operator" ? node.text : p.fail("an operator");
}

function readList(p: Parser, end: string): Extract<Node, { readonly kind: "list" }> {
  return { kind: "list", items: p.until(end, () => readExpression(p)) };
}

/** `gs` for the global scope, `sr` and a scope, then the name. */
function readUnresolvedName(p: Parser): Node {
  if (p.skip("gs")) return sequence("::", readUnresolvedName(p));
  if (!p.skip("sr")) return readBaseName(p);
  if (p.isOneOf("TDS")) {
    const scope = p.rules.type(p);
    const found: Node = { kind: "qualified", scope, name: readBaseName(p), isLocal: false };
    if (p.peek() !== "I") return found;
    return p.remember({ kind: "template", name: found, args: p.rules.templateArgs(p) });
  }
  let scope: Node | undefined = p.skip("N") ? p.rules.type(p) : undefined;
  while (!p.skip("E")) {
    let part: Node = p.rules.sourceName(p);
    if (p.peek() === "I") part = { kind: "template", name: p.remember(part), args: p.rules.templateArgs(p) };
    scope = scope === undefined ? part : { kind: "qualified", scope, name: part, isLocal: false };
  }
  if (scope === undefined) return p.fail("a scope");
  return { kind: "qualified", scope, name: readBaseName(p), isLocal: false };
}

function readBaseName(p: Parser): Node {
  let found: Node;
  if (p.skip("on")) found = p.rules.operatorName(p, true).node;
  else if (p.skip("dn"))
    found = { kind: "destructor", name: /[0-9]/.test(p.peek()) ? p.rules.sourceName(p) : p.rules.type(p) };
  else if (/[0-9]/.test(p.peek())) found = p.rules.sourceName(p);
  else found = p.rules.operatorName(p, true).node;
  return withTemplateArgs(p, found);
}

/** `L`, a type and a value, or `L_Z` and a symbol. */
export function readLiteral(p: Parser): Node {
  p.expect("L");
  if (p.skip("_Z") || p.skip("Z")) {
    const symbol = p.rules.encoding(p, false);
    p.expect("E");
    return symbol;
  }
  const type = p.rules.type(p);
  const isNegative = p.skip("n");
  if (p.skip("E")) {
    if (type.kind === "builtin" && type.text === "decltype(nullptr)")
      return { kind: "literal", type, text: "", isNegative };
    if (isArray(type)) return sequence('"<', type, '>"');
    if (type.kind === "closure") return sequence("[](", { kind: "list", items: type.params }, "){...}");
    p.fail("a value");
  }
  const text = p.takeWhile(/[^E]/);
  p.expect("E");
  return { kind: "literal", type, text, isNegative };
}

function isArray(type: Node): boolean {
  return type.kind === "array" || (type.kind === "qualifiedType" && isArray(type.base));
}

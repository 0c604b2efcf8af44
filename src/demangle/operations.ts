/** Operators at work in expressions. */
import { type Node, name, type Part, sequence } from "./nodes.ts";
import type { Parser } from "./parser.ts";
import { readUnresolvedName, withTemplateArgs } from "./unresolved-names.ts";

const CASTS: readonly string[] = ["sc", "dc", "cc", "rc"];

export function readOperation(p: Parser): Node {
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
    const value: Node = p.skip("_") ? readList(p, "E") : p.rules.expression(p);
    return sequence("(", operator.to, ")", { paren: value });
  }
  if (code === "pp" || code === "mm") {
    return p.skip("_")
      ? sequence(text, { paren: p.rules.expression(p) })
      : sequence({ paren: p.rules.expression(p) }, text);
  }
  if (code === "ti") return sequence(text, { paren: p.rules.type(p) });
  if (code === "gs") return sequence(text, p.rules.expression(p));
  const value = p.rules.expression(p);
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
    return sequence(`${text}<`, to, ">(", p.rules.expression(p), ")");
  }
  if (code === "fl" || code === "fr") {
    const operator = operatorText(p);
    const value: Part = { paren: p.rules.expression(p) };
    return code === "fl" ? sequence("(...", operator, value, ")") : sequence("(", value, `${operator}...)`);
  }
  if (code === "di" || code === "dx") return readDesignated(p, code);
  const left = p.rules.expression(p);
  if (code === "cl" || code === "cp") return readCall(p, left);
  if (code === "ix") return sequence({ paren: left }, "[", p.rules.expression(p), "]");
  const right = code === "dt" || code === "pt" ? readMember(p) : p.rules.expression(p);
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
  return p.peek() === "L" ? p.rules.literal(p) : withTemplateArgs(p, readUnresolvedName(p));
}

/** `.member=value`, `[index]=value`; a value that is another designator follows at once. */
function readDesignated(p: Parser, code: string): Node {
  const place = code === "di" ? p.rules.unqualifiedName(p) : p.rules.expression(p);
  const head: Part[] = code === "di" ? [".", place] : ["[", place, "]"];
  const isChain = /^d[ixX]/.test(p.text.slice(p.at, p.at + 2));
  const value = p.rules.expression(p);
  return isChain ? sequence(...head, value) : sequence(...head, "=", { paren: value });
}

function readTernary(p: Parser, code: string): Node {
  if (code === "nw" || code === "na") return readNew(p);
  if (code === "fL" || code === "fR") {
    const operator = operatorText(p);
    const first: Part = { paren: p.rules.expression(p) };
    const second: Part = { paren: p.rules.expression(p) };
    return sequence("(", first, `${operator}...${operator}`, second, ")");
  }
  if (code === "dX") {
    const from = p.rules.expression(p);
    const to = p.rules.expression(p);
    return sequence("[", from, " ... ", to, "]=", { paren: p.rules.expression(p) });
  }
  const condition = p.rules.expression(p);
  const yes = p.rules.expression(p);
  return sequence({ paren: condition }, "?", { paren: yes }, " : ", { paren: p.rules.expression(p) });
}

function readNew(p: Parser): Node {
  const place = readList(p, "_");
  const type = p.rules.type(p);
  const head: Part[] = ["new ", ...(place.items.length === 0 ? [] : [{ paren: place } as Part, " "]), type];
  if (p.skip("E")) return sequence(...head);
  if (p.skip("pi")) return sequence(...head, { paren: readList(p, "E") });
  if (p.startsWith("il")) return sequence(...head, { paren: p.rules.expression(p) });
  return p.fail("an initializer");
}

function operatorText(p: Parser): string {
  const { node } = p.rules.operatorName(p, true);
  return node.kind === "operator" ? node.text : p.fail("an operator");
}

function readList(p: Parser, end: string): Extract<Node, { readonly kind: "list" }> {
  return { kind: "list", items: p.until(end, () => p.rules.expression(p)) };
}

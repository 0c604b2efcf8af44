/** Expressions of C++ symbols: in decltype, in array bounds, as template arguments. */
import { type Node, name, sequence } from "./nodes.ts";
import { readOperation } from "./operations.ts";
import type { Parser } from "./parser.ts";
import { readUnresolvedName, withTemplateArgs } from "./unresolved-names.ts";

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

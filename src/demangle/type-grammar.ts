/** Types of C++ symbols. */
import { type ReadType, readExtendedType } from "./extended-types.ts";
import { isFixedSubstitution } from "./fixed-substitutions.ts";
import { type FunctionNode, type Node, name, sequence } from "./nodes.ts";
import type { Parser } from "./parser.ts";

const BUILTIN: Readonly<Record<string, string>> = {
  a: "signed char",
  b: "bool",
  c: "char",
  d: "double",
  e: "long double",
  f: "float",
  g: "__float128",
  h: "unsigned char",
  i: "int",
  j: "unsigned int",
  l: "long",
  m: "unsigned long",
  n: "__int128",
  o: "unsigned __int128",
  s: "short",
  t: "unsigned short",
  v: "void",
  w: "wchar_t",
  x: "long long",
  y: "unsigned long long",
  z: "...",
};

/** `isCast`: the type of a conversion operator, after which template arguments may be the operator's. */
export function readType(p: Parser, isCast = false): Node {
  return p.nest(() => {
    const words = readQualifierWords(p);
    const builtin = BUILTIN[p.peek()];
    if (builtin !== undefined) {
      p.take(1);
      const plain: Node = { kind: "builtin", text: builtin };
      return words.length === 0 ? plain : p.remember({ kind: "qualifiedType", base: plain, words });
    }
    const isQualifiedFunction = words.length > 0 && p.peek() === "F";
    const { node, isNew } = readUnqualifiedType(p, isCast);
    if (isNew && !isQualifiedFunction) p.remember(node);
    return words.length === 0 ? node : p.remember({ kind: "qualifiedType", base: node, words });
  });
}

const POINTERS: Readonly<Record<string, "*" | "&" | "&&">> = { P: "*", R: "&", O: "&&" };

const ELABORATED: Readonly<Record<string, string>> = { s: "struct ", u: "union ", e: "enum " };

function readUnqualifiedType(p: Parser, isCast: boolean): ReadType {
  const start = p.peek();
  const fresh = (node: Node): ReadType => ({ node, isNew: true });
  if (/[NWZ0-9]/.test(start)) return fresh(p.rules.name(p));
  const symbol = POINTERS[start];
  if (symbol !== undefined) {
    p.take(1);
    return fresh({ kind: "pointer", base: readType(p, isCast), symbol });
  }
  switch (start) {
    case "u":
      return fresh(readVendorType(p));
    case "F":
      return fresh(readFunctionType(p));
    case "A":
      return fresh(readArrayType(p, isCast));
    case "M": {
      p.take(1);
      const of = readType(p);
      return fresh({ kind: "memberPointer", of, member: readType(p, isCast) });
    }
    case "C":
    case "G":
      p.take(1);
      return fresh({
        kind: "suffixed",
        base: readType(p, isCast),
        suffix: name(start === "C" ? "_Complex" : "_Imaginary"),
      });
    case "T":
      return fresh(readParameterType(p, isCast));
    case "S":
      return readSubstitutedType(p, isCast);
    case "U":
      return readUType(p, isCast);
    case "D":
      p.take(1);
      return readExtendedType(p, isCast);
    default:
      return p.fail("a type");
  }
}

/** `u` and a name; with an argument a transformation such as __underlying_type(T). */
function readVendorType(p: Parser): Node {
  p.expect("u");
  const own = p.rules.sourceName(p);
  if (!p.skip("I")) return own;
  const base = readType(p);
  p.expect("E");
  return sequence(own, "(", base, ")");
}

function readParameterType(p: Parser, isCast: boolean): Node {
  const kind = ELABORATED[p.peek(1)];
  if (kind !== undefined) {
    p.take(2);
    return sequence(kind, p.rules.name(p));
  }
  const parameter = p.rules.templateParameter(p);
  if (p.peek() !== "I") return parameter;
  if (isCast) return readCastArgs(p, parameter, true);
  p.remember(parameter);
  return { kind: "template", name: parameter, args: p.rules.templateArgs(p) };
}

function readSubstitutedType(p: Parser, isCast: boolean): ReadType {
  if (!/[0-9_A-Z]/.test(p.peek(1))) {
    const node = p.rules.name(p);
    return { node, isNew: !isFixedSubstitution(node) };
  }
  let node = p.rules.substitution(p, false);
  if (node.kind === "module") node = p.remember(p.rules.unqualifiedName(p, node));
  if (p.peek() !== "I") return { node, isNew: false };
  if (node.kind === "parameter" && isCast) {
    const template = readCastArgs(p, node, false);
    return { node: template, isNew: template !== node };
  }
  return { node: { kind: "template", name: node, args: p.rules.templateArgs(p) }, isNew: true };
}

/** Template arguments after the type of a conversion are the type's only if there are others after them. */
function readCastArgs(p: Parser, parameter: Node, remember: boolean): Node {
  const at = p.at;
  const known = p.substitutions.length;
  const args = p.rules.templateArgs(p);
  if (p.peek() === "I") {
    if (remember) p.remember(parameter);
    return { kind: "template", name: parameter, args };
  }
  p.at = at;
  p.substitutions.length = known;
  return parameter;
}

/** Closures and unnamed types, which are no substitutions here; else a vendor's qualifier. */
function readUType(p: Parser, isCast: boolean): ReadType {
  if (p.startsWith("Ul")) return { node: readClosure(p), isNew: false };
  if (p.startsWith("Ut")) return { node: readUnnamedType(p), isNew: false };
  p.expect("U");
  let suffix: Node = p.rules.sourceName(p);
  if (p.peek() === "I") suffix = { kind: "template", name: suffix, args: p.rules.templateArgs(p) };
  return { node: { kind: "suffixed", base: readType(p, isCast), suffix }, isNew: true };
}

function readArrayType(p: Parser, isCast: boolean): Node {
  p.expect("A");
  const digits = p.takeWhile(/[0-9]/);
  const dimension = digits !== "" || p.peek() === "_" ? name(digits) : p.rules.expression(p);
  p.expect("_");
  return { kind: "array", dimension, element: readType(p, isCast) };
}

function readFunctionType(p: Parser): FunctionNode {
  p.expect("F");
  p.skip("Y");
  const returns = readType(p);
  const params = readParameters(p);
  const reference = readReferenceQualifier(p);
  p.expect("E");
  return { kind: "function", returns, params, isEnclosing: false, words: [], reference };
}

export function readParameters(p: Parser): Node[] {
  const params: Node[] = [];
  while (!p.isAtEnd && !p.isOneOf("E.Q") && !((p.peek() === "R" || p.peek() === "O") && p.peek(1) === "E")) {
    params.push(readType(p));
  }
  const [first] = params;
  if (first === undefined) p.fail("a parameter");
  return params.length === 1 && first?.kind === "builtin" && first.text === "void" ? [] : params;
}

export function readReferenceQualifier(p: Parser): string {
  return p.skip("R") ? "&" : p.skip("O") ? "&&" : "";
}

const WORDS: Readonly<Record<string, string>> = { r: "restrict", V: "volatile", K: "const" };

/** const and its like, and exception specifications; the innermost first. */
export function readQualifierWords(p: Parser): Node[] {
  const words: Node[] = [];
  for (;;) {
    const word = WORDS[p.peek()];
    if (word !== undefined) {
      p.take(1);
      words.unshift(name(word));
    } else if (p.skip("Dx")) words.unshift(name("transaction_safe"));
    else if (p.skip("Do")) words.unshift(name("noexcept"));
    else if (p.skip("DO")) {
      words.unshift(sequence("noexcept(", p.rules.expression(p), ")"));
      p.expect("E");
    } else if (p.skip("Dw")) {
      words.unshift(sequence("throw(", { kind: "list", items: readParameters(p) }, ")"));
      p.expect("E");
    } else return words;
  }
}

/** A lambda, told by its parameters and its number. */
export function readClosure(p: Parser): Node {
  p.expect("Ul");
  const outerLevel = p.lambdaLevel;
  p.lambdaLevel = p.scopes.length + 1;
  const params = readParameters(p);
  p.lambdaLevel = outerLevel;
  p.expect("E");
  const number = p.compactNumber() + 1;
  return { kind: "closure", params, number };
}

export function readUnnamedType(p: Parser): Node {
  p.expect("Ut");
  return p.remember(name(`{unnamed type#${p.compactNumber() + 1}}`));
}

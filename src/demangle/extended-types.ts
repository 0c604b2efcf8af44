/** Types that came to C++ later, or to some compilers only: those whose code starts with D. */
import { type Node, name, sequence } from "./nodes.ts";
import type { Parser } from "./parser.ts";

/** `isNew`: the type becomes a substitution. */
export interface ReadType {
  readonly node: Node;
  readonly isNew: boolean;
}

const BUILTIN_D: Readonly<Record<string, Node>> = {
  a: name("auto"),
  c: name("decltype(auto)"),
  d: { kind: "builtin", text: "decimal64" },
  e: { kind: "builtin", text: "decimal128" },
  f: { kind: "builtin", text: "decimal32" },
  h: { kind: "builtin", text: "half" },
  i: { kind: "builtin", text: "char32_t" },
  n: { kind: "builtin", text: "decltype(nullptr)" },
  s: { kind: "builtin", text: "char16_t" },
  u: { kind: "builtin", text: "char8_t" },
};

export function readExtendedType(p: Parser, isCast: boolean): ReadType {
  const code = p.take(1);
  const builtin = BUILTIN_D[code];
  if (builtin !== undefined) return { node: builtin, isNew: false };
  switch (code) {
    case "T":
    case "t": {
      const node = sequence("decltype (", p.rules.expression(p), ")");
      p.expect("E");
      return { node, isNew: true };
    }
    case "p":
      return { node: { kind: "expansion", base: p.rules.type(p, isCast) }, isNew: true };
    case "v":
      return { node: readVectorType(p, isCast), isNew: true };
    case "F":
      return { node: readFloatType(p, isCast), isNew: false };
    case "B":
    case "U": {
      const size = /[0-9]/.test(p.peek()) ? name(String(p.digits())) : p.rules.expression(p);
      p.expect("_");
      return { node: sequence(code === "U" ? "unsigned _BitInt(" : "_BitInt(", size, ")"), isNew: false };
    }
    case "k":
    case "K":
      return {
        node: { kind: "suffixed", base: p.rules.name(p), suffix: name(code === "k" ? "auto" : "decltype(auto)") },
        isNew: false,
      };
    default:
      return p.fail("a type");
  }
}

function readVectorType(p: Parser, isCast: boolean): Node {
  const dimension = p.skip("_") ? p.rules.expression(p) : name(String(p.digits()));
  p.expect("_");
  return { kind: "suffixed", base: p.rules.type(p, isCast), suffix: sequence("__vector(", dimension, ")") };
}

/** `_Float16`, or a fixed-point type. */
function readFloatType(p: Parser, isCast: boolean): Node {
  const bits = p.takeWhile(/[0-9]/);
  if (bits !== "" && p.skip("_")) return name(`_Float${Number(bits)}`);
  const base = p.rules.type(p, isCast);
  p.takeWhile(/[0-9]/);
  const isSaturating = p.peek() === "s";
  if (!p.isAtEnd) p.take(1);
  const isInt = base.kind === "builtin" && base.text === "int";
  return sequence(isSaturating ? "_Sat " : "", ...(isInt ? [] : [base, " "]), bits === "" ? "_Fract" : "_Accum");
}

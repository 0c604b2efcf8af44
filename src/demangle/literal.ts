/** Literals of C++ among template arguments: how each type writes its own. */

import type { Node } from "./nodes.ts";

const INTEGER_SUFFIX: Readonly<Record<string, string>> = {
  int: "",
  "unsigned int": "u",
  long: "l",
  "unsigned long": "ul",
  "long long": "ll",
  "unsigned long long": "ull",
};

const FLOATS: readonly string[] = ["double", "long double", "float", "__float128", "half"];

/** `target` is what its type stands for; `print` writes a type. */
export function literalText(
  { text, isNegative }: Extract<Node, { kind: "literal" }>,
  target: Node,
  print: (type: Node) => string,
): string {
  const sign = isNegative ? "-" : "";
  if (target.kind !== "builtin") return `(${print(target)})${sign}${text}`;
  const suffix = INTEGER_SUFFIX[target.text];
  if (suffix !== undefined) return sign + text + suffix;
  if (target.text === "bool" && !isNegative && (text === "0" || text === "1")) return text === "1" ? "true" : "false";
  if (target.text === "decltype(nullptr)" && (text === "" || text === "0")) return target.text;
  return FLOATS.includes(target.text) ? `(${target.text})[${sign}${text}]` : `(${target.text})${sign}${text}`;
}

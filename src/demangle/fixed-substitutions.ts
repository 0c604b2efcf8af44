/** Names of the standard library that have a code of their own. */
import { type Node, name } from "./nodes.ts";

const std = (own: string): Node => ({ kind: "qualified", scope: name("std"), name: name(own), isLocal: false });
const ofChar = (own: string, ...more: Node[]): Node => ({
  kind: "template",
  name: std(own),
  args: [{ kind: "builtin", text: "char" }, ...more],
});

const SHORT: Readonly<Record<string, Node>> = {
  t: name("std"),
  a: std("allocator"),
  b: std("basic_string"),
  s: std("string"),
  i: std("istream"),
  o: std("ostream"),
  d: std("iostream"),
};

const FULL: Readonly<Record<string, Node>> = {
  ...SHORT,
  s: ofChar("basic_string", ofChar("char_traits"), ofChar("allocator")),
  i: ofChar("basic_istream", ofChar("char_traits")),
  o: ofChar("basic_ostream", ofChar("char_traits")),
  d: ofChar("basic_iostream", ofChar("char_traits")),
};

export function fixedSubstitution(code: string, isFull: boolean): Node | undefined {
  return (isFull ? FULL : SHORT)[code];
}

/** Those are no substitutions of the symbol's own: they are not remembered when a type consists of them. */
export function isFixedSubstitution(node: Node): boolean {
  return Object.values(SHORT).includes(node) || Object.values(FULL).includes(node);
}

/** What Rust symbols spell out: basic types and constants. */

import { NotMangled } from "../cursor.ts";

export const BASIC_TYPES: Readonly<Record<string, string>> = {
  a: "i8",
  b: "bool",
  c: "char",
  d: "f64",
  e: "str",
  f: "f32",
  h: "u8",
  i: "isize",
  j: "usize",
  l: "i32",
  m: "u32",
  n: "i128",
  o: "u128",
  p: "_",
  s: "i16",
  t: "u16",
  u: "()",
  v: "...",
  x: "i64",
  y: "u64",
  z: "!",
};

export function booleanText(digits: string): string {
  if (digits === "0") return "false";
  if (digits === "1") return "true";
  throw new NotMangled("expected a truth value");
}

export function characterText(digits: string): string {
  if (digits.length > 6) throw new NotMangled("expected a character");
  const code = Number.parseInt(digits, 16);
  const escapes: Readonly<Record<number, string>> = { 9: "\\t", 10: "\\n", 13: "\\r", 39: "\\'", 92: "\\\\" };
  const isPlain = code >= 0x20 && code <= 0x7e;
  return `'${escapes[code] ?? (isPlain ? String.fromCharCode(code) : `\\u{${code.toString(16)}}`)}'`;
}

/** Of a namespace: lower case is one that the source names, upper case one of the compiler's. */
export function memberText(
  space: string,
  { name, disambiguator }: { readonly name: string; readonly disambiguator: number },
): string {
  if (space >= "a") return `::${name}`;
  const kind = space === "C" ? "closure" : space === "S" ? "shim" : space;
  return `::{${kind}${name === "" ? "" : `:${name}`}#${disambiguator}}`;
}

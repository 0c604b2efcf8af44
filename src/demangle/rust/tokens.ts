/** The smallest parts of Rust's own mangling: numbers, identifiers, constants. Each is read off the cursor; all throw NotMangled. */

import type { Cursor } from "../cursor.ts";
import { decodePunycode } from "./punycode.ts";
import { booleanText, characterText } from "./words.ts";

const BASE_62 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

export function readBase62(from: Cursor): number {
  const digits = from.takeWhile(/[0-9a-zA-Z]/);
  from.expect("_");
  if (digits === "") return 0;
  let value = 0;
  for (const digit of digits) value = value * 62 + BASE_62.indexOf(digit);
  return value + 1;
}

/** Which of several things of one name; 0 where there is only one. */
export function readDisambiguator(from: Cursor): number {
  return from.skip("s") ? readBase62(from) + 1 : 0;
}

/** Without its disambiguator. */
export function readIdentifier(from: Cursor): { readonly name: string; readonly isPunycode: boolean } {
  const isPunycode = from.skip("u");
  if (from.isAtEnd) from.fail("an identifier");
  // An identifier may have no length at all: that of a closure.
  const length = /[0-9]/.test(from.peek()) ? from.digits() : 0;
  from.skip("_");
  const name = from.take(length);
  if (/\W/.test(name)) from.fail("an identifier");
  return { name: isPunycode ? decodePunycode(name) : name, isPunycode };
}

export function readNumberedName(from: Cursor): { readonly disambiguator: number; readonly name: string } {
  const disambiguator = readDisambiguator(from);
  return { disambiguator, name: readIdentifier(from).name };
}

/** Of a function that is called as another language does. */
export function readAbi(from: Cursor): string {
  if (from.skip("C")) return "C";
  const { name, isPunycode } = readIdentifier(from);
  if (isPunycode) from.fail("an ABI");
  return name.replaceAll("_", "-");
}

/** The text of a constant of the basic type. */
export function readConstant(from: Cursor, type: string): string {
  const sign = "aslxni".includes(type) && from.skip("n") ? "-" : "";
  const digits = from.takeWhile(/[0-9a-f]/);
  from.expect("_");
  if (digits === "" || /^0./.test(digits)) from.fail("a constant");
  if (type === "b") return booleanText(digits);
  if (type === "c") return characterText(digits);
  return sign + (digits.length > 16 ? `0x${digits}` : BigInt(`0x${digits}`).toString());
}

/** Punycode (RFC 3492) with "_" for the delimiter and A-J for digits, as Rust writes identifiers that are not ASCII. */

import { NotMangled } from "../cursor.ts";

const BASE = 36;
const MIN = 1;
const MAX = 26;
const SKEW = 38;
const DAMP = 700;

/** Throws NotMangled. */
export function decodePunycode(text: string): string {
  const delimiter = text.lastIndexOf("_");
  const output = [...text.slice(0, Math.max(0, delimiter))];
  const encoding = text.slice(delimiter + 1);
  let bias = 72;
  let code = 128;
  let place = 0;
  let at = 0;
  while (at < encoding.length) {
    const start = place;
    let weight = 1;
    for (let k = BASE; ; k += BASE) {
      const digit = digitOf(encoding[at++]);
      place += digit * weight;
      const threshold = Math.min(Math.max(k - bias, MIN), MAX);
      if (digit < threshold) break;
      weight *= BASE - threshold;
      if (weight > 2 ** 31) throw new NotMangled("punycode overflow");
    }
    const length = output.length + 1;
    bias = adapt(place - start, length, start === 0);
    code += Math.floor(place / length);
    place %= length;
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) throw new NotMangled("punycode out of range");
    output.splice(place++, 0, String.fromCodePoint(code));
  }
  return output.join("");
}

function digitOf(character: string | undefined): number {
  if (character !== undefined && /[a-z]/i.test(character)) return character.toLowerCase().charCodeAt(0) - 97;
  if (character !== undefined && /[0-9]/.test(character)) return Number(character) + 26;
  throw new NotMangled("expected a punycode digit");
}

function adapt(distance: number, length: number, isFirst: boolean): number {
  let delta = Math.floor(distance / (isFirst ? DAMP : 2));
  delta += Math.floor(delta / length);
  let k = 0;
  while (delta > ((BASE - MIN) * MAX) / 2) {
    delta = Math.floor(delta / (BASE - MIN));
    k += BASE;
  }
  return k + Math.floor(((BASE - MIN + 1) * delta) / (delta + SKEW));
}

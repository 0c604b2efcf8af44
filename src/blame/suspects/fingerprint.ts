/**
 * A short name for a place that grows, the same after lines moved, closures were renumbered, dependencies were vendored or the program was
 * built anew: a hash of the function names on the way from the entry to it. For finding a report again, and for baselines.
 */
import { fingerprintFunction } from "../../graph/go/symbol.ts";

const OFFSET = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;
const DIGITS = 12;

/** `functions` from the accumulation point up to the entry. `GS-` and the upper 48 bits of FNV-1a (64 bits) in hexadecimal digits. */
export function fingerprintPath(functions: readonly string[]): string {
  return `GS-${hash64(functions.map(fingerprintFunction).join("\n")).toString(16).padStart(16, "0").slice(0, DIGITS)}`;
}

/** FNV-1a over the bytes of the UTF-16 code units. */
function hash64(text: string): bigint {
  let hash = OFFSET;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    for (const byte of [unit & 0xff, unit >> 8]) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * PRIME);
  }
  return hash;
}

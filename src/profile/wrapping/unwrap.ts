/**
 * What people's tools put around a profile: HTTP headers, lines of a log, base64, UTF-16, a second gzip. It is taken off where no byte of the
 * profile is lost by it; where bytes are lost the tool that did it is named (text-damage.ts). Each layer has its file; none takes bytes that are a
 * profile as they are.
 */
import { isDeflated } from "../../signature.ts";
import { unwrapBase64 } from "./base64.ts";
import { unwrapLines } from "./front-text.ts";
import { unwrapHttp } from "./http-answer.ts";
import { undoTextDamage } from "./text-damage.ts";
import type { Unwrapped } from "./unwrapped.ts";
import { unwrapUtf16 } from "./utf16.ts";

/** Of layers more than that nobody is the author. */
export const MOST_LAYERS = 4;

const LAYERS: readonly ((bytes: Uint8Array) => Unwrapped | undefined)[] = [
  unwrapAgain,
  unwrapUtf16,
  unwrapHttp,
  unwrapBase64,
  undoTextDamage,
  unwrapLines,
];

/** One layer less; undefined if there is none. Throws ProfileError "wrapped" or "altered" where what is inside cannot be had. */
export function unwrapOnce(bytes: Uint8Array): Unwrapped | undefined {
  for (const unwrap of LAYERS) {
    const inner = unwrap(bytes);
    if (inner !== undefined && inner.bytes.length > 0) return inner;
  }
  return undefined;
}

/** The bytes are those of a gzip file already. */
function unwrapAgain(bytes: Uint8Array): Unwrapped | undefined {
  return isDeflated(bytes) ? { bytes, notice: "out of a gzip file in another one" } : undefined;
}

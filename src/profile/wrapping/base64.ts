/** A packed profile as base64: what `kubectl get secret`, a JSON field or `base64 heap.pb.gz` gives. */
import { ProfileError } from "../../errors.ts";
import { UNRECOGNIZED } from "../codec/foreign.ts";
import { latin1 } from "./latin1.ts";
import type { Unwrapped } from "./unwrapped.ts";

/** What the first bytes of gzip and zstd files come out as. */
const STARTS = ["H4sI", "KLUv/"];

/** Throws ProfileError "wrapped" for what starts like one and is none. */
export function unwrapBase64(bytes: Uint8Array): Unwrapped | undefined {
  if (!STARTS.includes(latin1(bytes.subarray(0, 5)).slice(0, bytes[0] === 0x48 ? 4 : 5))) return undefined;
  const text = latin1(bytes).replace(/\s+/g, "");
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) {
    throw new ProfileError("wrapped", "a packed profile in base64 with other characters in it", UNRECOGNIZED);
  }
  if (text.replace(/=+$/, "").length % 4 === 1) {
    throw new ProfileError("truncated", "a packed profile in base64 that is cut short", UNRECOGNIZED);
  }
  return { bytes: Uint8Array.from(atob(text), (character) => character.charCodeAt(0)), notice: "out of base64" };
}

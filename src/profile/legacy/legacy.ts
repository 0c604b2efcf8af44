/** pprof's legacy formats, tried in its order, and the two text formats that it reads half or not at all. */
import { ProfileError } from "../../errors.ts";
import type { Profile } from "../tables.ts";
import { parseLegacyContention } from "./contention.ts";
import { parseLegacyCount } from "./count.ts";
import { parseLegacyCpu } from "./cpu.ts";
import { checkGoHeapText, parseGoHeapText } from "./go-heap.ts";
import { parseLegacyHeap } from "./heap.ts";
import { parseLegacyJava } from "./java.ts";
import { parseJemalloc } from "./jemalloc.ts";
import { parseSymbolized } from "./symbolized.ts";
import { parseLegacyThreads } from "./thread.ts";

const PARSERS: readonly ((bytes: Uint8Array) => Profile | undefined)[] = [
  parseLegacyCpu,
  parseWholeHeap,
  parseLegacyCount,
  parseLegacyThreads,
  parseLegacyContention,
  parseLegacyJava,
  parseJemalloc,
  parseSymbolized,
];

/**
 * A profile in a legacy format; undefined if these bytes are none. With `symbolizeGoText` Go's debug=1 heap text comes with its names. Throws
 * ProfileError: "legacy", or "truncated" for Go's text without its end.
 */
export function parseLegacy(bytes: Uint8Array, symbolizeGoText: boolean): Profile | undefined {
  const symbolised = symbolizeGoText ? parseGoHeapText(bytes)?.profile : undefined;
  if (symbolised !== undefined) return symbolised;
  for (const parse of PARSERS) {
    const profile = parse(bytes);
    if (profile !== undefined) return profile;
  }
  return undefined;
}

/** A Go text that was cut short is refused, also where pprof makes half a profile of it: a missing half looks like memory that was freed. */
function parseWholeHeap(bytes: Uint8Array): Profile | undefined {
  try {
    const profile = parseLegacyHeap(bytes);
    if (profile !== undefined) checkGoHeapText(bytes);
    return profile;
  } catch (error) {
    if (error instanceof ProfileError && error.code === "legacy") throw asTruncated(bytes, error);
    throw error;
  }
}

/** "truncated", in pprof's words, if what broke the row was the end of the file. */
function asTruncated(bytes: Uint8Array, error: ProfileError): ProfileError {
  try {
    checkGoHeapText(bytes);
    return error;
  } catch (cut) {
    if (!(cut instanceof ProfileError) || cut.code !== "truncated") return error;
    return new ProfileError("truncated", cut.message, error.pprofText, { cause: error });
  }
}

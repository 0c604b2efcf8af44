/** What we make of bytes beside what pprof's own parser makes of them: the same profile, or a refusal in the same words. */
import assert from "node:assert/strict";
import { ProfileError } from "../../src/errors.ts";
import { checksumWithZlib, inflateWithZlib } from "../../src/load/inflate.ts";
import { encodeProfile } from "../../src/profile/codec/encode.ts";
import { parseWith } from "../../src/profile/codec/parse-with.ts";
import { parseProfile } from "../../src/profile/parse.ts";
import { encodeText } from "../../src/profile/string-table.ts";
import type { Profile } from "../../src/profile/tables.ts";
import type { GoParser } from "./go-parser.ts";

type Verdict = Profile | ProfileError;

/** Anything but a profile or a ProfileError fails the test. */
export function verdictOn(bytes: Uint8Array, withZlib = false): Verdict {
  try {
    return withZlib ? parseWith(bytes, { inflate: inflateWithZlib, checksum: checksumWithZlib }) : parseProfile(bytes);
  } catch (error) {
    if (error instanceof ProfileError) return error;
    throw error;
  }
}

export function compareWithGo(go: GoParser, inputs: readonly Uint8Array[]): void {
  const verdicts = inputs.map((bytes, index) => verdictOn(bytes, index % 2 === 0));
  const wanted = go.parse(inputs);
  const ours = go.parse(
    verdicts.map((verdict) => (verdict instanceof ProfileError ? new Uint8Array() : encodeProfile(verdict))),
  );
  for (const [index, verdict] of verdicts.entries()) {
    const answer = withoutZeros(wanted[index] as Buffer);
    if (verdict instanceof ProfileError) {
      // A deliberate difference: half a text profile of Go, which pprof reads as if it were whole.
      if (verdict.code === "truncated" && /cut short/.test(verdict.pprofText)) continue;
      assert.equal(answer, latin1(encodeText(`error: ${verdict.pprofText}`)), `input ${index}`);
    } else if (verdict.notices !== undefined) {
      // The other one: a profile with something around it.
      assert.match(answer, /^error: /, `input ${index}`);
    } else assert.equal(withoutZeros(ours[index] as Buffer), answer, `input ${index}`);
  }
}

/** Without the label of legacy rows of size 0, which profile.proto cannot hold. */
function withoutZeros(answer: Uint8Array): string {
  return latin1(answer).replace(/^ +bytes:\[0\]\n/gm, "");
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}

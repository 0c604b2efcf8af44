/** Captures of one program at two moments, written for the purpose; those of the corpus; and the codes of what is found. */
import assert from "node:assert/strict";
import { checkPair, type PairProvenance } from "../../../src/blame/provenance/pair.ts";
import { checkCapture, type Finding } from "../../../src/blame/provenance/provenance.ts";
import { decodeProfile } from "../../../src/profile/codec/decode.ts";
import { diffProfiles } from "../../../src/profile/merge/diff.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { corpusFile, hasCorpus, readUnpacked } from "../../profile/corpus.ts";
import { type Bucket, type HeapOptions, heapProfile } from "../heap-buckets.ts";

export const needsCorpus = { skip: hasCorpus ? false : "no corpus beside the project" };

export function readCorpus(name: string): Profile {
  return decodeProfile(readUnpacked(corpusFile(name)));
}

export function pairOf(base: Profile, current: Profile): PairProvenance {
  return checkPair({ name: "base", profile: base }, { name: "current", profile: current }, diffProfiles(base, current));
}

export function codesOf(findings: readonly Finding[]): string[] {
  return findings.map(({ code, severity }) => `${severity} ${code}`).sort();
}

/** Eight stacks whose counters stand at `alloc(i)`, of which `inuse(i)` are live. */
export function heap(alloc: (i: number) => number, inuse: (i: number) => number, options: HeapOptions = {}): Profile {
  const buckets: Bucket[] = Array.from({ length: 8 }, (_, i) => ({
    stack: `main.main;main.f${i}`,
    size: 64 * (i + 1),
    alloc: alloc(i),
    inuse: inuse(i),
  }));
  return heapProfile(buckets, options);
}

export const early = heap(
  (i) => i + 1,
  () => 1,
);
export const late = heap(
  (i) => i + 3,
  () => 2,
  { timeNanos: 2n },
);

export function assertHas(codes: readonly string[], wanted: string): void {
  assert.ok(codes.includes(wanted), `no "${wanted}" among ${codes.join(", ")}`);
}

export function codesOfOne(profile: Profile): string[] {
  return codesOf(checkCapture({ name: "base", profile }));
}

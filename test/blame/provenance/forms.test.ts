/** Go's text and its binary form of the same processes, merges of programs, and profiles of the fixtures that were really captured together. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { checkPair, type PairProvenance, relationOfRows } from "../../../src/blame/provenance/pair.ts";
import { programsOf } from "../../../src/blame/provenance/programs.ts";
import { diffProfiles } from "../../../src/profile/merge/diff.ts";
import { mergeProfiles } from "../../../src/profile/merge/merge.ts";
import { parseProfile } from "../../../src/profile/parse.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { provenanceText } from "../../../src/wording/provenance.ts";
import { fixture, modePair } from "../../fixtures.ts";
import { heapProfile } from "../heap-buckets.ts";

function read(path: string): Profile {
  return parseProfile(readFileSync(path), { symbolizeGoText: true });
}

const snapshot = (at: number): string => fixture(`cluster/linkerd-destination/00${at}`);
const text = (at: number): Profile => read(`${snapshot(at)}/heap.debug1.txt.gz`);
const binary = (at: number): Profile => read(`${snapshot(at)}/heap.pb.gz`);

function pairOf(base: Profile, current: Profile): PairProvenance {
  return checkPair({ name: "base", profile: base }, { name: "current", profile: current }, diffProfiles(base, current));
}

test("text and binary form of one process are of one process, either way round, and their rows are not taken for shared", () => {
  for (const pair of [pairOf(text(1), binary(6)), pairOf(binary(1), text(6))]) {
    assert.equal(pair.relation, "same");
    assert.ok(pair.counters.compared >= 20 && pair.counters.decreased === 0);
    assert.deepEqual([pair.isSwapped, pair.isSameState, pair.hasSharedRows], [false, false, false]);
    assert.equal(relationOfRows(pair), "unknown");
  }
  assert.equal(pairOf(binary(6), text(1)).isSwapped, true);
});

test("text and binary form of one moment show the same heap", () => {
  assert.ok(pairOf(text(3), binary(3)).findings.some(({ code }) => code === "same-state"));
});

test("text and binary form of two processes of one program are still told apart", () => {
  const [before] = modePair("retain").map(read) as [Profile, Profile];
  assert.notEqual(pairOf(text(1), before).relation, "same");
  const other = heapProfile([]);
  assert.equal(pairOf(text(1), other).relation, "unknown");
});

function app(name: string, factor: number): Profile {
  const stacks = Array.from({ length: 9 }, (_, i) => ({
    ...{ stack: `main.main;main.${name}${i}`, size: 256 },
    ...{ alloc: factor * (i + 1), inuse: factor },
  }));
  return heapProfile(stacks, { file: `/bin/${name}`, buildId: name });
}

test("a merge of two programs is of no one process, though no counter went down", () => {
  const merged = mergeProfiles([app("shop", 2), app("cart", 1)]);
  assert.deepEqual(programsOf(merged), ["/bin/shop", "/bin/cart"]);
  const pair = pairOf(app("shop", 1), merged);
  assert.equal(pair.relation, "unknown");
  assert.ok(pair.findings.map(provenanceText).some((text) => /frames of 2 programs \(.*shop, \/bin\/cart/.test(text)));
  assert.equal(pairOf(app("shop", 1), app("shop", 2)).relation, "same");
});

test("libraries, the kernel's pages and nameless memory are no programs", () => {
  const files = ["/bin/app", "/lib/x86_64-linux-gnu/libc.so.6", "[vdso]", "//anon", "plugin.so", ""];
  const parts = files.map((file, at) =>
    heapProfile([{ stack: `main.f${at}`, size: 64, alloc: 1, inuse: 1 }], { file }),
  );
  assert.deepEqual(programsOf(mergeProfiles(parts)), ["/bin/app"]);
});

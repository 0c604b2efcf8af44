/** The one hash table and those that lean on it, with hashes that collide: what shares a hash is not the same. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { canonicalFunction } from "../../src/graph/go/symbol.ts";
import { buildNodes } from "../../src/graph/nodes.ts";
import { PairIndex } from "../../src/graph/pair-index.ts";
import { groupStacks } from "../../src/graph/stack-groups.ts";
import { ProfileBuilder } from "../../src/profile/builder.ts";
import { IntSequences } from "../../src/profile/int-sequences.ts";
import { mergeProfiles } from "../../src/profile/merge/merge.ts";
import { MergedStrings } from "../../src/profile/merge/strings.ts";
import { RowIndex } from "../../src/profile/row-index.ts";
import { NONE, type Profile } from "../../src/profile/tables.ts";
import { seededDraws } from "../blame/draws.ts";

/** Enough for some 10 pairs that share all 32 bits of a good hash. */
const MANY = 300_000;

test("rows of one hash are all found, in the order in which they came, through every growth", () => {
  const index = new RowIndex();
  for (let row = 0; row < 500; row++) {
    let found = index.first(7);
    for (let expected = 0; expected < row; expected++) {
      assert.equal(found, expected);
      found = index.next();
    }
    assert.equal(found, NONE);
    assert.equal(index.add(), row);
  }
  assert.equal(index.first(8), NONE);
});

test("hashes that share a slot, negative ones too, keep their own rows", () => {
  const index = new RowIndex(16);
  const hashes = Array.from({ length: 100 }, (_, at) => (at % 2 === 0 ? at * 4096 : -at * 4096));
  for (const [row, hash] of hashes.entries()) {
    assert.equal(index.first(hash), NONE);
    assert.equal(index.add(), row);
  }
  for (const [row, hash] of hashes.entries()) {
    assert.equal(index.first(hash), row);
    assert.equal(index.next(), NONE);
  }
});

test("pairs are told apart by both numbers", () => {
  const pairs = new PairIndex();
  const draws = seededDraws(4);
  const second = Array.from({ length: MANY }, () => Math.floor(draws.uniform() * 2 ** 31));
  for (const [at, other] of second.entries()) assert.equal(pairs.rowOf(at, other), at);
  for (const [at, other] of second.entries()) assert.equal(pairs.rowOf(at, other), at);
  assert.equal(pairs.length, MANY);
});

test("sequences are told apart by their items", () => {
  const sequences = new IntSequences();
  const rowOf = (at: number): number => {
    sequences.begin(3);
    for (const item of [at % 77, at, at >> 5]) sequences.add(item);
    return sequences.end();
  };
  for (let at = 0; at < MANY; at++) assert.equal(rowOf(at), at);
  for (let at = 0; at < MANY; at++) assert.equal(rowOf(at), at);
});

test("strings are told apart by their bytes", () => {
  const strings = new MergedStrings();
  for (let at = 0; at < MANY; at++) assert.equal(strings.intern(`main.f${at}`), at + 1);
  for (let at = 0; at < MANY; at++) assert.equal(strings.intern(`main.f${at}`), at + 1);
  assert.equal(strings.finish().at(MANY), `main.f${MANY - 1}`);
});

/** A stack of ten of 67 functions for each sample, all different: the first three by its number, the others drawn. */
function manyStacks(): Profile {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
  const rows = Array.from({ length: 67 }, (_, at) => {
    const row = builder.addFunction({ name: `main.f${at}`, file: "f.go" });
    return builder.addLocation({ address: BigInt(at + 1), lines: [{ function: row, line: 1 }] });
  });
  const draws = seededDraws(3);
  for (let at = 0; at < MANY; at++) {
    const drawn = Array.from({ length: 7 }, () => Math.floor(draws.uniform() * 67));
    const stack = [at % 67, Math.floor(at / 67) % 67, Math.floor(at / 67 ** 2), ...drawn];
    builder.addSample(
      stack.map((which) => rows[which] as number),
      [1],
    );
  }
  return builder.finish();
}

test("stacks are told apart by their frames, in a merge and by name", () => {
  const profile = manyStacks();
  const merged = mergeProfiles([profile, profile]);
  assert.equal(merged.samples.length, MANY);
  assert.ok(merged.samples.values[0]?.every((value) => value === 2));
  const keep = (text: string): string => text;
  const kept = { noInlines: false, showColumns: false, keepObjectFiles: false, trimFile: keep };
  const nodes = buildNodes(profile, { granularity: "functions", ...kept, groupName: canonicalFunction });
  assert.equal(groupStacks(profile, nodes).count, MANY);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeProfile } from "../../src/profile/decode.ts";
import { encodeProfile } from "../../src/profile/encode.ts";
import { mergeProfiles } from "../../src/profile/merge.ts";
import { TableMemory } from "../../src/profile/table-memory.ts";
import type { Profile } from "../../src/profile/tables.ts";
import { generateProfile } from "../bench/generate.ts";
import { profileFromText } from "./profile-from-text.ts";
import { rowsOf } from "./rows-of.ts";

const shape = { samples: 400, functions: 90, locations: 300, seed: 5 };
const rounds = [0, 1, 2].map((round) => generateProfile({ ...shape, round }));

function decodeAll(files: readonly Uint8Array[]): Profile[] {
  const memory = new TableMemory();
  return files.map((bytes) => decodeProfile(bytes, memory));
}

test("profiles with the same tables share them, and are what they are without", () => {
  const shared = decodeAll(rounds);
  const alone = rounds.map((bytes) => decodeProfile(bytes));
  assert.deepEqual(shared.map(rowsOf), alone.map(rowsOf));
  for (const table of ["strings", "mappings", "functions", "locations"] as const) {
    assert.equal(shared[2]?.[table], shared[0]?.[table]);
    assert.notEqual(alone[1]?.[table], alone[0]?.[table]);
  }
  assert.deepEqual(rowsOf(mergeProfiles(shared)), rowsOf(mergeProfiles(alone)));
});

test("tables that differ in a single byte are not shared", () => {
  const good = encodeProfile(profileFromText("main.main;main.first 3 4096\nmain.main;main.other 1 64"));
  const reference = decodeProfile(good);
  for (let at = 0; at < good.length; at++) {
    const changed = good.slice();
    changed[at] = (changed[at] as number) ^ 1;
    let alone: Profile;
    try {
      alone = decodeProfile(changed);
    } catch {
      continue;
    }
    const [first, second] = decodeAll([good, changed]) as [Profile, Profile];
    assert.deepEqual(rowsOf(first), rowsOf(reference));
    assert.deepEqual(rowsOf(second), rowsOf(alone), `byte ${at}`);
  }
});

test("a profile that was refused leaves nothing behind", () => {
  const good = rounds[0] as Uint8Array;
  const memory = new TableMemory();
  assert.throws(() => decodeProfile(good.subarray(0, good.length - 5), memory));
  assert.deepEqual(rowsOf(decodeProfile(good, memory)), rowsOf(decodeProfile(good)));
});

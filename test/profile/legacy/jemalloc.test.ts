import assert from "node:assert/strict";
import { test } from "node:test";
import { parseProfile } from "../../../src/profile/parse.ts";
import { rowsOf } from "../rows-of.ts";

const TEXT = `heap_v2/1024
  t*: 5: 5120 [0: 0]
  t0: 3: 3072 [0: 0]
  t1: 2: 2048 [0: 0]
@ 0x401000 0x402000
  t*: 3: 3072 [0: 0]
  t0: 1: 1024 [0: 0]
  t1: 2: 2048 [0: 0]
@ 0x403000
  t0: 1: 1024 [0: 0]
  t1: 1: 1024 [0: 0]

MAPPED_LIBRARIES:
00400000-00500000 r-xp 00000000 08:01 123    /usr/bin/service
`;

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test("stacks have the counts of all threads, or the sum of the threads listed, scaled up", () => {
  const profile = parseProfile(bytesOf(TEXT));
  const scale = 1 / (1 - Math.exp(-1));
  assert.deepEqual(
    profile.header.sampleTypes.map(({ type }) => type),
    ["objects", "space"],
  );
  assert.deepEqual(
    rowsOf(profile).samples.map(({ values }) => values),
    [
      [3, 3072].map((value) => BigInt(Math.trunc(value * scale))),
      [2, 2048].map((value) => BigInt(Math.trunc(value * scale))),
    ],
  );
});

test("addresses are moved back onto the call and found in the memory map", () => {
  const profile = parseProfile(bytesOf(TEXT));
  assert.deepEqual([...profile.locations.address], [0x400fffn, 0x401fffn, 0x402fffn]);
  assert.equal(profile.strings.at(profile.mappings.file[0] as number), "/usr/bin/service");
});

test("accumulated counts become the allocated columns", () => {
  const profile = parseProfile(bytesOf(TEXT.replace("t*: 3: 3072 [0: 0]", "t*: 3: 3072 [9: 9216]")));
  assert.deepEqual(
    profile.header.sampleTypes.map(({ type }) => type),
    ["alloc_objects", "alloc_space", "inuse_objects", "inuse_space"],
  );
});

test("a line that is neither stack nor count is refused", () => {
  assert.throws(
    () => parseProfile(bytesOf(TEXT.replace("t1: 2: 2048 [0: 0]\n@ 0x403000", "t1: 2: 2048 [0:\n@ 0x403000"))),
    {
      code: "legacy",
    },
  );
});

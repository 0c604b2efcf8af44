/** The symbolized form of gperftools' pprof, written here byte by byte as it writes it. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { ProfileError } from "../../../src/errors.ts";
import { parseProfile } from "../../../src/profile/parse.ts";
import type { Profile } from "../../../src/profile/tables.ts";

const SYMBOLS = `--- symbol
binary=./leak
0x0000000000001000 allocate(unsigned long)<0000000000001000>
0x0000000000002001 handle(int)--std::map<int, int>::operator[](int const&)
0x0000000000003001 main<0000000000003000>
---
--- profile
`;

function symbolized(micros: bigint, ...words: readonly bigint[]): Uint8Array {
  const body = BigUint64Array.from([0n, 3n, 0n, micros, 0n, ...words]);
  return Buffer.concat([Buffer.from(SYMBOLS), Buffer.from(body.buffer)]);
}

/** Two stacks: the leaf as it is, callers one before the return addresses that the symbols have. */
const STACKS = [4096n, 3n, 0x1000n, 0x2000n, 0x3000n, 7n, 2n, 0x9999n, 0x3000n] as const;

test("names come from the section before, inlined frames innermost first, and what it does not name keeps its address", () => {
  const profile = parseProfile(symbolized(1n, ...STACKS));
  assert.deepEqual(
    profile.header.sampleTypes.map(({ type, unit }) => `${type}/${unit}`),
    ["space/bytes"],
  );
  assert.match(profile.notices?.[0] ?? "", /values taken for bytes/);
  assert.deepEqual(namesOf(profile), [
    ["allocate(unsigned long)", "std::map<int, int>::operator[](int const&)", "handle(int)", "main"],
    ["0x9999", "main"],
  ]);
  assert.deepEqual([...(profile.samples.values[0] ?? [])], [4096, 7]);
});

test("a period that a CPU profile can have makes one", () => {
  const profile = parseProfile(symbolized(10_000n, ...STACKS));
  assert.deepEqual(
    profile.header.sampleTypes.map(({ type }) => type),
    ["samples", "cpu"],
  );
  assert.deepEqual([...(profile.samples.values[1] ?? [])], [40_960_000_000, 70_000_000]);
  assert.equal(profile.notices, undefined);
});

test("symbols without a profile, or with one that is cut inside a stack, are refused", () => {
  for (const bytes of [Buffer.from(SYMBOLS), Buffer.from("--- symbol\n0x1 f\n"), symbolized(1n, 5n, 9n, 1n)]) {
    assert.throws(
      () => parseProfile(bytes),
      (error) => error instanceof ProfileError && error.code === "legacy",
    );
  }
});

const real = fileURLToPath(new URL("../../../../shared/cases/not-go/gperf-raw-symbolized.heap", import.meta.url));

test("gperftools' own file has its largest place by name", { skip: !existsSync(real) && "no cases here" }, () => {
  const profile = parseProfile(readFileSync(real));
  const values = Array.from(profile.samples.values[0] ?? [], Number);
  const largest = values.indexOf(Math.max(...values));
  assert.match(namesOf(profile)[largest]?.join(" < ") ?? "", /allocate.* < .*newSession\(int\)/);
});

function namesOf({ samples, locations, functions, strings }: Profile): string[][] {
  return Array.from({ length: samples.length }, (_, row) =>
    Array.from(samples.locations.subarray(samples.start[row], samples.start[row + 1]), (location) => {
      const line = locations.start[location] as number;
      if (line === locations.start[location + 1]) return `0x${locations.address[location]?.toString(16)}`;
      return strings.at(functions.name[locations.lineFunction[line] as number] as number);
    }),
  );
}

test("a place is one location and a name one function, in however many stacks they are", () => {
  const profile = parseProfile(symbolized(1n, ...STACKS, 5n, 3n, 0x1000n, 0x2000n, 0x3000n));
  assert.deepEqual([profile.locations.length, profile.functions.length, profile.samples.length], [5, 4, 3]);
});

test("bytes are a heap profile's, of no period", () => {
  const { header } = parseProfile(symbolized(1n, ...STACKS));
  assert.deepEqual([header.period, header.periodType], [1n, { type: "space", unit: "bytes" }]);
  const cpu = parseProfile(symbolized(2n, ...STACKS)).header;
  assert.deepEqual([cpu.period, cpu.periodType], [2000n, { type: "cpu", unit: "nanoseconds" }]);
});

test("a function at two places is one", () => {
  const bytes = Buffer.from(symbolized(1n, ...STACKS))
    .toString("latin1")
    .replace("allocate(unsigned long)", "main");
  const profile = parseProfile(Buffer.from(bytes, "latin1"));
  assert.deepEqual(namesOf(profile)[0]?.filter((name) => name === "main").length, 2);
  assert.equal(profile.functions.length, 3);
});

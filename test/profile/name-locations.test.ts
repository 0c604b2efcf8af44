import assert from "node:assert/strict";
import { test } from "node:test";
import { ProfileBuilder } from "../../src/profile/builder.ts";
import { nameLocations } from "../../src/profile/name-locations.ts";
import { rowsOf } from "./rows-of.ts";
import { wholeProfile } from "./whole-profile.ts";

test("the frames take the place of a location's lines, functions are added once, and the mapping says what is known", () => {
  const profile = wholeProfile();
  const named = nameLocations(
    profile,
    new Map([
      [1, { name: "libc.read", file: "read.c", line: 77 }],
      [0, { name: "libc.read", file: "read.c", line: 0 }],
    ]),
  );
  const [before, rows] = [rowsOf(profile), rowsOf(named)];
  assert.deepEqual(rows.functions, [
    ...before.functions,
    { id: 3n, name: "libc.read", systemName: "libc.read", file: "read.c", startLine: 0n },
  ]);
  const lines = (row: number) => (rows.locations[row] as { readonly lines: object }).lines;
  assert.deepEqual(lines(1), [{ function: 3n, line: 77n, column: 0n }]);
  assert.deepEqual(lines(0), [{ function: 3n, line: 0n, column: 0n }]);
  assert.deepEqual(rows.samples, before.samples);
  const flags = rows.mappings.map((row) => (row as { readonly flags: readonly number[] }).flags);
  assert.deepEqual(flags, [
    [1, 1, 1, 1],
    [1, 1, 1, 1],
  ]);
});

test("a place without a name tells no functions, and nothing is said of nothing", () => {
  const profile = wholeProfile();
  assert.equal(nameLocations(profile, new Map()), profile);
  const rows = rowsOf(nameLocations(profile, new Map([[1, { name: "", file: "a.c", line: 3 }]])));
  const [, flags] = rows.mappings.map((row) => (row as { readonly flags: readonly number[] }).flags);
  assert.equal(flags?.[0], 0);
});

test("a line is given also where other lines go beyond 2^53", () => {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
  const mapping = builder.addMapping({});
  const row = builder.addFunction({ name: "f", startLine: 2n ** 62n });
  builder.addLocation({ mapping, lines: [{ function: row, line: 2n ** 60n + 1n, column: 2n ** 61n + 1n }] });
  builder.addLocation({ mapping, address: 7n });
  const named = nameLocations(builder.finish(), new Map([[1, { name: "g", file: "g.c", line: 12 }]]));
  const { locations, functions } = rowsOf(named);
  const lines = locations.map((each) => (each as { readonly lines: readonly object[] }).lines);
  assert.deepEqual(lines, [
    [{ function: 1n, line: 2n ** 60n + 1n, column: 2n ** 61n + 1n }],
    [{ function: 2n, line: 12n, column: 0n }],
  ]);
  assert.deepEqual(
    functions.map((each) => (each as { readonly startLine: bigint }).startLine),
    [2n ** 62n, 0n],
  );
});

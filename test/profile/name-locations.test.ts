import assert from "node:assert/strict";
import { test } from "node:test";
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

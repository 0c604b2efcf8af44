/** Mappings in two pieces are one, and the program comes first. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { assignMappings, type LegacyMapping, massageMappings } from "../../../src/profile/legacy/mappings.ts";

const at = (start: number, limit: number, offset: number, file = "/bin/app", buildId = ""): LegacyMapping => ({
  ...{ memoryStart: BigInt(start), memoryLimit: BigInt(limit), fileOffset: BigInt(offset), file, buildId },
});

function massaged(...mappings: readonly LegacyMapping[]): string[] {
  return massageMappings(mappings).map(({ memoryStart, memoryLimit, file, buildId }) =>
    `${memoryStart}-${memoryLimit} ${file} ${buildId}`.trim(),
  );
}

test("neighbours of one file are one where the offsets go on, or one of them is not known", () => {
  assert.deepEqual(massaged(at(10, 20, 5), at(20, 30, 15)), ["10-30 /bin/app"]);
  assert.deepEqual(massaged(at(10, 20, 5), at(20, 30, 14)), ["10-20 /bin/app", "20-30 /bin/app"]);
  for (const [first, second] of [
    [0, 15],
    [5, 0],
  ] as const)
    assert.deepEqual(massaged(at(10, 20, first), at(20, 30, second)), ["10-30 /bin/app"]);
  assert.deepEqual(massaged(at(10, 20, 5), at(21, 30, 16)), ["10-20 /bin/app", "21-30 /bin/app"], "a gap");
  assert.deepEqual(massaged(at(10, 20, 5), at(20, 30, 15), at(30, 40, 25)), ["10-40 /bin/app"]);
});

test("files and build ids that differ stay apart, and what one lacks is the other's", () => {
  assert.deepEqual(massaged(at(10, 20, 5, "/a"), at(20, 30, 15, "/b")), ["10-20 /a", "20-30 /b"]);
  assert.deepEqual(massaged(at(10, 20, 5, "/a", "x"), at(20, 30, 15, "/a", "y")), ["10-20 /a x", "20-30 /a y"]);
  assert.deepEqual(massaged(at(10, 20, 5, "/a", "x"), at(20, 30, 15, "/a", "x")), ["10-30 /a x"]);
  assert.deepEqual(massaged(at(10, 20, 5, "", "x"), at(20, 30, 15, "/a", "")), ["10-30 /a x"]);
  assert.deepEqual(massaged(at(10, 20, 5, "/a", ""), at(20, 30, 15, "", "y")), ["10-30 /a y"]);
});

test("what looks like the program changes places with the first", () => {
  for (const other of ["/lib/c.so", "/lib/c.so.6", "/lib/c.so_2", "[vdso]", ""])
    assert.deepEqual(
      massaged(at(10, 20, 0, other), at(50, 60, 0, "/lib/d.so"), at(70, 80, 0, "/bin/app")).map(
        (line) => line.split("-")[0],
      ),
      ["70", "50", "10"],
      other,
    );
  assert.deepEqual(
    massaged(at(10, 20, 0, "/bin/app (deleted)"), at(50, 60, 0, "/bin/other"))[0],
    "10-20 /bin/app (deleted)",
  );
  assert.deepEqual(massaged(at(10, 20, 0, "(deleted)"), at(50, 60, 0, "/bin/other"))[0], "50-60 /bin/other");
  assert.deepEqual(massaged(), []);
});

test("what was given stays as it is", () => {
  const given = [at(10, 20, 5), at(20, 30, 15)];
  massageMappings(given);
  assert.equal(given[0]?.memoryLimit, 20n);
});

test("a mapping reaches down to where its offset says it begins, and no further", () => {
  const startFor = (address: bigint) => {
    const [main, far] = [at(0x1000, 0x2000, 0), at(0x6000, 0x7000, 0x1000, "/lib/c.so")];
    const location = { address, mapping: undefined as LegacyMapping | undefined };
    assignMappings([main, far], [location]);
    return [location.mapping?.file, Number(location.mapping?.memoryStart)];
  };
  assert.deepEqual(startFor(0x5000n), ["/lib/c.so", 0x5000]);
  assert.deepEqual(startFor(0x4fffn), ["", 0], "in none there is one of everything");
});

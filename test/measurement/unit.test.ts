import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findUnit, findUnitIn, UNIT_FAMILIES } from "../../src/measurement/unit.ts";

describe("findUnit", () => {
  const known: readonly [name: string, unit: string, factor: number][] = [
    ["bytes", "B", 1],
    ["b", "B", 1],
    ["Byte", "B", 1],
    ["kB", "kB", 1024],
    ["KBs", "kB", 1024],
    ["megabytes", "MB", 2 ** 20],
    ["PB", "PB", 2 ** 50],
    ["nanoseconds", "ns", 1],
    ["us", "us", 1000],
    ["ms", "ms", 1e6],
    ["s", "s", 1e9],
    ["SECS", "s", 1e9],
    ["hrs", "hrs", 3.6e12],
    ["hours", "hrs", 3.6e12],
    ["GCU", "GCU", 1],
    ["nanogcu", "n*GCU", 1e-9],
  ];
  for (const [name, unit, factor] of known) {
    it(`knows ${name} as ${unit}`, () => {
      const found = findUnit(name);
      assert.deepEqual([found?.unit.name, found?.unit.factor], [unit, factor]);
    });
  }

  for (const name of ["count", "objects", "", "bs", "bytess", "KiB", "MiB", "minutes", "auto", "μs", "µs", "n*GCU"]) {
    it(`does not know "${name}", as pprof does not`, () => assert.equal(findUnit(name), undefined));
  }

  it("looks in one family only when asked to", () => {
    const memory = findUnit("bytes")?.family;
    assert.ok(memory);
    assert.equal(findUnitIn(memory, "mb")?.name, "MB");
    assert.equal(findUnitIn(memory, "ms"), undefined);
  });
});

describe("UNIT_FAMILIES", () => {
  it("lists units ascending and no alias twice", () => {
    for (const { units } of UNIT_FAMILIES) {
      const factors = units.map((unit) => unit.factor);
      assert.deepEqual(
        factors,
        factors.toSorted((a, b) => a - b),
      );
    }
    const aliases = UNIT_FAMILIES.flatMap((family) => family.units.flatMap((unit) => unit.aliases));
    assert.equal(new Set(aliases).size, aliases.length);
  });
});

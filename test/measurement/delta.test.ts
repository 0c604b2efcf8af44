import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { chooseColumnUnit, formatDelta, formatPercent, formatShare, formatValue } from "../../src/measurement/delta.ts";

const KiB = 1024;
const MiB = 1024 * KiB;

/** The deltas of a whole column, as they come out beside each other. */
function column(values: readonly (number | bigint)[], unit: string): string[] {
  const columnUnit = chooseColumnUnit(values, unit);
  return values.map((value) => formatDelta(value, columnUnit));
}

describe("a column of deltas", () => {
  const cases: readonly [
    title: string,
    values: readonly (number | bigint)[],
    unit: string,
    texts: readonly string[],
  ][] = [
    ["has one unit and one number of decimals", [3 * MiB, -MiB / 2, 0], "bytes", ["+3.00 MiB", "-0.50 MiB", "0"]],
    ["keeps bytes whole", [1023, -7], "bytes", ["+1,023 B", "-7 B"]],
    ["turns to KiB at 1024 bytes", [1024], "bytes", ["+1.00 KiB"]],
    ["stays in KiB just below a MiB", [MiB - 1], "bytes", ["+1,024.00 KiB"]],
    ["turns to MiB at one", [MiB, -512 * KiB], "bytes", ["+1.00 MiB", "-0.50 MiB"]],
    ["goes one finer where the smallest would vanish", [3 * MiB, 2 * KiB], "bytes", ["+3,072.00 KiB", "+2.00 KiB"]],
    ["but not where the largest takes over four digits", [10 * MiB, -KiB], "bytes", ["+10.00 MiB", "-0.00 MiB"]],
    ["reads profiles that count in kB", [1536, 1], "kB", ["+1,536.00 KiB", "+1.00 KiB"]],
    ["reads profiles that count in kB as bytes, too", [0], "kB", ["0"]],
    ["counts in whole numbers with commas", [1234567, -999, 1000], "count", ["+1,234,567", "-999", "+1,000"]],
    ["names units it does not know", [1234, -1], "goroutines", ["+1,234 goroutines", "-1 goroutines"]],
    ["gives means two decimals", [1.5, -2, 0], "count", ["+1.50", "-2.00", "0"]],
    ["keeps the digits of counts beyond 2^53", [9007199254740993n, -1n], "count", ["+9,007,199,254,740,993", "-1"]],
    ["writes bytes beyond 2^53", [2n ** 60n], "bytes", ["+1,024.00 PiB"]],
    ["writes times", [1.5e9, -2e6], "ns", ["+1,500.00 ms", "-2.00 ms"]],
    ["writes hours", [90], "hours", ["+90.00 h"]],
    ["writes GCU", [-1500], "gcu", ["-1.50 k*GCU"]],
    ["may be empty of change", [0, 0n], "bytes", ["0", "0"]],
  ];
  for (const [title, values, unit, texts] of cases) {
    it(title, () => assert.deepEqual(column(values, unit), texts));
  }

  it("takes any iterable, empty ones included", () => {
    assert.deepEqual(chooseColumnUnit(new Set<number>(), "bytes"), { suffix: "B", divisor: 1, decimals: 0 });
    assert.deepEqual(chooseColumnUnit(Float64Array.of(2 * MiB), "bytes"), { suffix: "MiB", divisor: MiB, decimals: 2 });
  });
});

describe("formatValue", () => {
  it("signs what is negative only", () => {
    const unit = chooseColumnUnit([5 * MiB], "bytes");
    assert.deepEqual(
      [5 * MiB, -5 * MiB, 0, 1].map((value) => formatValue(value, unit)),
      ["5.00 MiB", "-5.00 MiB", "0", "0.00 MiB"],
    );
  });
});

describe("formatPercent and formatShare", () => {
  const cases: readonly [ratio: number, percent: string, share: string][] = [
    [0, "0%", "0%"],
    [-0, "0%", "0%"],
    [0.123, "12.3%", "+12.3%"],
    [-0.123, "-12.3%", "-12.3%"],
    [1, "100.0%", "+100.0%"],
    [0.001, "0.1%", "+0.1%"],
    [0.00099999, "<0.1%", "<0.1%"],
    [-0.00099999, ">-0.1%", ">-0.1%"],
    [-0.001, "-0.1%", "-0.1%"],
    [0.9994, "99.9%", "+99.9%"],
    [12.3456, "1,234.6%", "+1,234.6%"],
    [Number.NaN, "n/a", "n/a"],
    [Number.POSITIVE_INFINITY, "n/a", "n/a"],
  ];
  for (const [ratio, percent, share] of cases) {
    it(`write ${ratio} as ${percent} and ${share}`, () => {
      assert.equal(formatPercent(ratio), percent);
      assert.equal(formatShare(ratio), share);
    });
  }
});

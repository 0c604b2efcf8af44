import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { label, percentage, scale, scaledLabel } from "../../src/measurement/scale.ts";

const MB = 2 ** 20;

describe("scale", () => {
  const cases: readonly [value: number | bigint, from: string, to: string, scaled: number, unit: string][] = [
    [1, "s", "ms", 1000, "ms"],
    [1, "kb", "b", 1024, "B"],
    [-1, "kb", "b", -1024, "B"],
    [1023, "bytes", "auto", 1023, "B"],
    [1024, "bytes", "auto", 1, "kB"],
    [1025, "bytes", "minimum", 1025 / 1024, "kB"],
    [MB - 1, "bytes", "auto", (MB - 1) / 1024, "kB"],
    [0, "bytes", "auto", 0, "B"],
    [0, "ns", "auto", 0, "s"], // below one of every unit: the default of the family
    [3600, "s", "auto", 1, "hrs"],
    [3599, "s", "auto", 3599, "s"],
    [1024, "bytes", "ms", 1024, "B"], // a unit of another family, or of none, counts as unsaid
    [1024, "bytes", "default", 1024, "B"],
    [5, "count", "count", 5, ""],
    [5, "count", "auto", 5, ""],
    [5, "objects", "objects", 5, "objects"],
    [5, "objects", "mb", 5, "mb"],
    [2n ** 60n, "bytes", "auto", 1024, "PB"],
    [-(2n ** 63n), "bytes", "auto", -(2 ** 63), "B"],
    [-(2n ** 63n) + 1n, "bytes", "auto", -8192, "PB"],
  ];
  for (const [value, from, to, scaled, unit] of cases) {
    it(`brings ${value} ${from} to ${to}`, () => assert.deepEqual(scale(value, from, to), { value: scaled, unit }));
  }
});

describe("scaledLabel", () => {
  const cases: readonly [value: number | bigint, from: string, to: string, text: string][] = [
    [1536, "bytes", "kB", "1.50kB"],
    [1024, "bytes", "kB", "1kB"],
    [-1536, "bytes", "kB", "-1.50kB"],
    [MB + 5242, "bytes", "MB", "1MB"], // 1.0049…
    [MB + 5243, "bytes", "MB", "1.01MB"], // 1.0050…
    [5, "bytes", "MB", "0"], // rounds to nothing: no unit
    [-5, "bytes", "MB", "0"],
    [0, "bytes", "MB", "0"],
    [128, "bytes", "kB", "0.12kB"], // an exact tie
    [384, "bytes", "kB", "0.38kB"],
    [7, "count", "count", "7"],
    [7, "objects", "objects", "7objects"],
    [7, "", "", "7"],
  ];
  for (const [value, from, to, text] of cases) {
    it(`writes ${value} ${from} in ${to} as ${text}`, () => assert.equal(scaledLabel(value, from, to), text));
  }
});

describe("label", () => {
  const cases: readonly [value: number | bigint, unit: string, text: string][] = [
    [1048576, "bytes", "1MB"],
    [123456, "bytes", "120.56kB"],
    [1500000000, "nanoseconds", "1.50s"],
    [30000000000n, "nanoseconds", "30s"],
    [12, "count", "12"],
    [0, "seconds", "0"],
  ];
  for (const [value, unit, text] of cases) {
    it(`writes ${value} ${unit} as ${text}`, () => assert.equal(label(value, unit), text));
  }
});

describe("percentage", () => {
  const cases: readonly [value: number | bigint, total: number | bigint, text: string][] = [
    [0, 100, "    0%"],
    [5, 0, "    0%"],
    [100, 100, "  100%"],
    [9995, 10000, "  100%"],
    [99949999, 100000000, "99.95%"],
    [10005, 10000, "  100%"],
    [10006, 10000, "100.06%"],
    [1, 100, " 1.00%"],
    [99, 10000, " 0.99%"],
    [996, 100000, "    1%"], // two digits are enough to round up
    [5, 1000, "  0.5%"],
    [12, 100000, "0.012%"],
    [1, 1000000000, "1e-07%"],
    [-33, 100, "33.00%"], // unsigned, even in a diff
    [33, -100, "33.00%"],
    [12345, 1000, "1234.50%"],
    [2n ** 62n, 2n ** 63n - 1n, "50.00%"],
  ];
  for (const [value, total, text] of cases) {
    it(`writes ${value} of ${total} as "${text}"`, () => assert.equal(percentage(value, total), text));
  }
});

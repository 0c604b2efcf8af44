import assert from "node:assert/strict";
import { test } from "node:test";
import {
  formatGoMemoryLimit,
  formatQuantity,
  parseGoMemoryLimit,
  parseMemoryLimit,
  parseQuantity,
} from "../../src/measurement/quantity.ts";

const MIB = 1024 ** 2;

test("a Kubernetes quantity counts by 1024 with an i and by 1000 without", () => {
  const cases: [string, number | undefined][] = [
    ["250Mi", 250 * MIB],
    ["1Gi", 1024 * MIB],
    ["1.5Gi", 1536 * MIB],
    ["500M", 500e6],
    ["128974848", 128974848],
    ["129e6", 129e6],
    ["1E3", 1000],
    ["2k", 2000],
    ["250m", 1],
    ["0.5", 1],
    ["1E", undefined], // an exabyte is beyond what a double counts
    ["250MiB", undefined],
    ["200Mb", undefined],
    ["200MB", undefined],
    ["250mi", undefined],
    ["2K", undefined],
    ["", undefined],
    ["-1Mi", undefined],
  ];
  for (const [text, bytes] of cases) assert.equal(parseQuantity(text), bytes, text);
});

test("GOMEMLIMIT is read as the Go runtime reads it", () => {
  const cases: [string, number | undefined][] = [
    ["225MiB", 225 * MIB],
    ["1GiB", 1024 * MIB],
    ["512B", 512],
    ["235929600", 235929600],
    ["off", Number.POSITIVE_INFINITY],
    ["225Mi", undefined],
    ["200M", undefined],
    ["200MB", undefined],
    ["200Mb", undefined],
    ["1.5GiB", undefined],
    ["225 MiB", undefined],
    ["", undefined],
  ];
  for (const [text, bytes] of cases) assert.equal(parseGoMemoryLimit(text), bytes, text);
});

test("a limit may be typed in either way, but must be finite", () => {
  assert.equal(parseMemoryLimit("250MiB"), parseMemoryLimit("250Mi"));
  assert.equal(parseMemoryLimit("off"), undefined);
  assert.equal(parseMemoryLimit("250MB"), undefined);
});

test("a quantity is written as short as it is exact", () => {
  for (const [bytes, text] of [
    [250 * MIB, "250Mi"],
    [1024 * MIB, "1Gi"],
    [500e6, "500M"],
    [1234, "1234"],
  ] as const) {
    assert.equal(formatQuantity(bytes), text);
    assert.equal(parseQuantity(text), bytes);
  }
});

test("a memory limit is rounded down to whole MiB, or KiB when small", () => {
  assert.equal(formatGoMemoryLimit(0.9 * 250 * MIB), "225MiB");
  assert.equal(formatGoMemoryLimit(0.9 * 255 * MIB), "229MiB");
  assert.equal(formatGoMemoryLimit(0.9 * 8 * MIB), "7372KiB");
});

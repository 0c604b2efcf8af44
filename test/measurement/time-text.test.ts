import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  formatDuration,
  formatGoDuration,
  formatGoTime,
  formatPprofTime,
  formatRawDuration,
  formatTimestamp,
} from "../../src/measurement/time-text.ts";

/** 2022-12-05 10:00:00.123456789 UTC. */
const WINTER = 1_670_234_400_123_456_789n;
const SUMMER = WINTER + 182n * 86_400n * 1_000_000_000n;

describe("formatPprofTime", () => {
  it("writes the clock of the zone and its abbreviation, whole seconds", () => {
    assert.equal(formatPprofTime(WINTER, { timeZone: "UTC" }), "2022-12-05 10:00:00 UTC");
    assert.equal(formatPprofTime(WINTER, { timeZone: "Europe/Berlin" }), "2022-12-05 11:00:00 CET");
    assert.equal(formatPprofTime(SUMMER, { timeZone: "Europe/Berlin" }), "2023-06-05 12:00:00 CEST");
    assert.equal(formatPprofTime(WINTER, { timeZone: "America/Sao_Paulo" }), "2022-12-05 07:00:00 -03");
  });
});

describe("formatGoTime", () => {
  it("keeps nanoseconds without trailing zeros", () => {
    const utc = { timeZone: "UTC" };
    assert.equal(formatGoTime(WINTER, utc), "2022-12-05 10:00:00.123456789 +0000 UTC");
    assert.equal(formatGoTime(WINTER - 456_789n, utc), "2022-12-05 10:00:00.123 +0000 UTC");
    assert.equal(formatGoTime(WINTER - 123_456_789n, utc), "2022-12-05 10:00:00 +0000 UTC");
    assert.equal(formatGoTime(1n, utc), "1970-01-01 00:00:00.000000001 +0000 UTC");
    assert.equal(formatGoTime(-1n, utc), "1969-12-31 23:59:59.999999999 +0000 UTC");
    assert.equal(formatGoTime(-(2n ** 63n), utc), "1677-09-21 00:12:43.145224192 +0000 UTC");
  });

  it("writes the offset and the abbreviation of the zone", () => {
    const at = (timeZone: string): string => formatGoTime(WINTER, { timeZone });
    assert.equal(at("Asia/Kolkata"), "2022-12-05 15:30:00.123456789 +0530 IST");
    assert.equal(at("Asia/Kathmandu"), "2022-12-05 15:45:00.123456789 +0545 +0545");
    assert.equal(at("America/St_Johns"), "2022-12-05 06:30:00.123456789 -0330 NST");
  });
});

describe("formatTimestamp", () => {
  it("is UTC unless told otherwise", () => {
    assert.equal(formatTimestamp(WINTER), "2022-12-05 10:00:00 UTC");
    assert.equal(formatTimestamp(WINTER, "Europe/Berlin"), "2022-12-05 11:00:00 +01:00");
    assert.equal(formatTimestamp(-1n), "1969-12-31 23:59:59 UTC");
  });
});

describe("formatGoDuration and formatRawDuration", () => {
  const cases: readonly [nanos: bigint, text: string, raw: string][] = [
    [0n, "0s", "0s"],
    [999n, "999ns", "999n"],
    [1_500n, "1.5µs", "1.5µ"],
    [1_000_001n, "1.000001ms", "1.00"],
    [999_999_999n, "999.999999ms", "999."],
    [30_000_000_000n, "30s", "30s"],
    [60_500_000_000n, "1m0.5s", "1m0."],
    [3_600_000_000_000n, "1h0m0s", "1h0m"],
    [-1_500_000n, "-1.5ms", "-1.5"],
    [2n ** 63n - 1n, "2562047h47m16.854775807s", "2562"],
  ];
  for (const [nanos, text, raw] of cases) {
    it(`write ${nanos} as ${text} and ${raw}`, () => {
      assert.equal(formatGoDuration(nanos), text);
      assert.equal(formatRawDuration(nanos), raw);
    });
  }
});

describe("formatDuration", () => {
  const second = 1e9;
  const minute = 60 * second;
  const hour = 60 * minute;
  const cases: readonly [nanos: number | bigint, text: string][] = [
    [0, "0s"],
    [0.4, "0s"],
    [999, "999ns"],
    [1_000, "1µs"],
    [1_949, "1.9µs"],
    [999_949, "999.9µs"],
    [999_950, "1ms"],
    [350e6, "350ms"],
    [999_950_000, "1s"],
    [12.34 * second, "12.3s"],
    [59.949 * second, "59.9s"],
    [59.95 * second, "1m"],
    [90 * second, "1m 30s"],
    [25 * minute, "25m"],
    [1_500_000_000_000n, "25m"],
    [59.99 * minute, "59m 59s"],
    [hour - 0.5 * second, "1h"],
    [64 * minute, "1h 4m"],
    [10 * hour, "10h"],
    [24 * hour - 31 * second, "23h 59m"],
    [24 * hour - 30 * second, "1d"],
    [51 * hour, "2d 3h"],
    [-25 * minute, "-25m"],
    [-0.4, "0s"],
  ];
  for (const [nanos, text] of cases) {
    it(`writes ${nanos} as ${text}`, () => assert.equal(formatDuration(nanos), text));
  }
});

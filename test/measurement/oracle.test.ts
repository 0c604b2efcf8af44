/**
 * Thousands of seeded questions, answered by the real Go and the pprof it ships, and by us. The tables of the
 * other tests are what a reader checks by eye; this is what finds the case nobody thought of.
 */
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { commonUnit } from "../../src/measurement/common-unit.ts";
import { formatFixed, formatGeneral, roundHalfAwayFromZero } from "../../src/measurement/float-text.ts";
import { label, percentage, scale, scaledLabel } from "../../src/measurement/scale.ts";
import { formatGoDuration, formatGoTime, formatPprofTime, formatRawDuration } from "../../src/measurement/time-text.ts";
import { UNIT_FAMILIES } from "../../src/measurement/unit.ts";
import { openOracle } from "./oracle.ts";
import { type Random, seededRandom } from "./random.ts";

const oracle = openOracle();
const skip = typeof oracle === "string" ? oracle : false;

/** Compares our answer with the oracle's on every question. */
function assertAgrees<T>(cases: readonly T[], question: (c: T) => string, ours: (c: T) => string): void {
  if (typeof oracle === "string") return;
  const questions = cases.map(question);
  const theirs = oracle.ask(questions);
  const wrong: string[] = [];
  cases.forEach((c, i) => {
    const answer = ours(c);
    if (answer !== theirs[i]) wrong.push(`${questions[i]}: Go says ${theirs[i]}, we say ${answer}`);
  });
  assert.deepEqual(wrong.slice(0, 10), [], `${wrong.length} of ${cases.length} differ`);
}

describe("agreement with Go", { skip }, () => {
  after(() => {
    if (typeof oracle !== "string") oracle.close();
  });

  it("writes floats with fixed decimals", () => {
    const cases = floats(seededRandom(1)).flatMap((x) => [0, 1, 2, 3, 9].map((digits) => ({ x, digits })));
    assertAgrees(
      cases,
      ({ x, digits }) => `fixed\t${bits(x)}\t${digits}`,
      ({ x, digits }) => formatFixed(x, digits),
    );
  });

  it("writes floats with significant digits", () => {
    const cases = floats(seededRandom(2)).flatMap((x) => [0, 1, 2, 3, 6, 17].map((digits) => ({ x, digits })));
    assertAgrees(
      cases,
      ({ x, digits }) => `general\t${bits(x)}\t${digits}`,
      ({ x, digits }) => formatGeneral(x, digits),
    );
  });

  it("pads floats to five columns before a percent sign", () => {
    assertAgrees(
      floats(seededRandom(3)),
      (x) => `padded\t${bits(x)}`,
      (x) => `${formatFixed(x, 2).padStart(5)}%|${formatGeneral(x, 2).padStart(5)}%`,
    );
  });

  it("rounds floats half away from zero", () => {
    const cases = floats(seededRandom(5)).filter((x) => !Number.isNaN(x));
    assertAgrees(
      cases,
      (x) => `round\t${bits(x)}`,
      (x) => bits(roundHalfAwayFromZero(x)),
    );
  });

  it("scales and labels values of any unit in any unit", () => {
    const random = seededRandom(7);
    const units = unitNames();
    const cases = integers(random, 30_000).map((value) => ({
      value,
      from: random.pick(units),
      to: random.pick(units),
    }));
    assertAgrees(
      cases,
      ({ value, from, to }) => `scale\t${value}\t${from}\t${to}`,
      ({ value, from, to }) => {
        const scaled = scale(value, from, to);
        return `${bits(scaled.value)}|${scaled.unit}|${scaledLabel(value, from, to)}`;
      },
    );
  });

  it("labels values in a unit of its own choice", () => {
    const random = seededRandom(8);
    const units = unitNames();
    const cases = integers(random, 10_000).map((value) => ({ value, unit: random.pick(units) }));
    assertAgrees(
      cases,
      ({ value, unit }) => `label\t${value}\t${unit}`,
      ({ value, unit }) => label(value, unit),
    );
  });

  it("writes percentages", () => {
    const random = seededRandom(9);
    const free = integers(random, 10_000).map((value) => ({ value, total: random.pick(integers(random, 1)) }));
    const near = integers(random, 10_000).map((total) => {
      const value = (total / 10_000n) * BigInt(random.below(10_020));
      return { value: BigInt.asIntN(64, value), total };
    });
    const small = Array.from({ length: 201 * 21 }, (_, i) => ({
      value: BigInt(i % 201),
      total: BigInt(Math.floor(i / 201)),
    }));
    assertAgrees(
      [...free, ...near, ...small],
      ({ value, total }) => `percentage\t${value}\t${total}`,
      ({ value, total }) => percentage(value, total),
    );
  });

  it("finds the common unit of value types, or the pair that has none", () => {
    const random = seededRandom(10);
    const families = [["b", "bytes", "kB", "MB", "gigabyte"], ["ns", "us", "seconds", "hours"], unitNames()];
    const cases = Array.from({ length: 5_000 }, () => {
      const units = random.pick(families);
      const names = random.pick([
        ["space", "space", "spaces"],
        ["cpu", "delay"],
        ["s", "ss", ""],
      ]);
      return Array.from({ length: random.below(4) + 1 }, () => ({
        type: random.pick(names),
        unit: random.pick(units),
      }));
    });
    assertAgrees(
      cases,
      (types) => ["common", ...types.map((t) => `${t.type}/${t.unit}`)].join("\t"),
      (types) => {
        const result = commonUnit(types);
        if (result === undefined) return "none";
        if (result.kind === "common") return `common ${result.unit}`;
        const [left, right] = [result.left, result.right].map((t) => `{${t.type} ${t.unit} 0 0}`);
        return `incompatible types: ${left} ${right}`;
      },
    );
  });

  it("writes moments in zones with names and zones without", () => {
    const random = seededRandom(11);
    // What a country decides for later is in some Nodes' tables before it is in Go's.
    const from = BigInt(Date.UTC(2014, 0)) * 1_000_000n;
    const span = BigInt(Date.UTC(2026, 0)) * 1_000_000n - from;
    const cases = ZONES.flatMap((timeZone) =>
      Array.from({ length: 60 }, () => ({
        nanos: from + (span * BigInt(random.below(1e9))) / 1_000_000_000n,
        timeZone,
      })),
    );
    assertAgrees(
      cases,
      ({ nanos, timeZone }) => `time\t${nanos}\t${timeZone}`,
      ({ nanos, timeZone }) => `${formatPprofTime(nanos, { timeZone })}|${formatGoTime(nanos, { timeZone })}`,
    );
  });

  it("writes every moment of an int64 in UTC", () => {
    assertAgrees(
      integers(seededRandom(12), 3_000),
      (nanos) => `time\t${nanos}\tUTC`,
      (nanos) => `${formatPprofTime(nanos, { timeZone: "UTC" })}|${formatGoTime(nanos, { timeZone: "UTC" })}`,
    );
  });

  it("writes durations, whole and as -raw cuts them", () => {
    assertAgrees(
      integers(seededRandom(13), 10_000),
      (nanos) => `duration\t${nanos}`,
      (nanos) => `${formatGoDuration(nanos)}|${formatRawDuration(nanos)}`,
    );
  });
});

const ZONES: readonly string[] =
  `UTC GMT Europe/Berlin Europe/London Europe/Dublin Europe/Lisbon Europe/Kyiv Europe/Moscow
  Europe/Istanbul Europe/Minsk America/New_York America/Chicago America/Denver America/Phoenix America/Los_Angeles
  America/Anchorage Pacific/Honolulu America/Halifax America/St_Johns America/Sao_Paulo America/Argentina/Buenos_Aires
  America/Bogota America/Santiago America/Caracas Asia/Kolkata Asia/Colombo Asia/Kathmandu Asia/Karachi Asia/Dubai Asia/Tehran
  Asia/Jerusalem Asia/Tokyo Asia/Seoul Asia/Shanghai Asia/Taipei Asia/Hong_Kong Asia/Singapore Asia/Manila Asia/Jakarta
  Asia/Yekaterinburg Africa/Cairo Africa/Johannesburg Africa/Lagos Africa/Nairobi Africa/Casablanca Africa/Abidjan
  Australia/Sydney Australia/Adelaide Australia/Darwin Australia/Perth Australia/Lord_Howe Pacific/Auckland Pacific/Chatham
  Etc/GMT+3 EST5EDT`.split(/\s+/);

function bits(x: number): string {
  return (new BigUint64Array(Float64Array.of(x).buffer)[0] as bigint).toString(16).padStart(16, "0");
}

/**
 * Zeros, non-finite and extreme values, powers of two and ten and their neighbours, exact ties, and any bit
 * patterns.
 */
function floats(random: Random): number[] {
  const result = [
    0,
    -0,
    Number.NaN,
    Infinity,
    -Infinity,
    Number.MIN_VALUE,
    Number.MAX_VALUE,
    2 ** -1022,
    1e23,
    0.1,
    0.3,
    1.005,
  ];
  for (let power = -1074; power <= 1023; power++) result.push(2 ** power);
  for (let power = -30; power <= 30; power++) result.push(...neighbours(Number(`1e${power}`)));
  for (let i = 0; i < 2_000; i++) result.push((random.below(100_000) * 2 + 1) / 2 ** (random.below(8) + 1));
  for (let i = 0; i < 1_000; i++) result.push((random.below(2_000) * 10 + 5) * 10 ** random.below(8));
  for (let i = 0; i < 1_000; i++) result.push(random.below(1e9) / 1e5, random.below(1e6) / 1e7);
  for (let i = 0; i < 500; i++) result.push(...neighbours(random.below(1_000_000) / 200));
  for (let i = 0; i < 300; i++) result.push(fromBits(random.bits64() & 0xfffffffffffffn));
  for (let i = 0; i < 3_000; i++) result.push(fromBits(random.bits64()));
  return result.flatMap((x) => (random.below(4) === 0 ? [x, -x] : [x]));
}

function neighbours(x: number): number[] {
  const pattern = BigInt(`0x${bits(x)}`);
  return x === 0 ? [0] : [fromBits(pattern - 1n), x, fromBits(pattern + 1n)];
}

function fromBits(pattern: bigint): number {
  return new Float64Array(BigUint64Array.of(pattern).buffer)[0] as number;
}

/** int64 of every magnitude, the limits, and the edges of the units with their neighbours. */
function integers(random: Random, count: number): bigint[] {
  const edges = [
    0n,
    1n,
    1000n,
    1024n,
    1n << 20n,
    1_000_000_000n,
    3_600_000_000_000n,
    1n << 50n,
    1n << 53n,
    (1n << 63n) - 2n,
  ];
  return Array.from({ length: count }, () => {
    const near = random.pick(edges) + BigInt(random.below(3) - 1);
    const any = BigInt.asIntN(64, random.bits64()) >> BigInt(random.below(64));
    const tie = BigInt(random.below(4_000)) * (1n << BigInt(random.below(40)));
    const value = random.pick([near, any, tie]);
    if (random.below(500) === 0) return -(1n << 63n);
    return random.below(3) === 0 ? -value : value;
  }).map((value) => BigInt.asIntN(64, value));
}

/** All aliases and printed names in some cases and plurals, and names that mean nothing. */
function unitNames(): string[] {
  const known = UNIT_FAMILIES.flatMap((family) => family.units.flatMap((unit) => [unit.name, ...unit.aliases]));
  const variants = known.flatMap((name) => [name, `${name}s`, name.toUpperCase(), `${name}ss`]);
  const others = [
    "count",
    "objects",
    "sample",
    "unit",
    "minimum",
    "auto",
    "default",
    "",
    "s",
    "ss",
    "bs",
    "μs",
    "µs",
    "μ",
    "KiB",
  ];
  return [...variants, ...others, "MiB", "Kb", "\u212abytes", "öS", "min", "bytes ", "Minimum", "counts"];
}

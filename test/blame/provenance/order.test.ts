/** Orders of captures, from each kind of evidence alone. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { captureOrders, stateTime } from "../../../src/blame/provenance/order.ts";
import type { Capture } from "../../../src/blame/provenance/provenance.ts";
import { checkSeries } from "../../../src/blame/provenance/series.ts";
import { gunzip } from "../../../src/profile/codec/gzip/gunzip.ts";
import { crc32, inflateWithPako } from "../../../src/profile/codec/gzip/inflate-pako.ts";
import { parseGoHeapText } from "../../../src/profile/legacy/go-heap.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { provenanceText } from "../../../src/wording/provenance.ts";
import { fixture } from "../../fixtures.ts";
import { heapProfile } from "../heap-buckets.ts";

/** Twelve stacks after so many rounds; one more object of each live a round. */
function state(round: number, timeNanos: bigint): Profile {
  const buckets = Array.from({ length: 12 }, (_, i) => ({
    ...{ stack: `main.main;main.f${i}`, size: 128 },
    ...{ alloc: 2 * round + i, inuse: round },
  }));
  return heapProfile(buckets, { timeNanos });
}

const ROUNDS = [1, 10, 11, 12, 2, 3, 4, 5, 6, 7, 8, 9];
const RISING = [0, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2, 3];

function captures(profileOf: (round: number) => Profile, nameOf = (round: number) => `heap${round}.txt`): Capture[] {
  return ROUNDS.map((round) => ({ name: nameOf(round), profile: profileOf(round) }));
}

function withoutCounters(profile: Profile): Profile {
  const { header, samples } = profile;
  return {
    ...profile,
    header: { ...header, sampleTypes: header.sampleTypes.slice(2) },
    samples: { ...samples, values: samples.values.slice(2) },
  };
}

test("captures with times are in order of time, whatever their names and the order they are given in", () => {
  const { order, runs, findings } = checkSeries(
    captures(
      (round) => state(round, BigInt(round)),
      (round) => `${100 - round}`,
    ),
  );
  assert.deepEqual([order.by, order.indices, runs], ["time", RISING, [RISING]]);
  assert.match(
    findings
      .filter(({ code }) => code === "order")
      .map(provenanceText)
      .join(" "),
    /by their times; they were given in another order/,
  );
});

test("nothing is said of an order by time that is the one given", () => {
  const inOrder = RISING.map((at) => captures((round) => state(round, BigInt(round)))[at] as Capture);
  assert.ok(!checkSeries(inOrder).findings.some(({ code }) => code === "order"));
});

test("without times their counters order them", () => {
  const { order, runs, findings } = checkSeries(
    captures(
      (round) => state(round, 0n),
      () => "heap",
    ),
  );
  assert.deepEqual([order.by, order.indices, runs], ["counters", RISING, [RISING]]);
  assert.match(findings.map(provenanceText)[0] ?? "", /allocation counters, which only rise/);
});

test("without counters either the numbers in their names do, and that is said", () => {
  const { order, findings } = checkSeries(captures((round) => withoutCounters(state(round, 0n))));
  assert.deepEqual([order.by, order.indices], ["names", RISING]);
  assert.match(findings.map(provenanceText)[0] ?? "", /numbers in their names/);
});

test("names that differ in words order nothing: the order given is kept and said to rest on nothing", () => {
  const words = ["before", "after", "later"].map((name, round) => ({
    name,
    profile: withoutCounters(state(round + 1, 0n)),
  }));
  const { order, findings } = checkSeries(words);
  assert.deepEqual([order.by, order.indices], ["given", [0, 1, 2]]);
  assert.deepEqual([findings[0]?.code, findings[0]?.severity], ["order", "limiting"]);
});

test("a name without a number comes before those with one, and dates are numbers", () => {
  const named = (...names: string[]): readonly number[] =>
    captureOrders(names.map((name) => ({ name, profile: withoutCounters(state(1, 0n)) })))[0].indices;
  assert.deepEqual(named("heap.10.out", "heap.9.out", "heap.out"), [2, 1, 0]);
  assert.deepEqual(named("h-2026-11-28.pb", "h-2026-02-01.pb", "h-2025-12-31.pb"), [2, 1, 0]);
});

test("counters of several processes order nothing: the names do", () => {
  const [a, b] = [state(3, 0n), state(9, 0n)];
  const other = (round: number): Profile =>
    heapProfile(
      Array.from({ length: 12 }, (_, i) => ({
        ...{ stack: `main.main;main.f${i}`, size: 128 },
        ...{ alloc: (i < 6 ? 40 : 1) * round, inuse: 1 },
      })),
      { timeNanos: 0n },
    );
  const { order, runs } = checkSeries([
    { name: "h4", profile: other(2) },
    { name: "h1", profile: a },
    { name: "h3", profile: other(1) },
    { name: "h2", profile: b },
  ]);
  assert.equal(order.by, "names");
  assert.deepEqual(runs, [
    [1, 3],
    [2, 0],
  ]);
});

test("a clock that was set back does not turn a series round: the counters of one process are believed", () => {
  const { order, runs } = checkSeries(captures((round) => state(round, BigInt(1000 - round))));
  assert.deepEqual([order.by, runs], ["counters", [RISING]]);
});

test("Go's text, which bears no time, is ordered by its last collection, and that is its time", () => {
  const texts = ["004", "002", "006", "001", "005", "003"].map((folder): Capture => {
    const packed = readFileSync(fixture(`cluster/linkerd-destination/${folder}/heap.debug1.txt.gz`));
    const text = parseGoHeapText(gunzip(packed, 1e9, inflateWithPako, crc32));
    return { name: "heap", profile: text?.profile as Profile };
  });
  const { order } = checkSeries(texts);
  assert.deepEqual([order.by, order.indices], ["collections", [3, 1, 5, 0, 4, 2]]);
  assert.ok(texts.every(({ profile }) => profile.header.timeNanos === 0n && stateTime(profile) > 0n));
});

test("captures of one moment stay as they were given, and of those without samples counters tell nothing", () => {
  const orders = (...profiles: readonly Profile[]) =>
    captureOrders(profiles.map((profile) => ({ name: "heap", profile }))).map(({ by, indices }) => [by, indices]);
  assert.deepEqual(orders(state(5, 9n), state(5, 9n), state(1, 2n))[0], ["time", [2, 0, 1]]);
  const given = ["given", [0, 1]];
  assert.deepEqual(orders(state(5, 0n), state(1, 0n)), [["counters", [1, 0]], given]);
  assert.deepEqual(orders(state(5, 0n), heapProfile([], { timeNanos: 0n })), [given]);
  assert.deepEqual(orders(withoutCounters(state(5, 0n)), withoutCounters(state(1, 0n))), [given]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { fleetReport } from "../../../src/report/fleet/fleet.ts";
import { podOf } from "./pods.ts";

const pods = Array.from({ length: 9 }, (_, index) =>
  podOf(`p${index}`, (hour) => 100 + (index === 4 ? 5 : 0.1) * hour),
);

test("pods come fastest first; one that stands out is marked, with what it grew by", () => {
  const { pods: rows, counts, profiles, from, to } = fleetReport(pods);
  assert.deepEqual([rows[0]?.name, rows[0]?.isOutlier, rows[0]?.grew], ["p4", true, "main.keep"]);
  assert.deepEqual(
    rows.slice(1).map(({ isOutlier }) => isOutlier),
    Array(8).fill(false),
  );
  assert.deepEqual([counts.pods, counts.outliers, profiles], [9, 1, 225]);
  assert.deepEqual([from, to], ["2026-08-17T00:00:00Z", "2026-08-21T00:00:00Z"]);
  const {
    kind,
    schemaVersion,
    pods: sorted,
  } = fleetReport([2, 5, 3].map((speed) => podOf(`at${speed}`, (hour) => 100 + speed * hour)));
  assert.deepEqual([kind, schemaVersion, ...sorted.map(({ name }) => name)], ["fleet", 1, "at5", "at3", "at2"]);
});

test("four pods have no habit from which one could stand out", () => {
  assert.equal(fleetReport(pods.slice(1, 5)).counts.outliers, 0);
  assert.equal(fleetReport(pods.slice(0, 5)).counts.outliers, 1);
});

test("rows beyond the limit are counted, and are in the growths all the same", () => {
  const { pods: rows, omitted, growths } = fleetReport([...pods].reverse(), { limit: 2 });
  assert.deepEqual([rows.length, omitted, growths[0]?.pods], [2, 7, ["p4"]]);
});

test("a period that no profile says is assumed, and said so", () => {
  assert.deepEqual(fleetReport(pods).noise, { period: 524288, isAssumed: true });
  assert.deepEqual(fleetReport(pods, { period: 0 }).noise, { period: 524288, isAssumed: true });
  assert.deepEqual(fleetReport(pods, { period: 524288 }).noise, { period: 524288, isAssumed: false });
  assert.deepEqual(fleetReport(pods, { period: 4096 }).noise, { period: 4096, isAssumed: false });
});

test("no pod is no report, and nonsense is refused", () => {
  assert.throws(() => fleetReport([]), /no pod with a heap profile/);
  assert.throws(() => fleetReport(pods, { limit: -1 }), /limit/);
  const [pod] = pods;
  for (const wrong of [{ name: 5 }, { times: undefined }, { values: undefined }, { looks: undefined }, { looks: [] }]) {
    const given = { ...pod, ...wrong } as unknown as (typeof pods)[number];
    assert.throws(() => fleetReport([given]), /a pod has a name/, JSON.stringify(wrong));
  }
  const times = pod?.times.slice(1) ?? [];
  assert.throws(() => fleetReport([{ ...pod, times } as (typeof pods)[number]]), /as many times as values/);
});

test("programs are those that are known, each once and in order", () => {
  const of = (service: string | null, at: number) => podOf(`p${at}`, () => 20, { service });
  assert.deepEqual(fleetReport(["b", null, "a", "b"].map(of)).services, ["a", "b"]);
});

test("an outlier is surely faster than the usual rate and three standard deviations, told by the median distance", () => {
  const isOutlier = (speed: number) => {
    const usual = [6, 7, 8, 9, 10, 11, 12, 13];
    const { pods: rows } = fleetReport([...usual, speed].map((own, at) => podOf(`p${at}`, (hour) => 100 + own * hour)));
    return rows.find(({ name }) => name === "p8")?.isOutlier;
  };
  // The median of these nine rates is 10 MiB an hour, their median distance from it 2: 10 + 3 * 1.4826 * 2 is 18.9.
  assert.deepEqual([19, 20].map(isOutlier), [false, true], "its lower end counts: of 19 that is 18.4, of 20 19.4");
});

test("ended are those that surely grew and rise no more, by a step or to a level", () => {
  const of = (total: (hour: number) => number) => fleetReport([podOf("a", total)]).counts.ended;
  assert.equal(
    of((hour) => 100 + 4 * Math.min(hour, 24)),
    1,
  );
  assert.equal(
    of((hour) => (hour < 48 ? 100 : 300)),
    1,
  );
  assert.deepEqual([of((hour) => 100 + 2 * hour), of(() => 100)], [0, 0]);
});

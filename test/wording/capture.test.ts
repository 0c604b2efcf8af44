/** A capture is told by its series where there is one, else by its two ends, else there is nothing to compare. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AdviceReport } from "../../src/report/advice/report.ts";
import { captureReport } from "../../src/report/capture/capture.ts";
import { adviceWords } from "../../src/wording/advice/words.ts";
import { captureWords, replicasWords } from "../../src/wording/capture.ts";
import { captureOf } from "../report/capture-of.ts";

const input = captureOf("retain");
const QUERY = { mainModule: undefined, limit: 5 };
const of = (count: number) => {
  const run = input.run.slice(0, count);
  return captureWords(captureReport({ ...input, run, points: run.map(({ point }) => point) }, QUERY));
};

test("one snapshot has nothing to compare it with", () => {
  const words = of(1);
  assert.equal(words.verdict, "1 snapshot of one process: there is nothing to compare it with.");
  assert.deepEqual([words.growth, words.trend], [null, null]);
});

test("two are told as a diff, more as a series", () => {
  const [two, all] = [of(2), of(6)];
  assert.ok(two.growth !== null && two.verdict.includes(two.growth.verdict));
  assert.ok(all.trend !== null && all.verdict.includes(all.trend.verdict));
  assert.deepEqual(all.leading, []);
  assert.ok(all.advice !== null && all.findings.length > 0);
  assert.deepEqual(all.advice?.verdict, adviceWords(captureReport(input, QUERY).advice as AdviceReport).verdict);
});

test("a restart comes before the series", () => {
  const points = input.points.map((point, at) => (at === 0 ? { ...point, process: 0 } : point));
  const words = captureWords(
    captureReport(
      {
        ...input,
        points,
        run: input.run.slice(1).map((state, at) => ({ ...state, point: points[at + 1] ?? state.point })),
      },
      QUERY,
    ),
  );
  assert.equal(words.leading.length, 1);
  assert.ok(words.verdict.startsWith(words.leading[0] ?? "x"));
});

test("replicas have their own words, in their order", () => {
  const report = captureReport(input, QUERY);
  const words = replicasWords({ replicas: [{ report }, { report }], merged: null } as never);
  assert.deepEqual([words.replicas.length, words.merged], [2, null]);
  assert.equal(words.replicas[0]?.verdict, captureWords(report).verdict);
});

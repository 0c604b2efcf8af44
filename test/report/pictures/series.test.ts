import assert from "node:assert/strict";
import { test } from "node:test";
import { renderSeriesSvg } from "../../../src/render/svg/series.ts";
import { sparkline } from "../../../src/render/text/sparkline.ts";
import type { SeriesReport } from "../../../src/report/pictures/series.ts";
import { seriesReport } from "../../../src/report/pictures/series.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";
import {
  boxOfText,
  byClass,
  children,
  descendants,
  type Element,
  overlap,
  readSvg,
} from "../../render/svg/read-svg.ts";
import { profileOf } from "../pprof/small.ts";

const SNAPSHOTS = [
  "main.a 1 100\nmain.b 1 50",
  "main.a 1 200\nmain.b 1 50\nmain.c 1 5",
  "main.a 1 400\nmain.b 1 40\nmain.c 1 30",
];

function reportOf(texts: readonly string[], times: readonly bigint[], limit: number): SeriesReport {
  const snapshots = texts.map((text, at) => ({
    profile: profileFromText(text, { timeNanos: times[at] ?? 0n }),
    source: `${at}`,
    sampleIndex: 1,
  }));
  return seriesReport(snapshots, limit);
}

test("the top growers come first, everybody else is one row, and the rows add up to the total", () => {
  const report = reportOf(SNAPSHOTS, [1n, 2n, 3n], 1);
  assert.deepEqual(
    report.rows.map(({ name, values }) => [name, values]),
    [["main.a", [100, 200, 400]]],
  );
  assert.deepEqual(report.others, { name: "2 others", package: "", symbol: "2 others", values: [50, 55, 70] });
  assert.deepEqual(report.totals, [150, 255, 470]);
});

test("what did not grow is not a top grower", () => {
  assert.deepEqual(
    reportOf(SNAPSHOTS, [1n, 2n, 3n], 9).rows.map(({ name }) => name),
    ["main.a", "main.c"],
  );
  assert.deepEqual(reportOf(["main.a 1 5", "main.a 1 5"], [1n, 2n], 9).rows, []);
});

test("points are placed by time, or evenly where time is missing or runs backwards", async () => {
  const xOf = async (times: bigint[]): Promise<number[]> => {
    const root = readSvg(await renderSeriesSvg(reportOf(SNAPSHOTS, times, 2)));
    return [...descendants(root)]
      .filter(({ name }) => name === "circle")
      .map(({ attributes }) => Number(attributes["cx"]));
  };
  const [a, b, c] = (await xOf([10n, 20n, 110n])) as [number, number, number];
  assert.ok(Math.abs((b - a) / (c - a) - 0.1) < 0.01);
  for (const times of [
    [0n, 0n, 0n],
    [10n, 5n, 30n],
  ]) {
    const [d, e, f] = (await xOf(times)) as [number, number, number];
    assert.ok(Math.abs((e - d) / (f - d) - 0.5) < 0.01);
  }
});

test("texts of the chart do not overlap, and one snapshot is enough to draw", async () => {
  for (const report of [reportOf(SNAPSHOTS, [1n, 2n, 3n], 2), reportOf(SNAPSHOTS.slice(0, 1), [1n], 2)]) {
    const root = readSvg(await renderSeriesSvg(report));
    for (const part of ["legend", "heading"]) {
      const texts = children(byClass(root, part)[0] as Element, "text").filter(
        ({ attributes }) => attributes["text-anchor"] === undefined,
      );
      for (const [i, text] of texts.entries())
        for (const other of texts.slice(i + 1)) assert.ok(!overlap(boxOfText(text), boxOfText(other)), text.text);
    }
  }
});

test("a sparkline is one character a value, on a scale from 0", () => {
  assert.equal(sparkline([0, 1, 2, 3, 4, 5, 6, 8]), "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588");
  assert.equal(sparkline([100, 100, 99]), "\u2588\u2588\u2588");
  assert.equal(sparkline([0, 0]), "\u2581\u2581");
  assert.equal(sparkline([-4, 4]), "\u2581\u2588");
  assert.equal(sparkline([]), "");
  assert.equal(sparkline([0, 8], true), "_#");
});

test("those that grew alike come by name; what has no package is called by the whole of its name", () => {
  const { rows } = reportOf(
    ["main.b 1 10\nmain.a 1 10\nread 1 10", "main.b 1 20\nmain.a 1 20\nread 1 20"],
    [1n, 2n],
    9,
  );
  assert.deepEqual(
    rows.map(({ name, symbol }) => [name, symbol]),
    [
      ["main.a", "a"],
      ["main.b", "b"],
      ["read", "read"],
    ],
  );
});

test("times are given where all are known and run forwards", () => {
  const timesOf = (...times: readonly bigint[]) =>
    reportOf(SNAPSHOTS, times, 1).points.map(({ timeNanos }) => timeNanos);
  assert.deepEqual(timesOf(1n, 2n, 3n), [1n, 2n, 3n]);
  for (const times of [
    [0n, 2n, 3n],
    [1n, 2n, 2n],
    [1n, 3n, 2n],
  ])
    assert.deepEqual(timesOf(...times), [null, null, null]);
});

test("the program is that of the first snapshot's main mapping, where it has one", () => {
  const snapshots = [profileOf([["main", 5]]), profileOf([["main", 9]])].map((profile, at) => ({
    ...{ profile, source: `${at}`, sampleIndex: 0 },
  }));
  const { program, sampleType, unit } = seriesReport(snapshots, 1);
  assert.deepEqual([program, sampleType, unit], ["app", "space", "bytes"]);
  assert.equal(reportOf(SNAPSHOTS, [], 1).program, "");
});

/** Functions of a series. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { trendRows } from "../../../src/report/trend/rows.ts";
import { Series } from "../../../src/report/trend/series.ts";
import { capturesOf, RISING } from "./series-of.ts";

function rowsOf(live: readonly Record<string, number>[], query: object = {}) {
  const points = capturesOf(live).map((capture) => ({ capture, beside: undefined }));
  const { table, axis } = new Series(points, "inuse_space", true, { iterations: undefined });
  return trendRows(table, axis, { granularity: "functions", noInlines: false, sort: "flat", ...query });
}

const ROWS = rowsOf(RISING);
const row = (name: string, rows = ROWS) => rows.find((each) => each.name === name);

test("the largest growth comes first; those of nothing are left out", () => {
  assert.deepEqual(
    ROWS.map(({ name }) => name),
    ["main.put", "main.main", "main.keep"],
  );
  assert.deepEqual(
    rowsOf(RISING, { sort: "cum" }).map(({ name }) => name),
    ["main.main", "main.put", "main.keep"],
  );
});

test("what rises surely is told, of its own and of what it called", () => {
  assert.deepEqual([row("main.put")?.flat.significant, row("main.put")?.cum.significant], [true, true]);
  assert.deepEqual([row("main.keep")?.flat.significant, row("main.keep")?.flat.growth], [false, 0]);
  assert.deepEqual([row("main.main")?.flat.significant, row("main.main")?.cum.significant], [false, true]);
});

test("a function that allocated nothing itself has no noise of its own", () => {
  const { flat } = row("main.main") ?? {};
  assert.deepEqual([flat?.growth, flat?.growthLow, flat?.growthHigh], [0, 0, 0]);
});

test("values are those of every point", () => {
  const values = row("main.put")?.flat.values ?? [];
  assert.deepEqual(
    values.map((value) => Math.round((value / (values[0] as number)) * 100) / 100),
    [1, 3, 5, 7, 9, 11],
  );
});

test("a row is what is asked for", () => {
  assert.deepEqual(
    rowsOf(RISING, { granularity: "packages" }).map(({ name }) => name),
    ["main"],
  );
});

test("what calls nothing has the same of its own as on all its stacks, wherever it comes", () => {
  const rows = rowsOf(RISING.map(({ put, keep }) => ({ keep, put, last: 10 })));
  for (const name of ["main.keep", "main.put", "main.last"]) {
    const { flat, cum } = row(name, rows) ?? {};
    assert.ok(flat !== undefined && cum !== undefined, name);
    assert.deepEqual([cum.growthLow, cum.growthHigh, cum.values], [flat.growthLow, flat.growthHigh, flat.values], name);
  }
});

test("of many functions each has to be surer of what it called than one alone", () => {
  const live = [0, 12, 4, 20, 12, 24].map((more, at) => ({ put: 100 + more + 12 * at, keep: 50 }));
  const others = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`f${at}`, 50]));
  const [alone, among] = [live, live.map((moment) => ({ ...moment, ...others }))].map((moments) =>
    row("main.put", rowsOf(moments)),
  );
  assert.deepEqual([alone?.cum.significant, among?.cum.significant], [true, false]);
});

/** Objects of a Kind that are alive, over stacks and counts written out. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { KindStacks } from "../../../src/blame/counts/kind-stacks.ts";
import { countLiveObjects } from "../../../src/blame/counts/live-objects.ts";
import { near } from "../near.ts";
import { samplingOf } from "../sampling-of.ts";

/** A row: of Kind 0 or 1, or "object"; whether a watch brought it; size; live; allocated. */
type Row = readonly [what: 0 | 1 | "object", isWatched: 0 | 1, size: number, live: number, allocated?: number];

const PERIOD = 524288;
const SCALE = 1 / -Math.expm1(-1024 / PERIOD);

function countOf(rows: readonly Row[], hasAlloc = false) {
  const stacks: KindStacks = {
    kinds: [
      { kind: "Pod", package: "a" },
      { kind: "Node", package: "a" },
    ],
    kindOf: Int32Array.from(rows, ([what]) => (what === "object" ? -1 : what)),
    isManaged: new Uint8Array(rows.length),
    isWatched: Uint8Array.from(rows, ([, isWatched]) => isWatched),
    isObject: Uint8Array.from(rows, ([what]) => (what === "object" ? 1 : 0)),
  };
  const column = (of: (row: Row) => number) => Float64Array.from(rows, of);
  const alloc = hasAlloc ? column(([, , , , allocated = 0]) => allocated) : undefined;
  return countLiveObjects(
    stacks,
    samplingOf(
      rows.map(([, , size]) => size),
      PERIOD,
    ),
    column(([, , , live]) => live),
    alloc,
  );
}

test("the live recorded objects of the Kind's size class count it, each for 1/p", () => {
  const found = countOf([
    [0, 1, 64, 100],
    ["object", 1, 1024, 9],
  ]);
  assert.equal(found?.kind, 0);
  assert.equal(found?.samples, 9);
  near(found?.count ?? 0, 9 * SCALE, 1e-6);
  // Gamma interval of nine: 4.1 to 17.1.
  near(found?.low ?? 0, 4.115 * SCALE, 0.05 * SCALE);
  near(found?.high ?? 0, 17.08 * SCALE, 0.7 * SCALE);
});

test("a Kind has nine tenths of what watches decode, or none is told", () => {
  const share = (first: number, second: number) =>
    countOf([
      [0, 1, 1024, first],
      [1, 1, 1024, second],
      ["object", 1, 1024, 5],
    ])?.kind;
  assert.deepEqual([share(90, 10), share(10, 90), share(89, 11), share(50, 50)], [0, 1, undefined, undefined]);
  assert.equal(
    countOf([
      [1, 0, 1024, 500],
      [0, 1, 1024, 10],
      ["object", 1, 1024, 5],
    ])?.kind,
    0,
    "lists do not weigh",
  );
});

test("the class with most bytes is the Kind's, the larger of two that have as many", () => {
  const found = countOf([
    [0, 1, 64, 100],
    ["object", 1, 256, 9],
    ["object", 1, 1024, 3],
  ]);
  assert.equal(found?.samples, 9);
  assert.equal(
    countOf([
      [0, 1, 64, 100],
      ["object", 1, 512, 3],
      ["object", 1, 1024, 4],
    ])?.samples,
    4,
  );
});

test("what was allocated tells the class where it is known, what is live is counted", () => {
  const rows: Row[] = [
    [0, 1, 64, 100, 100],
    ["object", 1, 256, 9, 9],
    ["object", 1, 1024, 3, 300],
  ];
  assert.equal(countOf(rows, true)?.samples, 3);
  assert.equal(countOf(rows, false)?.samples, 9);
});

test("none alive, and none that a watch made, is no count", () => {
  assert.equal(
    countOf([
      [0, 1, 64, 100],
      ["object", 1, 1024, 0],
    ]),
    undefined,
  );
  assert.equal(countOf([[0, 1, 64, 100]]), undefined);
  assert.equal(countOf([]), undefined);
});

test("objects of lists are counted by their bytes, and widen the interval", () => {
  const watched: Row[] = [
    [0, 1, 1024, 100],
    ["object", 1, 1024, 9],
  ];
  const alone = countOf(watched);
  const withList = countOf([...watched, [0, 0, 1024, 200]]);
  near(withList?.count ?? 0, 3 * (alone?.count ?? 0), 1e-6);
  assert.equal(withList?.samples, 9);
  const width = (found: typeof alone) => Math.log((found?.high ?? 0) / (found?.low ?? 1));
  assert.ok(width(withList) > width(alone));
  // Relative errors of 1/sqrt(200) and 1/sqrt(100), of two thirds of it.
  const error = (1.96 * 2 * Math.hypot(1 / Math.sqrt(200), 1 / Math.sqrt(100))) / 3;
  const upper = Math.hypot(Math.log((alone?.high ?? 1) / (alone?.count ?? 1)), error);
  near(Math.log((withList?.high ?? 1) / (withList?.count ?? 1)), upper, 0.001);
});

test("a list whose Kind no watch has live cannot be scaled", () => {
  const rows: Row[] = [
    [0, 1, 1024, 0, 50],
    ["object", 1, 1024, 9, 9],
    [0, 0, 1024, 200, 200],
  ];
  assert.equal(countOf(rows, true), undefined);
});

test("objects so large that all but one in a thousand are recorded are counted exactly, smaller ones not", () => {
  const boundsOf = (size: number) => {
    const found = countOf([
      [0, 1, 64, 100],
      ["object", 1, size, 9],
    ]);
    return [found?.count, found?.low];
  };
  const [count, low] = boundsOf(8 * PERIOD);
  assert.equal(low, count);
  const [some = 0, least = 0] = boundsOf(6.8 * PERIOD);
  assert.ok(least < some);
});

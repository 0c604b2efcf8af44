/** Whether two captures are of one process, at the edges. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  compareCounters,
  isOtherBuild,
  MIN_COUNTERS,
  type ProcessRelation,
  relate,
} from "../../../src/blame/provenance/process-relation.ts";
import { type Diff, diffProfiles } from "../../../src/profile/merge/diff.ts";
import { heap } from "./captures.ts";

const counters = (...values: number[]): Float64Array => Float64Array.from(values);

function diffOf(base: object = {}, current: object = {}): Diff {
  const of = (options: object) =>
    heap(
      () => 1,
      () => 1,
      options,
    );
  return diffProfiles(of(base), of(current));
}

function relation(base: Float64Array, current: Float64Array, diff = diffOf()): ProcessRelation {
  return relate(compareCounters(base, current), diff);
}

test("counters are compared row by row; those of no value are none", () => {
  assert.deepEqual(compareCounters(counters(0, 1, 5, 3), counters(2, 1, 4, 9)), {
    baseCounters: 3,
    currentCounters: 4,
    forwardDecreased: 1,
    backwardDecreased: 2,
  });
  assert.deepEqual(compareCounters(undefined, counters(1)), {
    baseCounters: 0,
    currentCounters: 0,
    forwardDecreased: 0,
    backwardDecreased: 0,
  });
});

test("five counters that only rise are of one process, four may be by accident", () => {
  assert.equal(MIN_COUNTERS, 5);
  assert.equal(relation(counters(1, 1, 1, 1, 1), counters(1, 1, 1, 1, 2)), "same");
  assert.equal(relation(counters(1, 1, 1, 1, 0), counters(1, 1, 1, 1, 2)), "unknown");
});

test("the wrong way round it is the counters of the earlier one, here current, that are counted", () => {
  assert.equal(relation(counters(2, 2, 2, 2, 2, 2), counters(1, 1, 1, 1, 1, 0)), "same");
  assert.equal(relation(counters(2, 2, 2, 2, 2, 2), counters(1, 1, 1, 1, 0, 0)), "unknown");
});

test("one that fell where another rose is another process, however few there are", () => {
  assert.equal(relation(counters(1, 2), counters(2, 1)), "different");
});

test("without counters on one side nothing is known", () => {
  assert.equal(relation(counters(0, 0), counters(1, 1)), "unknown");
  assert.equal(relation(counters(1, 1), counters(0, 0)), "unknown");
  assert.equal(relation(counters(1, 1, 0), counters(0, 0, 1)), "different", "one counter is enough");
});

test("build ids tell builds apart, else files do; one on one side only does where the counters went both ways", () => {
  const rising = compareCounters(counters(1, 1), counters(2, 2));
  const mixed = compareCounters(counters(1, 2), counters(2, 1));
  assert.equal(isOtherBuild(diffOf({ buildId: "a" }, { buildId: "b" }), rising), true);
  assert.equal(isOtherBuild(diffOf({ buildId: "a", file: "/x" }, { buildId: "a", file: "/y" }), mixed), false);
  assert.equal(isOtherBuild(diffOf({ buildId: "", file: "/x" }, { buildId: "", file: "/y" }), rising), true);
  assert.equal(isOtherBuild(diffOf({ buildId: "a" }, { buildId: "" }), rising), false);
  assert.equal(isOtherBuild(diffOf({ buildId: "a" }, { buildId: "" }), mixed), true);
  assert.equal(isOtherBuild(diffOf({ buildId: "", file: "" }, { buildId: "", file: "/y" }), mixed), false);
});

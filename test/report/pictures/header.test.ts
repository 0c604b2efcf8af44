/** What a picture says of itself. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { PlainGrowth } from "../../../src/report/growth/growth.ts";
import { growthHeader, pictureHeader, profilePictureHeader } from "../../../src/report/pictures/header.ts";
import type { GraphHeader } from "../../../src/report/pprof/header.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";
import { profileOf } from "../pprof/small.ts";

const side = (given: object = {}) => ({ source: "x", program: "", buildId: "", timeNanos: null, ...given });
const growth = (given: object = {}) =>
  ({
    ...{
      base: side({ program: "old", buildId: "b0" }),
      current: side({ buildId: "b1", timeNanos: 7n }),
      sampleType: { type: "space", unit: "bytes" },
    },
    ...{ totals: { net: 5 }, denominator: { of: "net", value: 5 }, filters: ["focus=x"], functions: [] },
    ...given,
  }) as unknown as PlainGrowth;

test("a diff names the program of either side, current first, and both builds", () => {
  const header = growthHeader(growth());
  assert.deepEqual([header.program, header.buildId, header.base?.buildId, header.timeNanos], ["old", "b1", "b0", 7n]);
  assert.equal(growthHeader(growth({ current: side({ program: "new" }) })).program, "new");
});

test("percentages of a diff are of net growth, net shrink, or gross growth", () => {
  const name = (net: number, of: string) =>
    growthHeader(growth({ totals: { net }, denominator: { of, value: 9 } })).denominatorName;
  assert.deepEqual(
    [name(5, "net"), name(-5, "net"), name(5, "grew"), name(0, "net")],
    ["net growth", "net shrink", "gross growth", "net growth"],
  );
});

test("of one profile they are of its total", () => {
  const header = profilePictureHeader(
    profileOf(
      [
        ["a", 5],
        ["b", -3],
      ],
      { timeNanos: 0n },
    ),
    0,
    ["focus=x"],
  );
  assert.deepEqual(header, {
    ...{
      program: "app",
      buildId: "b1",
      sampleType: "space",
      unit: "bytes",
      timeNanos: null,
      base: undefined,
      totals: undefined,
    },
    ...{ denominator: 8, denominatorName: "total", filters: ["focus=x"] },
  });
  assert.equal(profilePictureHeader(profileOf([], { timeNanos: 3n }), 0, []).timeNanos, 3n);
  assert.equal(profilePictureHeader(profileFromText("a 1 1"), 1, []).program, "");
});

test("a call graph's header is that of its growth, where there is any", () => {
  const graph = {
    profile: { program: "app", buildId: "b", type: "space", timeNanos: 0n },
    total: 9,
    activeFilters: ["hide=y"],
  } as unknown as GraphHeader;
  assert.equal(pictureHeader(graph, growth(), "bytes").denominatorName, "net growth");
  const own = pictureHeader(graph, undefined, "kB");
  assert.deepEqual(
    [own.program, own.unit, own.denominator, own.timeNanos, own.filters],
    ["app", "kB", 9, null, ["hide=y"]],
  );
  assert.equal(pictureHeader({ ...graph, profile: undefined }, undefined, "").program, "");
});

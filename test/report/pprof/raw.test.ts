/** The profile as it is, and without inlined lines. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { rawReport } from "../../../src/report/pprof/raw.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";
import { viewOf } from "../view-of.ts";
import { profileOf } from "./small.ts";

const PROFILE = profileOf([
  ["main;a~b~c", 1],
  ["main;d", 1],
]);

function linesOf(options: object): string[][] {
  const { locations, functions, strings } = rawReport(viewOf(PROFILE, options)).profile;
  return Array.from({ length: locations.length }, (_, row) =>
    [...locations.lineFunction.subarray(locations.start[row], locations.start[row + 1])].map((name) =>
      strings.at(functions.name[name] as number),
    ),
  );
}

test("nothing is changed unless inlined lines are to go", () => {
  assert.equal(rawReport(viewOf(PROFILE, {})).profile, PROFILE);
});

test("the outermost line of each place stays", () => {
  assert.deepEqual(linesOf({}).sort(), [["c", "b", "a"], ["d"], ["main"]]);
  assert.deepEqual(linesOf({ noInlines: true }).sort(), [["a"], ["d"], ["main"]]);
  const { locations, mappings } = rawReport(viewOf(PROFILE, { noInlines: true })).profile;
  assert.deepEqual([...locations.lineNumber].sort(), [1, 1, 3]);
  assert.deepEqual([...mappings.hasInlineFrames], [0]);
});

test("columns go with the inlined lines, unless they are to be shown", () => {
  const columns = Float64Array.from({ length: PROFILE.locations.lineColumn.length }, (_, line) => line + 1);
  const profile = { ...PROFILE, locations: { ...PROFILE.locations, lineColumn: columns } };
  const of = (showColumns: boolean) => rawReport(viewOf(profile, { noInlines: true, showColumns })).profile.locations;
  assert.deepEqual([...of(false).lineColumn], [0, 0, 0]);
  assert.equal(
    [...of(true).lineColumn].every((column) => column > 0),
    true,
  );
});

test("a place without lines has none", () => {
  const bare = profileFromText("- 1 1\nmain.main 1 1");
  const [location] = [bare.locations];
  const empty = {
    ...bare,
    locations: {
      ...location,
      start: new Int32Array(location.length + 1),
      lineFunction: new Int32Array(),
      lineNumber: new Float64Array(),
      lineColumn: new Float64Array(),
    },
  };
  assert.deepEqual([...rawReport(viewOf(empty, { noInlines: true })).profile.locations.start], [0, 0]);
});

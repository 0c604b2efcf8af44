/** The frames of a diff: order, limit and what the limit left out. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { profileFromText } from "../../profile/profile-from-text.ts";
import { type GrowthAsked, growthOf } from "../growth-of.ts";

const BASE = "main.main;main.a 1 100\nmain.main;main.b 9 100\nmain.main;main.gone 1 40";
const CURRENT = "main.main;main.a 2 300\nmain.main;main.b 1 50\nmain.main;main.new 3 10\nmain.same 1 0";
const report = (query: GrowthAsked = {}) => growthOf(profileFromText(BASE), profileFromText(CURRENT), query);
const names = (query: GrowthAsked) => report(query).functions.map(({ name }) => name);

test("rows are ordered by what is asked, the largest change first, whichever way", () => {
  assert.deepEqual(names({ sort: "flat" }), ["main.a", "main.b", "main.gone", "main.new", "main.main"]);
  assert.deepEqual(names({ sort: "cum" }), ["main.a", "main.main", "main.b", "main.gone", "main.new"]);
  assert.deepEqual(names({ sort: "objects" }), ["main.b", "main.new", "main.a", "main.gone", "main.main"]);
});

test("ties go by the other numbers, then by name", () => {
  const tie = growthOf(profileFromText("- 0 0"), profileFromText("main.c;main.b 1 5\nmain.c;main.a 1 5"), {});
  assert.deepEqual(
    tie.functions.map(({ name }) => name),
    ["main.a", "main.b", "main.c"],
  );
});

test("a limit shows the first, and the rest is summed up", () => {
  const { functions, omitted } = report({ limit: 2 });
  assert.deepEqual(
    functions.map(({ name }) => name),
    ["main.a", "main.b"],
  );
  assert.deepEqual(omitted, { count: 3, deltaFlat: -30, deltaObjects: 2 });
  assert.deepEqual(report({ limit: 0 }).omitted, { count: 0, deltaFlat: 0, deltaObjects: 0 });
  assert.equal(report({ limit: 5 }).omitted.count, 0);
});

test("without counts of objects there is no change of them", () => {
  const header = { sampleTypes: [{ type: "inuse_space", unit: "bytes" }] };
  const { functions, omitted } = growthOf(
    profileFromText("main.a 1", header),
    profileFromText("main.a 4\nmain.b 1", header),
    { limit: 1 },
  );
  assert.deepEqual([functions[0]?.deltaObjects, omitted.deltaObjects], [null, null]);
});

test("shares are of the report's denominator; frames of nothing are left out", () => {
  const { functions, denominator } = report();
  const [first] = functions;
  assert.equal(first?.share, 200 / Number(denominator.value));
  assert.equal(functions.find(({ name }) => name === "main.main")?.shareCum, 120 / Number(denominator.value));
  assert.ok(!functions.some(({ name }) => name === "main.same"));
});

test("every kind of change is told by what a frame has with all it called", () => {
  const changes = Object.fromEntries(report().functions.map(({ name, change }) => [name, change]));
  assert.deepEqual(changes, {
    "main.a": "grown",
    "main.b": "shrunk",
    "main.gone": "gone",
    "main.new": "new",
    "main.main": "grown",
  });
});

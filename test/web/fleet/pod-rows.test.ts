import assert from "node:assert/strict";
import { test } from "node:test";
import { fleetReport } from "../../../src/report/fleet/fleet.ts";
import { arrangePods } from "../../../src/web/fleet/pod-rows.ts";
import { podOf } from "../../report/fleet/pods.ts";

const { pods } = fleetReport(
  [
    podOf("b", (hour) => 20 + 2 * hour, { version: "v2", limitBytes: 2 ** 30 }),
    podOf("a", (hour) => 20 + hour, { version: null, limitBytes: 2 ** 30 }),
    podOf("c", () => 300),
  ],
  {},
);
const named = (...asked: [Parameters<typeof arrangePods>[1], boolean]) =>
  arrangePods(pods, ...asked, () => true).map(({ name }) => name);

test("numbers come largest first, names from A, the shortest time to a limit first", () => {
  assert.deepEqual(named("live", false), ["c", "b", "a"]);
  assert.deepEqual(named("live", true), ["a", "b", "c"]);
  assert.deepEqual(named("pod", false), ["a", "b", "c"]);
  assert.deepEqual(named("limitIn", false), ["b", "a", "c"]);
});

test("what is not known is last either way round", () => {
  assert.deepEqual(named("limitIn", true), ["a", "b", "c"]);
  assert.equal(named("version", false).at(-1), "a");
  assert.equal(named("version", true).at(-1), "a");
});

test("names, versions and functions are found", () => {
  assert.deepEqual(
    arrangePods(pods, "pod", false, (text) => text.includes("v2")).map(({ name }) => name),
    ["b"],
  );
});

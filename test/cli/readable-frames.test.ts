/** Profiles of other writers in native reports: named and pruned as in pprof's views, Go's left as they are. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { proposeType, readableFrames } from "../../src/cli/readable-frames.ts";
import type { Profile } from "../../src/profile/tables.ts";
import { heapProfile } from "../blame/heap-buckets.ts";
import { profileFromText } from "../profile/profile-from-text.ts";

const namesOf = ({ functions, strings }: Profile) => Array.from(functions.name, (name) => strings.at(name));

test("names are demangled where the program is not Go's", async () => {
  const named = await readableFrames(profileFromText("start;_ZN3foo3barEv 1 16"));
  assert.ok(namesOf(named).includes("foo::bar"), namesOf(named).join());
  const go = profileFromText("main.main;_ZN3foo3barEv 1 16");
  assert.equal(await readableFrames(go), go);
});

test("frames the profile wants dropped are dropped", async () => {
  const depth = ({ samples }: Profile) => samples.start[1];
  assert.equal(depth(await readableFrames(profileFromText("start;work;malloc 1 16", { dropFrames: "malloc" }))), 2);
  assert.equal(depth(await readableFrames(profileFromText("start;work;malloc 1 16"))), 3);
});

test("the type with values is proposed where the one looked at has none", () => {
  const profile = profileFromText("start;work 3 0");
  assert.match(proposeType(profile, 1) ?? "", /^inuse_space has no values here; --sample-index takes 'inuse_objects'/);
  assert.equal(proposeType(profile, 0), undefined);
  assert.equal(proposeType(profileFromText("start;work 0 0"), 1), undefined);
});

test("what a Go program allocated is not proposed for what is live", () => {
  const live = heapProfile([{ stack: "main.main", size: 16, inuse: 0, alloc: 9 }]);
  const types = live.header.sampleTypes.map(({ type }) => type);
  assert.equal(proposeType(live, types.indexOf("inuse_space")), undefined);
  const gone = heapProfile([{ stack: "main.main", size: 16, inuse: 0, alloc: 0 }]);
  assert.equal(proposeType(gone, types.indexOf("alloc_space")), undefined);
});

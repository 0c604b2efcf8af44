/** Profiles in the terms of speedscope. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ProfileBuilder } from "../../../src/profile/builder.ts";
import { diffProfiles } from "../../../src/profile/merge/diff.ts";
import {
  type SpeedscopeReport,
  speedscopeDiffReport,
  speedscopeReport,
} from "../../../src/report/pictures/speedscope.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";

const shown = ({ frames, profiles }: SpeedscopeReport) =>
  profiles.map(({ name, samples, weights }) => [
    name,
    samples.map((stack) => stack.map((frame) => frames[frame]?.name).join(";")),
    weights,
  ]);

test("every type is a profile of stacks, root first, with their weights", () => {
  const report = speedscopeReport(
    profileFromText("main.main;main.a@a.go:7;~main.b@b.go:9 2 100\nmain.main 1 5"),
    1,
    "heap",
  );
  const stacks = ["main.main;main.a;main.b", "main.main"];
  assert.deepEqual(shown(report), [
    ["inuse_objects", stacks, [2, 1]],
    ["inuse_space", stacks, [100, 5]],
  ]);
  assert.deepEqual([report.active, report.name, report.profiles[1]?.unit], [1, "heap", "bytes"]);
  assert.deepEqual(
    report.frames.find(({ name }) => name === "main.a"),
    { name: "main.a", file: "a.go", line: 7 },
  );
});

test("values below nothing are a profile of their own; those of nothing are in none", () => {
  const report = speedscopeReport(profileFromText("main.a 0 100\nmain.b 1 -5"), 0, "");
  assert.deepEqual(shown(report), [
    ["inuse_objects", ["main.b"], [1]],
    ["inuse_space", ["main.a"], [100]],
    ["inuse_space (negative)", ["main.b"], [5]],
  ]);
});

test("a diff has what grew and what shrank", () => {
  const diff = diffProfiles(profileFromText("main.a 1 100\nmain.b 1 50"), profileFromText("main.a 1 160\nmain.b 1 20"));
  const report = speedscopeDiffReport(diff, 1, "");
  assert.deepEqual(shown(report), [
    ["inuse_objects growth", [], []],
    ["inuse_space growth", ["main.a"], [60]],
    ["inuse_space shrink", ["main.b"], [30]],
  ]);
  assert.equal(report.active, 1);
});

test("a frame is one however often it is met; without a name it is its address", () => {
  assert.equal(speedscopeReport(profileFromText("main.a;main.b 1 1\nmain.b;main.a 1 1"), 0, "").frames.length, 2);
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
  const mapping = builder.addMapping({ file: "/bin/app", memoryLimit: 0x1000n });
  const places = [
    builder.addLocation({ mapping, address: 0xabcn, lines: [] }),
    builder.addLocation({ address: 0x10n, lines: [] }),
  ];
  for (const place of places) builder.addSample([place], [1n]);
  assert.deepEqual(
    speedscopeReport(builder.finish(), 0, "").frames.map(({ name }) => name),
    ["0xabc [app]", "0x10"],
  );
});

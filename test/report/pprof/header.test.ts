/** What stands above a report: of which profile it is, and how much of it is shown. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { callGraphReport } from "../../../src/report/pprof/call-graph.ts";
import { profileHeader } from "../../../src/report/pprof/header.ts";
import { topReport } from "../../../src/report/pprof/top.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";
import { viewOf } from "../view-of.ts";
import { profileOf, type Sample, WHOLE } from "./small.ts";

const SAMPLES: Sample[] = [
  ["main;a", 90],
  ["main;b", 9],
  ["main;c", 1],
];
const view = viewOf(profileOf(SAMPLES), {});

test("the profile is told by its main mapping, without directory, and by its header", () => {
  const header = { comments: ["shown", "#hidden"], docUrl: "https://x", timeNanos: 5n, durationNanos: 6n };
  assert.deepEqual(profileHeader(viewOf(profileOf(SAMPLES, header), {})), {
    ...{ program: "app", buildId: "b1", comments: ["shown"], type: "space" },
    ...{ docUrl: "https://x", timeNanos: 5n, durationNanos: 6n, total: 100 },
  });
  assert.equal(profileHeader(viewOf(profileOf(SAMPLES), { isMean: true })).type, "mean_space");
});

test("without a mapping there is no program to name", () => {
  const { program, buildId } = profileHeader(viewOf(profileFromText("main.main 1 1"), {}));
  assert.deepEqual([program, buildId], ["", ""]);
});

test("nodes below the cutoff are counted, and what is left is added up", () => {
  const { header } = topReport(view, { ...WHOLE, nodeFraction: 0.05 });
  assert.deepEqual([header.accounted, header.total, header.droppedNodes], [99, 100, { count: 1, cutoff: 5 }]);
  assert.equal(topReport(view, WHOLE).header.droppedNodes, undefined);
});

test("a limit is told where it leaves something out", () => {
  assert.deepEqual(topReport(view, { ...WHOLE, nodeCount: 2 }).header.limit, { shown: 2, of: 4 });
  assert.equal(topReport(view, { ...WHOLE, nodeCount: 4 }).header.limit, undefined);
  assert.equal(topReport(viewOf(profileOf([]), {}), { ...WHOLE, nodeCount: 2 }).header.limit, undefined);
});

test("of a total of nothing no part was dropped and no limit is told", () => {
  const even = viewOf(
    profileOf([
      ["a", 5],
      ["b", -5],
      ["c", 3],
    ]),
    { total: 0 },
  );
  const { droppedNodes, limit } = topReport(even, { ...WHOLE, nodeCount: 1, nodeFraction: 0.5 }).header;
  assert.deepEqual([droppedNodes, limit], [undefined, undefined]);
});

test("a cutoff has no sign", () => {
  const negative = viewOf(
    profileOf([
      ["a", -90],
      ["b", -1],
    ]),
    { total: -91 },
  );
  assert.equal(topReport(negative, { ...WHOLE, nodeFraction: 0.1 }).header.droppedNodes?.cutoff, 9);
});

test("compact labels leave the profile out of texts, not out of pictures; pictures alone tell dropped edges", () => {
  const compact = viewOf(profileOf(SAMPLES), { compactLabels: true });
  assert.equal(topReport(compact, WHOLE).header.profile, undefined);
  assert.equal(topReport(view, WHOLE).header.profile?.program, "app");
  const cut = { ...WHOLE, edgeFraction: 0.05 };
  const picture = callGraphReport(compact, cut);
  assert.equal(picture.header.profile?.program, "app");
  assert.deepEqual(picture.header.droppedEdges, { count: 1, cutoff: 5 });
  assert.equal(topReport(compact, cut).header.droppedEdges, undefined);
});

test("where nothing is left no limit has left it out", () => {
  const { limit, droppedNodes } = topReport(view, { ...WHOLE, nodeCount: 2, nodeFraction: 2 }).header;
  assert.deepEqual([limit, droppedNodes?.count], [undefined, 4]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { fleetReport } from "../../src/report/fleet/fleet.ts";
import { fleetWords } from "../../src/wording/fleet.ts";
import { podOf } from "../report/fleet/pods.ts";

const LEAK = (hour: number): number => 20 + 2 * hour;
const EVEN = (): number => 20;

test("what all share, what is one pod's own, and which version brought it", () => {
  const shared = fleetWords(fleetReport([podOf("a", LEAK), podOf("b", LEAK)]));
  assert.match(shared.leading[0] ?? "", /^Of 2 pods over 4d \(50 profiles\) all surely rise\.$/);
  assert.match(
    shared.growths[0] ?? "",
    /^main\.keep is shared: it surely grew in 2 of 2 pods, \+384\.00 MiB \(.* to .*\), on average \+2\.00 MiB an hour and pod\.$/,
  );
  const late = (hour: number): number => 20 + 4 * Math.max(0, hour - 48);
  const own = fleetWords(fleetReport([podOf("a", late), podOf("b", EVEN)]));
  assert.match(
    own.growths[0] ?? "",
    /is a's own: it surely grew in no other of 2, .*; that pod grows faster since 2026-08-19 00:00 UTC\.$/,
  );
  const step = fleetWords(
    fleetReport([
      podOf("a", EVEN),
      podOf("b", LEAK, { version: "v2", after: 24 }),
      podOf("c", LEAK, { version: "v2", after: 24 }),
    ]),
  );
  assert.match(
    step.growths[0] ?? "",
    /surely grew in 2 of 3 pods, .*; v2 is the first version that has it, from 2026-08-18 00:00 UTC on: 1 pod of earlier versions grew surely less by it\.$/,
  );
});

test("nothing is said to grow that does not, and what rests on an assumption says so", () => {
  const words = fleetWords(fleetReport([podOf("a", EVEN)], { missing: ["3 files left out: x"] }));
  assert.deepEqual(words.leading, [
    "Of 1 pod over 4d (25 profiles) none surely rises.",
    "No function surely grew in a pod from its first profile to its last.",
  ]);
  assert.match(words.notes[0] ?? "", /^Intervals are bounds, .* which is assumed: no profile says it\.$/);
  assert.equal(words.notes[1], "Not known: 3 files left out: x.");
  assert.doesNotMatch(fleetWords(fleetReport([podOf("a", EVEN)], { period: 4096 })).notes.join(), /assumed/);
});

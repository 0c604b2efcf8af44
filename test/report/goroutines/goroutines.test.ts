import assert from "node:assert/strict";
import { test } from "node:test";
import { type GoroutineGroup, goroutinesOf } from "../../../src/profile/legacy/goroutines.ts";
import { parseProfile } from "../../../src/profile/parse.ts";
import { type GoroutineReport, goroutineReport, growthOf } from "../../../src/report/goroutines/goroutines.ts";
import { fixtureBytes, MODES } from "../../fixtures.ts";

interface Truth {
  readonly snapshots: readonly { readonly name: string; readonly goroutines: number; readonly rollouts: number }[];
}

function reportOf(mode: (typeof MODES)[number]): { report: GoroutineReport; before: number; after: number } {
  const truth = JSON.parse(new TextDecoder().decode(fixtureBytes(`streamwatcher/${mode}/capture.json`))) as Truth;
  const first = truth.snapshots[0];
  const last = truth.snapshots.at(-1);
  assert.ok(first !== undefined && last !== undefined);
  const groups = (end: string): GoroutineGroup[] =>
    goroutinesOf(parseProfile(fixtureBytes(`streamwatcher/${mode}/goroutine-${end}.out`)));
  const iterations = last.rollouts - first.rollouts;
  const query = { baseSource: "a", currentSource: "b", iterations };
  return {
    report: goroutineReport(groups("before"), groups("after"), query),
    before: first.goroutines,
    after: last.goroutines,
  };
}

test("goroutines are counted as the process counted them, in every mode", () => {
  for (const mode of MODES) {
    const { report, before, after } = reportOf(mode);
    assert.ok(Math.abs(report.base - before) <= 2, `${mode}: ${report.base}, not ${before}`);
    assert.ok(Math.abs(report.current - after) <= 2, `${mode}: ${report.current}, not ${after}`);
  }
});

test("the leaked informers are 30 goroutines a rollout, and each kind of them a whole number", () => {
  const { report } = reportOf("informer-leak");
  assert.deepEqual([report.base, report.current, report.iterations], [161, 611, 15]);
  assert.equal(report.perIteration, 30);
  assert.equal(report.isWholePerIteration, true);
  const receive = report.entries.find(({ entry }) => entry.endsWith("watch.(*StreamWatcher).receive"));
  assert.deepEqual([receive?.base, receive?.current, receive?.perIteration], [9, 54, 3]);
  assert.equal(receive?.isWholePerIteration, true);
});

test("the streams that were closed but not left are 60 goroutines a rollout, first in the list", () => {
  const { report } = reportOf("goroutine-leak");
  const [first] = report.entries;
  assert.ok(first?.entry.endsWith("(*endpointTranslator).processUpdates"));
  assert.deepEqual([first?.delta, first?.perIteration], [900, 60]);
});

test("of one iteration nothing is told by iteration", () => {
  const counts = { base: 4, current: 204 };
  assert.deepEqual([growthOf(counts, 1).perIteration, growthOf(counts, 2).perIteration], [null, 100]);
  assert.equal(growthOf(counts, 1).delta, 200);
});

test("entries and stacks add up to the whole", () => {
  for (const mode of MODES) {
    const { report } = reportOf(mode);
    const sum = (rows: readonly { readonly delta: number }[]): number =>
      rows.reduce((all, { delta }) => all + delta, 0);
    assert.equal(sum(report.entries), report.delta);
    for (const entry of report.entries) assert.equal(sum(entry.stacks), entry.delta);
  }
});

function group(count: number, ...frames: string[]): GoroutineGroup {
  return { count, frames, state: undefined, waitMinutes: undefined, createdBy: undefined };
}

test("a rate is whole within 2 %, and no growth is none", () => {
  const cases: [number, boolean][] = [
    [300, true],
    [305, true],
    [295, true],
    [307, false],
    [293, false],
    [0, false],
    [1, false],
  ];
  for (const [growth, isWhole] of cases) {
    const current = [group(5 + growth, "main.f")];
    const report = goroutineReport([group(5, "main.f")], current, {
      baseSource: "",
      currentSource: "",
      iterations: 100,
    });
    assert.equal(report.isWholePerIteration, isWhole, String(growth));
  }
});

test("dumps tell apart who created what; against another form the entry alone counts", () => {
  const dumped = (count: number, createdBy: string): GoroutineGroup => ({
    ...group(count, "main.run"),
    state: "select",
    createdBy,
  });
  const query = { baseSource: "", currentSource: "", iterations: undefined };
  const both = goroutineReport([dumped(1, "main.a")], [dumped(1, "main.a"), dumped(4, "main.b")], query);
  assert.deepEqual(
    both.entries.map(({ createdBy, delta }) => [createdBy, delta]),
    [
      ["main.b", 4],
      ["main.a", 0],
    ],
  );
  const mixed = goroutineReport([group(1, "main.run")], [dumped(1, "main.a"), dumped(4, "main.b")], query);
  assert.deepEqual(
    mixed.entries.map(({ createdBy, delta }) => [createdBy, delta]),
    [[null, 4]],
  );
});

test("a text beside a profile compares by the frames that both have: texts leave out the runtime's at the leaf", () => {
  const profiled = group(30, "runtime.gopark", "runtime.chanrecv", "main.serve", "main.run");
  const text = group(50, "main.serve", "main.run");
  const deltas = (base: GoroutineGroup[], current: GoroutineGroup[]) =>
    goroutineReport(base, current).entries.flatMap(({ stacks }) => stacks.map(({ delta }) => delta));
  assert.deepEqual(deltas([profiled], [text]), [20]);
  assert.deepEqual(deltas([text], [profiled]), [-20]);
  const other = group(30, "runtime.gopark", "runtime.selectgo", "main.serve", "main.run");
  assert.deepEqual(deltas([profiled], [other]), [30, -30], "two profiles tell them apart");
  const collector = group(1, "runtime.gopark", "runtime.bgsweep");
  assert.deepEqual(deltas([profiled, collector], [text, collector]), [20, 0], "all of whose frames are the runtime's");
});

test("what a goroutine waits in is the program's own frame, not the machinery of waiting", () => {
  const query = { baseSource: "", currentSource: "", iterations: undefined };
  const frames = [
    "runtime.gopark",
    "internal/poll.(*FD).Read",
    "net.(*conn).Read",
    "example.com/app.serve",
    "net/http.(*conn).serve",
  ];
  const [entry] = goroutineReport([], [group(1, ...frames)], query).entries;
  assert.equal(entry?.stacks[0]?.waitsIn, "example.com/app.serve");
  const [other] = goroutineReport([], [group(1, ...frames.slice(0, 3))], query).entries;
  assert.equal(other?.stacks[0]?.waitsIn, "net.(*conn).Read");
});

test("what grew alike comes by its number, and what is alike in that by its name", () => {
  const group = (name: string, count: number): GoroutineGroup => ({
    ...{ count, frames: [name], state: undefined, waitMinutes: undefined, createdBy: undefined },
  });
  const counts = { "main.c": [1, 4], "main.b": [5, 8], "main.a": [5, 8], "main.d": [0, 9] };
  const at = (side: 0 | 1) => Object.entries(counts).map(([name, of]) => group(name, of[side] as number));
  const { entries } = goroutineReport(at(0), at(1), { baseSource: "a", currentSource: "b", iterations: undefined });
  assert.deepEqual(
    entries.map(({ entry, delta }) => [entry, delta]),
    [
      ["main.d", 9],
      ["main.a", 3],
      ["main.b", 3],
      ["main.c", 3],
    ],
  );
});

test("one frame of the runtime at the leaf is enough to tell a profile from a text", () => {
  const profiled = group(30, "runtime.gopark", "main.serve", "main.run");
  const { entries } = goroutineReport([profiled], [group(50, "main.serve", "main.run")]);
  assert.deepEqual(
    entries.flatMap(({ stacks }) => stacks.map(({ delta }) => delta)),
    [20],
  );
});

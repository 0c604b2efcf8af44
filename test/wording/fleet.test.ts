import assert from "node:assert/strict";
import { test } from "node:test";
import { type FleetGrowth, fleetReport } from "../../src/report/fleet/fleet.ts";
import { fleetWords } from "../../src/wording/fleet.ts";
import { podOf } from "../report/fleet/pods.ts";

const LEAK = (hour: number): number => 20 + 2 * hour;
const EVEN = (): number => 20;

test("what all share, what is one pod's own, and which version brought it", () => {
  const shared = fleetWords(fleetReport([podOf("a", LEAK), podOf("b", LEAK)]));
  assert.match(shared.leading[0] ?? "", /^Of 2 pods over 4d \(50 profiles\) all surely rise to the end\.$/);
  assert.match(
    shared.growths[0] ?? "",
    /^main\.keep is shared: it surely grew in 2 of 2 pods, \+384\.00 MiB \(.* to .*\), on average \+2\.00 MiB an hour and pod\.$/,
  );
  const late = (hour: number): number => 20 + 4 * Math.max(0, hour - 48);
  const own = fleetWords(fleetReport([podOf("a", late), podOf("b", EVEN)]));
  assert.match(
    own.growths[0] ?? "",
    /is a's own: it surely grew in no other of 2 pods, .*; that pod grows faster since 2026-08-19 00:00 UTC\.$/,
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
    "Of 1 pod over 4d (25 profiles) none surely rises to the end. Not all could be had: see below.",
    "No function surely grew in a pod without falling back in between.",
  ]);
  assert.match(words.notes[0] ?? "", /^Intervals are bounds, .* which is assumed: no profile says it\.$/);
  assert.equal(words.notes[1], "Not known: 3 files left out: x.");
  assert.doesNotMatch(fleetWords(fleetReport([podOf("a", EVEN)], { period: 4096 })).notes.join(), /assumed/);
});

test("of profiles that are one a pod no course is told", () => {
  const once = (name: string) => podOf(name, EVEN, { hours: 0 });
  const leading = (pods: number) => wordsOf(["a", "b"].slice(0, pods).map(once)).leading;
  assert.deepEqual(leading(1), [
    "Whether the pod rises is not known: it has one profile, and that takes several over time.",
  ]);
  assert.deepEqual(leading(2), [
    "Whether any of 2 pods rises is not known: each has one profile, and that takes several over time.",
  ]);
  assert.equal(wordsOf([once("a"), podOf("b", EVEN)]).leading.length, 2);
});

test("of a fleet of one pod nothing is shared, and no pod is the median", () => {
  const { leading, growths } = wordsOf([podOf("a", LEAK)]);
  assert.deepEqual(leading, [
    "Of 1 pod over 4d (25 profiles) it surely rises to the end.",
    "What surely grew is main.keep, in a: +2.00 MiB an hour.",
  ]);
  assert.match(growths[0] ?? "", /^main\.keep surely grew in a, \+192\.00 MiB \(.*\), \+2\.00 MiB an hour\.$/);
});

const many = (count: number, total: (hour: number) => number, given: Parameters<typeof podOf>[2] = {}) =>
  Array.from({ length: count }, (_, index) => podOf(`${given.version ?? "p"}-${index}`, total, given));
const wordsOf = (pods: Parameters<typeof fleetReport>[0]) => fleetWords(fleetReport(pods));

test("the first lines name what grew most, where, and with which version", () => {
  const { leading } = wordsOf([...many(5, EVEN, { version: "v1" }), ...many(5, LEAK, { version: "v2", after: 48 })]);
  assert.equal(
    leading[1],
    "What surely grew is main.keep, in 5 of 10 pods: +2.00 MiB an hour in the median pod, first in v2.",
  );
  const beside = wordsOf([...many(5, EVEN, { version: "v1" }), ...many(5, LEAK, { version: "v2" })]);
  assert.match(beside.leading[1] ?? "", /, in v2 and not in the versions beside it\.$/);
  assert.match(beside.growths[0] ?? "", /of the versions that were there from the start v2 has it: 5 pods of others/);
  const gone = wordsOf([...many(5, LEAK, { version: "v1" }), ...many(5, EVEN, { version: "v2", after: 48 })]);
  assert.match(gone.growths[0] ?? "", /v2 has it no more: 5 pods of it grew surely less by it\.$/);
});

test("what ended is not said to go on", () => {
  const { leading, growths } = wordsOf(many(5, (hour) => 20 + 4 * Math.min(hour, 24)));
  assert.match(leading[0] ?? "", /none surely rises to the end; 5 rose and then no more\.$/);
  assert.equal(leading[1], "What surely grew did not surely grow on in the later half of the time; it is main.keep.");
  assert.match(growths[0] ?? "", /it did not surely grow in the later half of the time/);
});

const REPORT = fleetReport(many(5, LEAK));
const said = (given: Partial<FleetGrowth>, report: object = {}) => {
  const growth = { ...(REPORT.growths[0] as FleetGrowth), ...given };
  const { leading, growths } = fleetWords({ ...REPORT, growths: [growth], ...report });
  return { first: leading[1] ?? "", growth: growths[0] ?? "" };
};

test("what slows is said with the rate of the later half, for one pod and for many", () => {
  const slows = { course: "slows", latePerHour: 2 ** 20, medianPerHour: 4 * 2 ** 20 } as const;
  assert.match(
    said({ ...slows, kind: "own" }).first,
    /: \+1\.00 MiB an hour in the later half of the time, and slowing/,
  );
  assert.match(said({ ...slows, kind: "shared" }).first, /: \+1\.00 MiB an hour and pod in the later half/);
  assert.match(said({ ...slows, latePerHour: null }).first, /: \+4\.00 MiB an hour/);
  assert.match(said({ ...slows, kind: "own" }).growth, /it slows: \+1\.00 MiB an hour in the later/);
  assert.match(said({ ...slows, kind: "shared" }).growth, /it slows: \+1\.00 MiB an hour and pod in the later/);
});

test("what grew has its bounds, and one pod that was started again was", () => {
  const bounds = said({ growth: 10 * 2 ** 20, low: 8 * 2 ** 20, high: 12 * 2 ** 20 }).growth;
  assert.match(bounds, /\+10\.00 MiB \(8\.00 MiB to 12\.00 MiB\), /);
  const again = (restarted: number, restarts: number): string =>
    fleetWords({ ...REPORT, counts: { ...REPORT.counts, restarted, restarts } }).leading[0] ?? "";
  assert.match(again(1, 1), /; 1 was started again\.$/);
  assert.match(again(1, 2), /; 1 was started again, 2 times in all\.$/);
  assert.match(again(2, 2), /; 2 were started again\.$/);
});

test("whose load it may be agrees with how many grew", () => {
  for (const allocationRatio of [1, 2]) {
    assert.match(said({ allocationRatio, grownIn: 1 }).first, /that pod allocates/);
    assert.match(said({ allocationRatio, grownIn: 2 }).first, /these pods allocate/);
  }
  assert.match(said({ allocationRatio: 2, grownIn: 1 }).growth, /It may be load: that pod allocates 2\.0 times/);
  assert.match(said({ allocationRatio: 2, grownIn: 2 }).growth, /these pods allocate 2\.0 times/);
});

test("the first growth is most of it from more than half on", () => {
  const growth = { ...(REPORT.growths[0] as FleetGrowth), growth: 2 ** 20 };
  const first = (others: readonly Partial<FleetGrowth>[]): string =>
    fleetWords({ ...REPORT, growths: [growth, ...others.map((other) => ({ ...growth, ...other }))] }).leading[1] ?? "";
  assert.match(first([]), /^What surely grew is main\.keep/);
  assert.match(first([{ growth: 2 ** 20 - 1 }]), /^Most of what surely grew is main\.keep/);
  assert.match(first([{ growth: 2 ** 20 }]), /^What surely grew most is main\.keep/);
  assert.match(first([{ course: "ended" }]), /^What surely grew and did not end is main\.keep/);
});

test("a part in one pod is told of five pods and more, from three tenths on", () => {
  const part = (grownIn: number, largestPart: number): string => said({ grownIn, largestPart }).growth;
  assert.match(part(5, 0.3), /30% of it in p-0/);
  assert.doesNotMatch(part(4, 0.3), /of it in/);
  assert.doesNotMatch(part(5, 0.29), /of it in/);
});

test("since when is exact of one pod, and about when of most", () => {
  const since = "2026-08-19T00:00:00Z";
  const faster = (given: Partial<FleetGrowth>): string => said({ since, ...given }).growth;
  assert.match(faster({ kind: "own" }), /that pod grows faster since 2026-08-19 00:00 UTC/);
  assert.match(faster({ kind: "shared", grownIn: 1 }), /that pod grows faster since about 2026/);
  assert.match(faster({ kind: "shared", grownIn: 2 }), /most of these pods grow faster since about 2026/);
  const { versions } = REPORT.growths[0] as FleetGrowth;
  assert.doesNotMatch(faster({ versions: { ...versions, relation: "first" } }), /faster since/);
});

test("mean and median are both told where one is more than a fifth above the other", () => {
  const rates = (perHour: number, medianPerHour: number): string =>
    said({ kind: "shared", perHour: perHour * 2 ** 20, medianPerHour: medianPerHour * 2 ** 20 }).growth;
  assert.doesNotMatch(rates(12, 10), /the median pod/);
  assert.match(rates(12.1, 10), /on average \+12\.10 MiB an hour and pod, the median pod \+10\.00 MiB/);
  assert.doesNotMatch(rates(10, 12), /the median pod/);
  assert.match(rates(10, 12.1), /the median pod \+12\.10 MiB/);
});

test("load is told from growth without it by what the pods allocate, and by nothing else", () => {
  const allocating = (last: number) => many(3, LEAK, { allocation: { first: 100, last } });
  assert.match(wordsOf(allocating(210)).growths[0] ?? "", /It may be load: these pods allocate 2\.1 times as fast/);
  assert.match(wordsOf(allocating(150)).growths[0] ?? "", /It may be load/);
  assert.doesNotMatch(wordsOf(allocating(149)).growths[0] ?? "", /load|allocate/);
  assert.match(wordsOf(allocating(120)).leading[1] ?? "", /; these pods allocate no faster at the end/);
  assert.doesNotMatch(wordsOf(allocating(121)).leading[1] ?? "", /allocate/);
  assert.doesNotMatch(wordsOf(many(3, LEAK)).leading[1] ?? "", /allocate/);
});

test("pods that were started again, or had one profile, are counted", () => {
  const { leading, notes } = wordsOf([...many(2, LEAK, { restarts: 3 }), podOf("one", EVEN, { hours: 0 })]);
  assert.match(leading[0] ?? "", /; 2 were started again, 6 times in all\.$/);
  assert.ok(notes.includes("1 pod had one profile: nothing is said of how it grew."));
  assert.ok(notes.includes("Of a pod that was started again its longest process is looked at."));
});

test("pods of several programs are named with their program", () => {
  const { leading } = wordsOf([...many(3, EVEN, { service: "a" }), ...many(3, LEAK, { service: "b" })]);
  assert.match(leading[0] ?? "", /^Of 6 pods of 2 programs/);
  assert.match(leading[1] ?? "", /in 3 of 3 pods of b:/);
  assert.match(wordsOf(many(3, LEAK, { service: "a" })).leading[1] ?? "", /in 3 of 3 pods:/);
});

test("a mean that one pod makes stands beside the median and that pod", () => {
  const pods = Array.from({ length: 9 }, (_, index) =>
    podOf(`p${index}`, (hour) => 20 + (index === 4 ? 20 : 1) * hour),
  );
  assert.match(wordsOf(pods).growths[0] ?? "", /an hour and pod, the median pod \+1\.00 MiB; 71% of it in p4/);
});

test("what says the limits is one note; nothing is said where nothing is known", () => {
  const noteOf = (...pods: Parameters<typeof fleetReport>[0]): string =>
    wordsOf(pods).notes.find((note) => note.startsWith("Limits")) ?? "";
  assert.equal(noteOf(podOf("a", EVEN)), "");
  const label = podOf("a", EVEN, { limitBytes: 2 ** 28, limitFrom: "label" });
  const none = podOf("b", EVEN, { limitBytes: null, limitFrom: "cluster" });
  const soft = podOf("c", EVEN, { limitBytes: 2 ** 28, limitFrom: "gomemlimit" });
  assert.equal(noteOf(label), "Limits: of 1 pod by a label of its profiles.");
  assert.equal(
    noteOf(label, none, soft, podOf("d", EVEN)),
    "Limits: of 1 pod by the cluster, as it is now, which says that there is none; of 1 pod by a label of its profiles; of 1 pod by GOMEMLIMIT, which is not the container's; of 1 pod not known.",
  );
  assert.match(wordsOf([podOf("a", LEAK)]).leading[0] ?? "", /^Of 1 pod over 4d \(25 profiles\) it surely rises/);
});

test("of what ended the first is most only where it is more than half of it", () => {
  const [ended] = fleetReport([podOf("a", LEAK)]).growths;
  assert.ok(ended);
  const report = fleetReport([podOf("a", LEAK), podOf("b", LEAK)]);
  const leading = (...sizes: readonly number[]) => {
    const growths = sizes.map((growth, at) => ({ ...ended, growth, name: `main.f${at}`, course: "ended" as const }));
    return fleetWords({ ...report, growths }).leading[1];
  };
  const lead = "What surely grew did not surely grow on in the later half of the time;";
  assert.equal(leading(5), `${lead} it is main.f0.`);
  assert.equal(leading(51, 49), `${lead} most of it is main.f0.`);
  assert.equal(leading(50, 50), `${lead} what grew most is main.f0.`);
});

test("the stretch of time is that of the report, and other reports are refused", () => {
  const report = fleetReport([podOf("a", EVEN)]);
  const over = (to: string) => fleetWords({ ...report, from: "2026-08-17T00:00:00Z", to }).leading[0] ?? "";
  assert.match(over("2026-08-17T00:00:09Z"), / over 9s \(/);
  assert.match(over("2026-08-17T00:00:00.001Z"), / over 1ms \(/);
  assert.throws(() => fleetWords({ ...report, kind: "growth" as "fleet" }), /fleet/);
});

/** How many captures belong together. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Capture } from "../../../src/blame/provenance/provenance.ts";
import { checkSeries } from "../../../src/blame/provenance/series.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { codesOf, early, heap, late, needsCorpus, readCorpus } from "./captures.ts";

test("a series is put in order, cleared of repeated states and split at restarts", () => {
  const at = (time: bigint, profile: Profile): Capture => ({
    name: `t${time}`,
    profile: { ...profile, header: { ...profile.header, timeNanos: time } },
  });
  const restarted = heap(
    (i) => 9 - i,
    () => 1,
  );
  const captures = [at(1n, early), at(4n, restarted), at(2n, early), at(3n, late), at(5n, restarted)];
  const series = checkSeries(captures);
  assert.deepEqual(series.runs, [[0, 3], [1]]);
  assert.deepEqual(series.repeated, [2, 4]);
  assert.deepEqual(codesOf(series.findings), ["limiting different-process", "limiting same-states", "note order"]);
});

test("a series of one state is no series", () => {
  const captures = [1n, 2n, 3n].map((timeNanos) => ({
    name: "x",
    profile: { ...early, header: { ...early.header, timeNanos } },
  }));
  const { runs, findings } = checkSeries(captures);
  assert.deepEqual(runs, [[0]]);
  assert.deepEqual(codesOf(findings), ["blocking same-states"]);
});

/** At a moment of its own, so that they are in order. */
const captureAt = (time: bigint, profile: Profile): Capture => ({
  name: `t${time}`,
  profile: { ...profile, header: { ...profile.header, timeNanos: time } },
});

test("processes that are known by their numbers are told apart, whatever the counters say, and said once", () => {
  const restarted = heap(
    (i) => 9 - i,
    () => 1,
  );
  const found = (second: Profile, processes: readonly (number | undefined)[]) => {
    const { runs, findings } = checkSeries([captureAt(1n, early), captureAt(2n, second)], processes);
    return [runs.length, codesOf(findings)];
  };
  assert.deepEqual(found(late, [7, 7]), [1, []]);
  const other = [2, ["limiting different-process"]];
  assert.deepEqual(found(late, [7, 8]), other);
  assert.deepEqual(found(restarted, [7, 8]), other);
  assert.deepEqual(found(restarted, [7, undefined]), other);
  assert.deepEqual(found(early, [7, 8]), other, "a state that is the same is another process's");
});

test("neighbours of too few counters are of one process where the series has enough, and none of them fell", () => {
  // Two counters a step; five make sure of a process.
  const few = (counts: readonly number[]): Profile =>
    heap(
      (i) => (i < 2 ? (counts[i] as number) : 0),
      (i) => (i < 2 ? (counts[i] as number) : 0),
    );
  const series = (...each: readonly (readonly number[])[]) =>
    codesOf(checkSeries(each.map((counts, at) => captureAt(BigInt(at + 1), few(counts)))).findings);
  assert.deepEqual(series([1, 1], [2, 2], [3, 3], [4, 4]), []);
  const unknown = "note process-unknown";
  const single = (states: number) => series(...Array.from({ length: states }, (_, at) => [at + 1, 0]));
  assert.deepEqual([single(6).includes(unknown), single(5).includes(unknown)], [false, true], "five are enough");
  assert.deepEqual(series([1, 1], [2, 2], [3, 3]), [unknown, unknown]);
  assert.deepEqual(series([1, 1], [2, 2], [3, 3], [4, 4], [4, 3]).includes(unknown), true);
});

const PARCA = [
  "1644509272337470000",
  "1644509275338070000",
  "1644509278338696000",
  "1644509281339135000",
  "1644509284338649000",
  "1644509287338709000",
  "1644509290338056000",
  "1644509293338714000",
  "1644509296350592000",
  "1644509299337903000",
].map((time) => `parca-dev__parca/${time}.pb.gz`);

test("eight of Parca's ten captures show one state of the heap, the other two the next", needsCorpus, () => {
  const captures = PARCA.map((name) => ({ name, profile: readCorpus(name) }));
  const { runs, repeated } = checkSeries(captures);
  assert.deepEqual(runs, [[0, 8]]);
  assert.deepEqual(repeated, [1, 2, 3, 4, 5, 6, 7, 9]);
});

test("where counters contradict each order, the best of them is taken", () => {
  const other = heap(
    (i) => 12 - i,
    () => 1,
  );
  const untimed = [late, early, other].map((profile) => ({
    name: "heap",
    profile: { ...profile, header: { ...profile.header, timeNanos: 0n } },
  }));
  const { order } = checkSeries(untimed);
  assert.deepEqual([order.by, order.indices], ["counters", [1, 0, 2]]);
});

test("of one capture there is no order to tell of", () => {
  assert.deepEqual(
    codesOf(checkSeries([{ name: "heap", profile: early }]).findings).filter((code) => /order/.test(code)),
    [],
  );
  const untimed = { ...early, header: { ...early.header, timeNanos: 0n } };
  assert.deepEqual(
    codesOf(checkSeries([{ name: "heap", profile: untimed }]).findings).filter((code) => /order/.test(code)),
    [],
  );
});

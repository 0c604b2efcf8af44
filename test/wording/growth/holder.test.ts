/** Who holds, beside who allocated: what is known then is no longer asked for, nothing else changes, and each number says what it is of. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { HolderEvidence } from "../../../src/report/held/evidence.ts";
import type { DumpSummary } from "../../../src/report/held/held.ts";
import { holderSentence, withHolders } from "../../../src/wording/growth/holder.ts";
import { holderRowOf } from "../holder-row.ts";

const decoder = "A decoder allocated it: look for what keeps the result.";
const hidden = "No function of x is on these stacks, so they do not show who holds it.";
const asked = [decoder, hidden, "It stays."];

const MIB = 1 << 20;
const dump = (source: string, liveBytes: number): DumpSummary => ({
  ...{ source, goVersion: "go1.26.8", architecture: "amd64", liveBytes, liveObjects: 10 },
  ...{ garbageBytes: 0, garbageObjects: 0, heapAlloc: liveBytes, goroutines: 1 },
});
const row = holderRowOf({
  bytes: 20 * MIB,
  onlyBytes: 20 * MIB,
  baseBytes: 0,
  deltaBytes: 20 * MIB,
  samples: { count: 9, only: 9, share: 0.9, low: 0.55, high: 0.99, functions: [], stacks: [] },
});
const two: HolderEvidence = {
  ...{ evidence: "dump", base: dump("a", 4 * MIB), current: dump("b", 25 * MIB), suspect: "x/y.(*Z).receive" },
  ...{ live: 10, isSampled: true, holders: [row] },
};
const one: HolderEvidence = { ...two, base: null, holders: [{ ...row, baseBytes: null, deltaBytes: null }] };
const MAP = "the keys of the map `subscriptions` of `main.ServerWatcher` (`map[podPort]int`), and by nothing else";

test("with a holder the reader is not told to look for one", () => {
  const said = withHolders(asked, [two]);
  assert.match(said[0] ?? "", /is held by the keys of the map/);
  assert.deepEqual(said.slice(1), ["No function of x is on these stacks.", "It stays."]);
});

test("without one he still is", () => {
  const none = { ...one, live: 0, holders: [] };
  const said = withHolders(asked, [none]);
  assert.deepEqual(said, ["In b no sampled object of `y.(*Z).receive` is alive at a single holder.", ...asked]);
  assert.deepEqual(withHolders(asked, []), asked);
});

test("two dumps tell how much of the growth it is, and of what", () => {
  assert.equal(
    holderSentence(two),
    `20.00 MiB of the growth (of 21.00 MiB, exact, by heap dumps) is held by ${MAP}: 9 of the 10 sampled objects of \`y.(*Z).receive\` that are alive lie behind it (95% interval 55% to 99%). It is reached from \`main.watcher\`.`,
  );
});

test("where others shrank it is no part of the growth", () => {
  const said = holderSentence({ ...two, current: dump("b", 10 * MIB) });
  assert.match(said, /^20\.00 MiB more \(0 -> 20\.00 MiB, exact, by heap dumps\) is held by/);
  const less = { ...row, deltaBytes: -1 };
  assert.match(holderSentence({ ...two, holders: [less] }), /no holder of 0\.5% or more of the heap holds more/);
});

test("one dump is of one moment, and no part of growth", () => {
  const said = holderSentence(one);
  assert.match(said, /^In b 20\.00 MiB \(exact\) is held by the keys of the map/);
  assert.doesNotMatch(said, /growth/);
  assert.equal(holderSentence({ ...one, suspect: null }), "");
  assert.equal(holderSentence({ ...one, isSampled: false }), "b has no samples: the process takes none.");
});

test("samples that lie elsewhere are told where they lie", () => {
  const rows = [
    { ...row, samples: null },
    { ...row, deltaBytes: 1, container: "slice" as const },
  ];
  const said = holderSentence({ ...two, holders: rows });
  assert.match(
    said,
    / 9 of the 10 sampled objects of `y\.\(\*Z\)\.receive` that are alive are held by the keys of the slice /,
  );
});

test("a holder whose samples are not known is no answer to who keeps the suspect's objects", () => {
  const unsampled = { ...two, holders: [{ ...row, samples: null }] };
  assert.ok(withHolders(asked, [unsampled]).includes(decoder));
  assert.ok(!withHolders(asked, [{ ...two, holders: [{ ...row, samples: null }, row] }]).includes(decoder));
});

test("any growth is growth, and of what is not known from before nothing was there", () => {
  const little = { ...row, deltaBytes: 1 };
  assert.match(holderSentence({ ...two, holders: [little] }), /^1 B of the growth/);
  const unknown = { ...row, deltaBytes: 22 * MIB, baseBytes: null };
  assert.match(holderSentence({ ...two, holders: [unknown] }), /^22\.00 MiB more \(0 -> 20\.00 MiB/);
});

test("where nobody holds more, samples that are alive are still told where they lie", () => {
  const less = { ...row, deltaBytes: -1 };
  const nobody = "By the heap dumps (exact) no holder of 0.5% or more of the heap holds more.";
  assert.equal(holderSentence({ ...two, live: 0, holders: [less] }), nobody);
  assert.match(
    holderSentence({ ...two, holders: [less] }),
    /holds more\. In b 20\.00 MiB \(exact\) is held by the keys/,
  );
});

test("references have no samples: what holds more is told by them alone", () => {
  const said = holderSentence({
    ...two,
    evidence: "references",
    suspect: null,
    live: 0,
    holders: [{ ...row, samples: null, onlyBytes: null }],
  });
  assert.match(said, /^By a and b \(references, exact\) 20\.00 MiB more .*; who allocated it they do not say\./);
  assert.doesNotMatch(said, /heap dumps|sampled/);
});

test("a single sampled object is held by somebody too", () => {
  const samples = { count: 1, only: 1, share: 0.1, low: 0, high: 0.4, functions: [], stacks: [] };
  const said = holderSentence({ ...one, holders: [{ ...row, baseBytes: null, deltaBytes: null, samples }] });
  assert.match(said, /1 of the 10 sampled objects/);
});

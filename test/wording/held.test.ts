/** Sentences of who holds what, over dumps and over references, with their premises and without. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { HeldReport } from "../../src/report/held/held.ts";
import { heldWords } from "../../src/wording/held.ts";
import { holderRowOf } from "./holder-row.ts";

const MIB = 1024 ** 2;
const DUMP = {
  source: "a",
  goVersion: "go1.26",
  architecture: "amd64",
  liveBytes: 100 * MIB,
  liveObjects: 5000,
  garbageBytes: 0,
  garbageObjects: 0,
};
const FACTS = {
  ...{ largest: [], slack: [], slackBytes: 0, mapSlack: [], mapSlackBytes: 0, duplicates: null },
  ...{ finalizedBytes: 0, finalizedObjects: 0, goroutines: [] },
};

function words(given: object = {}) {
  return heldWords({
    ...{
      current: DUMP,
      base: null,
      evidence: "dump",
      holders: [],
      samples: { live: 10, garbage: 0 },
      isSampled: true,
      facts: FACTS,
      binary: { hasTypes: true },
    },
    ...given,
  } as unknown as HeldReport);
}

test("the heading has what is live, at both ends where there are two, and by what it is known", () => {
  assert.equal(words().heading, "Live heap: 100.00 MiB in 5,000 objects (go1.26, amd64; a heap dump is exact)");
  assert.match(
    words({ base: { ...DUMP, liveBytes: 50 * MIB } }).heading,
    /^Live heap: 50\.00 MiB in 5,000 objects -> 100\.00 MiB/,
  );
  assert.match(words({ evidence: "references" }).heading, /\(references by goref, exact\)$/);
});

test("nobody is named where nobody stands out, and where nothing is known that is said", () => {
  assert.match(words().verdict, /^No single holder has as much as 0\.5%/);
  assert.match(words({ samples: { live: 0 } }).verdict, /^No sampled object of these stacks is alive/);
  assert.match(words({ isSampled: false }).verdict, /^No single holder is known/);
  assert.match(words({ isSampled: false, evidence: "references" }).verdict, /^No single holder has as much/);
});

test("a holder has its part of the heap, or what it grew by where there are two dumps", () => {
  assert.match(
    words({ holders: [holderRowOf({ bytes: 50 * MIB })] }).verdict,
    /^50\.00 MiB \(50\.0% of the live heap\) is held by /,
  );
  const grown = holderRowOf({ bytes: 50 * MIB, deltaBytes: 30 * MIB, baseBytes: 20 * MIB });
  assert.match(words({ holders: [grown] }).verdict, /^\+30\.00 MiB \(20\.00 MiB -> 50\.00 MiB\) is held by /);
});

test("samples behind it are told with their interval, where some are alive", () => {
  const samples = {
    count: 8,
    only: 5,
    low: 0.5,
    high: 0.975,
    functions: [
      { function: "main.put", samples: 5 },
      { function: "main.get", samples: 3 },
    ],
  };
  const said = (given: object, live = 10) =>
    words({ holders: [holderRowOf({ samples: { ...samples, ...given } as never })], samples: { live } }).verdict;
  assert.match(
    said({}),
    /: 8 of the 10 sampled objects that are alive lie behind it \(95% interval 50% to 97\.5%\), 5 of them behind nothing else, allocated mostly by main\.put\./,
  );
  const allocated = (samples: number) => said({ only: 8, functions: [{ function: "main.put", samples }] });
  assert.match(allocated(8), /97\.5%\), allocated by main\.put\./);
  assert.match(allocated(5), /97\.5%\), allocated mostly by main\.put\./);
  assert.match(allocated(4), /97\.5%\), 4 of them allocated by main\.put\./, "half is not most");
  assert.match(said({ only: 8, functions: [] }), /97\.5%\)\./);
  for (const none of [said({ count: 0 }), said({}, 0)])
    assert.match(none, /`main\.ServerWatcher` \(`map\[podPort\]int`\), and by nothing else\. It is reached/);
});

test("what nothing leads to is said first where it is more than what is held, and is not called dead", () => {
  const said = (garbageBytes: number) => words({ current: { ...DUMP, garbageBytes, garbageObjects: 7 } }).verdict;
  assert.equal(said(100 * MIB), "No single holder has as much as 0.5% of the live heap.");
  assert.match(
    said(100 * MIB + 1),
    /^No single holder .* But 100\.00 MiB in 7 objects is reached from nothing in the dump/,
  );
  const nothing = { ...DUMP, liveBytes: 0, garbageBytes: null, garbageObjects: null };
  assert.doesNotMatch(words({ evidence: "references", current: nothing }).verdict, /But/);
  const none = words({ samples: { live: 0, garbage: 3 } });
  assert.equal(none.verdict, "Nothing in the dump leads to any of the 3 sampled objects of these stacks.");
  assert.doesNotMatch([none.verdict, ...none.notes].join(" "), /alive/);
});

test("facts are worth a word from 1% of the live heap on", () => {
  const facts = (given: object, dump: object = {}) =>
    words({ current: { ...DUMP, ...dump }, facts: { ...FACTS, ...given } }).facts;
  assert.deepEqual(facts({}), []);
  assert.deepEqual(words({ facts: null }).facts, []);
  const garbage = (bytes: number | null) => facts({}, { garbageBytes: bytes, garbageObjects: 7 });
  const unreached =
    /^1\.00 MiB in 7 objects is reached from nothing in the dump: garbage that was not collected yet, or what only cleanups hold /;
  assert.match(garbage(MIB + 1)[0] ?? "", unreached);
  assert.deepEqual([garbage(MIB), garbage(null), garbage(100 * MIB + 1)], [[], [], []]);
  assert.equal(garbage(100 * MIB).length, 1);
  assert.deepEqual(facts({}, { liveBytes: 50, garbageBytes: null }), []);
  const since = facts({}, { goVersion: "go1.24", garbageBytes: MIB + 1, garbageObjects: 7 });
  assert.match(since[0] ?? "", /or what only cleanups hold/);
  assert.doesNotMatch(facts({}, { goVersion: null, garbageBytes: MIB + 1 })[0] ?? "", /cleanups/);
  const before = facts({}, { goVersion: "go1.23.4", garbageBytes: MIB + 1, garbageObjects: 7 });
  assert.deepEqual(before, ["1.00 MiB in 7 objects is garbage that was not collected yet."]);
  const slack = [
    { path: "main.a", bytes: MIB },
    { path: "main.b", bytes: MIB },
    { path: "main.c", bytes: 1 },
  ];
  assert.match(
    facts({ slackBytes: 2 * MIB, slack })[0] ?? "",
    /^Slices have room for 2\.00 MiB behind their length: main\.a \(1\.00 MiB\) and main\.b \(1\.00 MiB\)\.$/,
  );
  assert.deepEqual(facts({ slackBytes: MIB, slack }), []);
  assert.equal(facts({ slackBytes: MIB + 1, slack }).length, 1);
  assert.match(
    facts({ finalizedObjects: 3, finalizedBytes: MIB })[0] ?? "",
    /^1\.00 MiB in 3 objects waits for finalizers/,
  );
  assert.match(
    facts({ largest: [{ path: "main.a", type: "", bytes: MIB }] })[0] ?? "",
    /^The largest object has 1\.00 MiB: main\.a\.$/,
  );
  const goroutine = (count: number, bytes: number) => facts({ goroutines: [{ path: "main.run", count, bytes }] });
  assert.match(goroutine(1, 2 * MIB)[0] ?? "", /^The goroutine of main\.run alone holds 2\.00 MiB\.$/);
  assert.match(goroutine(3, 2 * MIB)[0] ?? "", /^The 3 goroutines of main\.run alone hold 2\.00 MiB\.$/);
  assert.deepEqual(goroutine(1, MIB), []);
});

test("room in maps is told with the two that have most, and copies of strings with two of them", () => {
  const facts = (given: object) => words({ facts: { ...FACTS, ...given } }).facts;
  const mapSlack = ["main.a", "main.b", "main.c"].map((path) => ({ path, bytes: MIB }));
  assert.match(
    facts({ mapSlackBytes: MIB + 1, mapSlack })[0] ?? "",
    /^Maps have room for 1\.00 MiB of entries .*: main\.a \(1\.00 MiB\) and main\.b \(1\.00 MiB\)\.$/,
  );
  assert.deepEqual(facts({ mapSlackBytes: MIB, mapSlack }), []);
  const copy = (path: string, text: string | null) => ({ path, count: 3, length: 8, text, bytes: 16 });
  const duplicates = {
    copies: 9,
    bytes: MIB,
    largest: [copy("main.a", "x"), copy("main.b", null), copy("main.c", "")],
  };
  assert.deepEqual(facts({ duplicates }), [
    '9 strings are copies of others and take 1.00 MiB: 3 equal ones of 8 B ("x"), one of them at main.a (16 B) and 3 equal ones of 8 B, one of them at main.b (16 B).',
  ]);
  assert.deepEqual(facts({ duplicates: { ...duplicates, largest: [] } }), [
    "No string of an object of its own is there twice.",
  ]);
});

test("that nothing leads to samples is told from that there are none", () => {
  const verdict = (garbage: number) => words({ samples: { live: 0, garbage } }).verdict;
  assert.match(verdict(1), /^Nothing in the dump leads to any of the 1 sampled/);
  assert.equal(verdict(0), "No sampled object of these stacks is alive.");
});

test("what is not known is a note, and what would tell", () => {
  assert.deepEqual(words().notes, []);
  assert.match(words({ binary: null }).notes.join(), /give it with --binary/);
  assert.match(words({ binary: { hasTypes: false } }).notes.join(), /built with -w/);
  assert.match(words({ isSampled: false }).notes.join(), /takes no samples/);
  assert.match(words({ samples: { live: 0, garbage: 0 } }).notes.join(), /No sampled object/);
  assert.match(
    words({ evidence: "references", binary: null }).notes.join(),
    /^References say who holds, not who allocated/,
  );
});

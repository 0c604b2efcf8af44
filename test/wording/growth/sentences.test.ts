/** The sentences below the first line, each with its premises and without them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { followingSentences, leadingSentences } from "../../../src/wording/growth/sentences.ts";
import { findingsOf, reportOf } from "./report.ts";

const following = (given: object, places: string[] = [], counts: string[] = []) =>
  followingSentences(reportOf(given), places, counts).join(" ");
const OWN = { modules: ["example.com/app"], by: "main" };
const foreign = { suspects: [{ ownFrame: null, role: null }], own: OWN };
const TWO = /Two captures cannot tell/;

test("a restart, and memory that is most of what grew, come before the heap", () => {
  const facts = { growth: 1, before: 1, after: 2, measure: "now" };
  const lead = (isMost: boolean | null) =>
    leadingSentences(reportOf({ findings: findingsOf("restart", ["outside-heap", { ...facts, isMost }], "timer") }));
  assert.deepEqual([lead(true).length, lead(null).length, lead(false).length], [2, 2, 1]);
  const counters = reportOf({
    findings: findingsOf("restart"),
    verdict: { ...reportOf({}).verdict, code: "allocated" },
  });
  assert.match(leadingSentences(counters).join(), /^These are of two processes: what each allocated since it began/);
  const after = following({ findings: findingsOf(["goroutine-stacks", { ...facts, isMost: false }]) });
  assert.match(after, /goroutine stacks/i);
});

test("without an own function on the stacks they do not show who holds it; where the cause is known nothing is said of that", () => {
  const grew = findingsOf("grew");
  assert.match(
    following({ ...foreign, findings: grew }),
    /^No function of example\.com\/app is on these stacks, so they do not show who holds it\./,
  );
  const silent = [
    { findings: findingsOf("grew", "context-tree") },
    { findings: [] },
    { suspects: [] },
    { own: { modules: [], by: "unknown" } },
    { suspects: [{ ownFrame: null }, { ownFrame: "main.a" }] },
    { verdict: { code: "allocated", cause: null, facts: {} } },
  ];
  for (const given of silent)
    assert.doesNotMatch(following({ ...foreign, findings: grew, ...given }), /on these stacks/, JSON.stringify(given));
  assert.match(
    following({
      ...foreign,
      findings: findingsOf("parts-grew", ["dependency-code", { module: "x.com/y", share: 0.9 }]).map((each) =>
        each.code === "parts-grew" ? { ...each, facts: { growth: 1 } } : each,
      ),
    }),
    /Allocated by x\.com\/y: no function of/,
  );
});

test("a decoder is no holder, said once", () => {
  const text = following({ ...foreign, findings: findingsOf("grew", ["decoder-not-holder", { share: 0.95 }]) });
  assert.match(text, /Allocator, not holder: no function of example\.com\/app/);
  assert.doesNotMatch(text, /look for what keeps the result/);
  const own = following({ findings: findingsOf("grew", ["decoder-not-holder", { share: 0.95 }]) });
  assert.match(own, /look for what keeps the result/);
});

test("what Go makes for a goroutine says nothing of whose it is", () => {
  const text = following({ own: OWN, suspects: [{ ownFrame: null, role: "goroutine" }], findings: findingsOf("grew") });
  assert.match(text, /That is what Go makes for each goroutine/);
});

test("growth that could not have been seen is bounded where nothing changed", () => {
  const still = {
    verdict: { code: "did-not-change", cause: null, facts: {} },
    certainty: { detectionLimit: 5 * 1024 ** 2, net: { high: 1 } },
  };
  assert.match(following(still), /^Growth of less than 5\.0 MiB could not have been seen\.$/);
  const limit = (bytes: number) => following({ ...still, certainty: { detectionLimit: bytes, net: { high: 1 } } });
  // Beside 64.0 MiB so much is the least that does not read as nothing.
  assert.match(limit(0.05 * 1024 ** 2), /^Growth of less than 0\.1 MiB could/);
  assert.match(limit(0.0475 * 1024 ** 2), /^Growth of less than 48\.6 KiB could/);
  assert.equal(following({ ...still, certainty: { detectionLimit: 0 } }), "");
  assert.match(following({ ...still, certainty: { detectionLimit: 1, net: { high: 1 } } }), /^Growth of less than /);
  assert.equal(following({ ...still, certainty: null }), "");
  assert.equal(following({ ...still, verdict: { code: "grew", cause: null, facts: {} } }), "");
});

test("two captures are no trend, unless there are more, or the cause is known", () => {
  assert.match(following({ findings: findingsOf("grew") }), TWO);
  assert.doesNotMatch(following({ findings: [] }), TWO);
  assert.doesNotMatch(following({ findings: findingsOf("grew", "after-func") }), TWO);
  assert.doesNotMatch(following({ findings: findingsOf("grew", "restart") }), TWO);
  const code = (cause: string | null, isSeries: boolean) => ({
    findings: findingsOf("grew"),
    verdict: { code: "grew", cause, facts: { isSeries } },
  });
  assert.doesNotMatch(following(code("handler", false)), TWO);
  assert.doesNotMatch(following(code(null, true)), TWO);
});

test("another build and missing names are said of what grew and of what did not", () => {
  for (const findings of [findingsOf("grew"), []]) {
    assert.match(following({ findings, provenance: [{ code: "other-build" }] }), /different builds/);
    assert.match(following({ findings, provenance: [{ code: "unsymbolised" }] }), /Most places have no names/);
  }
});

test("the one own function is not named again below the one place that names it, nor are small blocks", () => {
  const own = findingsOf(["own-on-all-stacks", { function: "main.put" }]);
  assert.match(following({ findings: own }, ["a", "b"]), /is on all of these stacks/);
  assert.equal(following({ findings: own }, ["a"]), "");
  const blocks = (size: number) => following({ findings: findingsOf(["large-blocks", { size, count: 3, share: 1 }]) });
  assert.match(blocks(16 * 1024), /Objects are large/);
  assert.equal(blocks(16 * 1024 - 1), "");
  assert.equal(following({ findings: findingsOf(["dependency-code", { module: "x" }]) }), "");
});

test("counts stand below, and no sentence twice", () => {
  assert.equal(following({}, [], ["Three.", "Three."]), "Three.");
});

test("clients of Kubernetes have goroutine sentences of their own", () => {
  const goroutines = {
    base: 10,
    current: 10,
    delta: 0,
    cause: "handler",
    waiting: [{ handler: "app.OnUpdate", calledBy: "app.OnUpdate", waitsIn: "" }],
    perIteration: null,
  };
  const given = {
    verdict: { code: "grew", cause: "handler", facts: {} },
    goroutines,
    findings: findingsOf("kubernetes", ["goroutines-steady", { base: 10, current: 10 }]),
  };
  const text = following(given);
  assert.match(text, /waits to hand over an event/);
  assert.doesNotMatch(text, /Goroutines do not pile up/);
  assert.match(
    following({ ...given, findings: findingsOf(["goroutines-steady", { base: 10, current: 10 }]) }),
    /Goroutines do not pile up/,
  );
});

test("what grew by less than two in a hundred of the larger end may be the load's", () => {
  const grew = (net: number, base: number, current: number) =>
    following({ findings: findingsOf("grew"), totals: { base, current, net, grew: 0, shrank: 0 } });
  assert.match(grew(1999, 98_001, 100_000), /^That is less than 2% of it/);
  assert.match(grew(2000, 98_000, 100_000), TWO);
  assert.match(grew(1999, 100_000, 50_000), /^That is less than 2% of it/);
  const parts = (shrank: number) => following({ findings: findingsOf(["parts-grew", { growth: 10, shrank }]) });
  assert.match(parts(10), /^Others shrank: what grew may have taken their place/);
  assert.match(parts(0), TWO, "the parts are all that changed");
});

test("goroutines and requests that have not ended may be more work, unless it is known that they never end", () => {
  const leak = {
    count: 2,
    function: "main.a",
    createdBy: null,
    by: null,
    growth: 2,
    share: 1,
    perIteration: null,
    others: 0,
  };
  const leaking = ["goroutine-leak", { ...leak, waits: null, waitsIn: null }] as const;
  const work = /Two captures cannot tell a leak from more work at once\./;
  assert.match(following({ findings: findingsOf("grew", leaking) }), work);
  const cache = /Two captures cannot tell growth that goes on from a cache/;
  assert.doesNotMatch(following({ findings: findingsOf("grew", leaking) }), cache);
  const part = ["goroutine-leak", { ...leaking[1], share: 0.49 }] as const;
  const both = following({ findings: findingsOf("grew", part) });
  assert.match(both, /cannot tell growth that goes on from a cache that fills, a single step or more work at once\./);
  assert.equal(both.split("Two captures cannot tell").length, 2, "what they cannot tell is said once");
  const half = ["goroutine-leak", { ...leaking[1], share: 0.5 }] as const;
  assert.doesNotMatch(following({ findings: findingsOf("grew", half) }), cache);
  assert.doesNotMatch(following({ findings: findingsOf("grew", part, "after-func") }), cache);
  assert.doesNotMatch(following({ findings: findingsOf("grew", "after-func") }), work);
  const proven = ["proven-goroutine-leak", { count: 2, before: 0, function: "main.a" }] as const;
  for (const known of [proven, "restart"] as const)
    assert.doesNotMatch(following({ findings: findingsOf("grew", leaking, known) }), work);
});

test("a bound on growth of the heap is no bound where memory beside it grew", () => {
  const still = {
    verdict: { code: "did-not-change", cause: null, facts: {} },
    certainty: { detectionLimit: 5 * 1024 ** 2, net: { high: 1 } },
  };
  const facts = { growth: 1, before: 1, after: 2, measure: "now", isMost: false };
  assert.doesNotMatch(
    following({ ...still, findings: findingsOf(["outside-heap", facts]) }),
    /could not have been seen/,
  );
  assert.match(following({ ...still, findings: findingsOf(["timer", { share: 1 }]) }), /could not have been seen/);
});

test("who may hold it is a guess that is not made where a dump says who does", () => {
  const given = { findings: findingsOf("grew", ["goroutine-holds", { count: 1, function: "main.a" }]) };
  const holder = (evidence: string, count: number) => ({ held: [{ evidence, holders: [{ samples: { count } }] }] });
  assert.match(following({ ...given, held: [] }), /may hold it/);
  assert.doesNotMatch(following({ ...given, ...holder("dump", 1) }), /may hold it/);
  assert.match(following({ ...given, ...holder("dump", 0) }), /may hold it/, "of no sampled object it says anything");
  assert.match(following({ ...given, ...holder("references", 1) }), /may hold it/, "these do not say who allocated it");
});

test("that garbage may count as live is said of each end, unless both were collected", () => {
  const notice = (name: string) =>
    ({ code: "nothing-freed", severity: "limiting", facts: { name, isKnown: false } }) as const;
  const provenance = [notice("base"), notice("current")];
  const gap = { code: "gc-unknown", severity: "note", facts: {} } as const;
  assert.match(
    following({ provenance, audit: [gap] }),
    /^Nothing that base counts was freed, .*=1\. Nothing that current counts was freed, .*=1\./,
  );
  assert.doesNotMatch(following({ provenance, audit: [] }), /freed/);
});

test("an end without a live sample makes all of the other the change, said of what is live alone", () => {
  const said = (totals: object, code: string, given: object = {}) =>
    following({ totals: { ...reportOf().totals, ...totals }, findings: findingsOf(code), ...given });
  const growth = /^a\.out has no live sample, so all that is live now counts as growth\./;
  assert.match(said({ base: 0 }, "grew"), growth);
  assert.match(said({ current: 0 }, "shrank"), /^b\.out has no live sample, so all that was live counts as gone\./);
  for (const other of [
    said({ base: 1 }, "grew"),
    said({ base: 0 }, "did-not-change"),
    said({ current: 1 }, "shrank"),
    said({ base: 0 }, "grew", { sampleType: { type: "alloc_space", unit: "bytes" } }),
  ])
    assert.doesNotMatch(other, /no live sample/);
});

test("two runs of tests are no restart", () => {
  const lead = (isTests: boolean) =>
    leadingSentences(
      reportOf({
        findings: findingsOf("restart"),
        verdict: { code: "grew", cause: null, facts: { isSeries: false, hasSurplus: false, isTests } },
      }),
    ).join();
  assert.match(lead(true), /^These are of two runs of tests: each began anew/);
  assert.match(lead(false), /it was restarted in between, or they are of two replicas/);
});

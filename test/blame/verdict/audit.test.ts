/** Each gap is named where its premises hold, and not one step further. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Suspect } from "../../../src/blame/suspects/suspects.ts";
import { type AuditFacts, auditEvidence } from "../../../src/blame/verdict/audit.ts";

const FACTS: AuditFacts = {
  type: "inuse_space",
  relation: "same",
  isBlocked: false,
  seconds: 300,
  limitOfTotal: 200,
  limitOfStack: 100,
  suspects: [],
  samples: 20,
  capture: { isSeries: true, isCollected: true, hasMemory: true },
  hasGoroutines: false,
  isGo: true,
};

function codes(facts: Partial<AuditFacts>): string[] {
  return auditEvidence({ ...FACTS, ...facts }).map(({ code }) => code);
}

const edges: readonly (readonly [code: string, on: Partial<AuditFacts>, off: Partial<AuditFacts>])[] = [
  ["short-interval", { seconds: 299.9 }, { seconds: 300 }],
  ["short-interval", { seconds: 0.1 }, { seconds: 0 }],
  ["few-samples", { samples: 19 }, { samples: 20 }],
  ["churn", { limitOfTotal: 200.1 }, { limitOfTotal: 200 }],
  ["churn", { limitOfTotal: 400 }, { limitOfTotal: 400, relation: "different" }],
  ["churn", { limitOfTotal: 3, limitOfStack: 1 }, { limitOfTotal: 3, limitOfStack: 0 }],
  ["detection-limit", { limitOfStack: 1 }, { limitOfStack: 0 }],
  ["no-samples", { samples: undefined }, { samples: 0 }],
  ["other-process", { relation: "different" }, { relation: "same" }],
  ["two-captures", { capture: { ...FACTS.capture, isSeries: false } }, {}],
  ["gc-unknown", { capture: { ...FACTS.capture, isCollected: false } }, {}],
  ["heap-only", { capture: { ...FACTS.capture, hasMemory: false } }, {}],
  ["alloc-counters", { type: "alloc_space" }, { type: "inuse_space" }],
  ["objects", { type: "inuse_objects" }, { type: "inuse_space" }],
  ["objects", { type: "inuse_objects" }, { type: "alloc_objects" }],
];
for (const [code, on, off] of edges) {
  test(`${code} is said of ${JSON.stringify(on)} and not of ${JSON.stringify(off)}`, () => {
    assert.ok(codes(on).includes(code), codes(on).join());
    assert.ok(!codes(off).includes(code), codes(off).join());
  });
}

test("where nothing can be compared only what to do about it is said", () => {
  assert.deepEqual(auditEvidence({ ...FACTS, isBlocked: true, samples: 1 }), [
    { code: "blocked", severity: "blocking", facts: {} },
  ]);
});

test("counters of allocation need no word on memory other than the heap", () => {
  const capture = { isSeries: true, isCollected: false, hasMemory: false };
  assert.deepEqual(codes({ type: "alloc_space", capture }), ["alloc-counters", "detection-limit"]);
});

test("the limit is in the unit of what is compared, and whole", () => {
  const limitOf = (type: string) =>
    auditEvidence({ ...FACTS, type, limitOfStack: 99.6 }).find(({ code }) => code === "detection-limit")?.facts;
  assert.deepEqual(limitOf("inuse_space"), { limit: 100, unit: "bytes" });
  assert.deepEqual(limitOf("inuse_objects"), { limit: 100, unit: "count" });
});

test("the share without an own function is that of the suspects which have none", () => {
  const suspect = (share: number, ownFrame: object | undefined): Suspect => ({ share, ownFrame }) as unknown as Suspect;
  const entries = auditEvidence({
    ...FACTS,
    suspects: [suspect(0.5, undefined), suspect(0.25, {}), suspect(0.1, undefined)],
  });
  assert.deepEqual(entries[0], {
    code: "no-own-frame",
    severity: "limiting",
    facts: { share: 0.6, hasGoroutines: false },
  });
  assert.ok(codes({ suspects: [suspect(0.25, {})] }).includes("allocator-only"));
  assert.ok(!codes({ suspects: [] }).includes("allocator-only"));
});

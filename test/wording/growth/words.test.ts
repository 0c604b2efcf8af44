/** The sentences of a growth report that are in no other file. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Notice } from "../../../src/report/growth/growth.ts";
import { allocatedText, growthWords, matchedText, ownBasisText } from "../../../src/wording/growth/words.ts";
import { heapProfile } from "../../blame/heap-buckets.ts";
import { growthOf } from "../../report/growth-of.ts";

test("of two builds, each side has its own part", () => {
  assert.match(
    matchedText({ base: 0.9, current: 0.25 }),
    /^By name, 90\.0% of base and 25\.0% of current are on stacks/,
  );
});

test("each evidence for the program's own modules has words of its own, and what is not known is not denied", () => {
  assert.equal(
    ownBasisText({ modules: ["a.com/b", "a.com/c"], by: "stated" }),
    "Taken as the program's own: a.com/b and a.com/c (as stated).",
  );
  assert.match(
    ownBasisText({ modules: ["a.com/b"], by: "main" }),
    /^Taken as the program's own: a\.com\/b \(main's module/,
  );
  assert.match(ownBasisText({ modules: ["a.com/b"], by: "paths" }), /guessed: .* --module PATH states another/);
  assert.match(ownBasisText({ modules: [], by: "unknown" }), /is not known/);
});

const MIB = 1024 ** 2;
const heap = (inuse: number) => heapProfile([{ stack: "main.main;main.keep", size: MIB, inuse, alloc: inuse }]);
const REPORT = growthOf(heap(100), heap(400));

test("places are one sentence, each with its amount and its part where it has one", () => {
  const place = (frame: string, share = "") => ({
    ...{ frame, name: frame, amount: "+3.0", certainty: "", share, by: "", byPart: "", others: [] },
  });
  assert.deepEqual(allocatedText(null), []);
  assert.deepEqual(allocatedText({ lead: "All allocated in", places: [place("main.a")], left: 0 }), [
    "All allocated in main.a.",
  ]);
  assert.deepEqual(
    allocatedText({ lead: "All allocated in", places: [{ ...place("main.a"), by: "bytes.Clone" }], left: 0 }),
    ["All allocated in main.a (by bytes.Clone)."],
  );
  const part = { ...place("main.a"), by: "bytes.Clone", byPart: "81% of it " };
  assert.deepEqual(allocatedText({ lead: "All allocated in", places: [part], left: 0 }), [
    "All allocated in main.a (81% of it by bytes.Clone).",
  ]);
  assert.deepEqual(
    allocatedText({ lead: "90% allocated in", places: [place("main.a", "60%"), place("main.b")], left: 2 }),
    ["90% allocated in main.a (+3.0, 60%), main.b (+3.0) and 2 more."],
  );
  assert.deepEqual(allocatedText({ lead: "In", places: [place("a"), place("b")], left: 0 }), [
    "In a (+3.0), b (+3.0).",
  ]);
});

test("notices on builds, filters and captures each have their own words", () => {
  const provenance: Notice[] = [
    { code: "matched", severity: "note", facts: { base: 0.9, current: 0.25 } },
    { code: "filter", severity: "note", facts: { message: "focus expression matched no samples" } },
    { code: "empty", severity: "limiting", facts: { name: "base.pb" } },
  ];
  const words = growthWords({ ...REPORT, provenance });
  assert.deepEqual(words.provenance, [
    matchedText({ base: 0.9, current: 0.25 }),
    "focus expression matched no samples",
    "base.pb has no samples.",
  ]);
});

test("whose code it is, is told where it is known, and where somebody was looked for among functions of Go", () => {
  const own = (given: object): string => growthWords({ ...REPORT, ...given }).own;
  const known = { modules: ["a.com/b"], by: "main" } as const;
  const unknown = { modules: [], by: "unknown" } as const;
  const native = REPORT.functions.map((each) => ({ ...each, package: "" }));
  assert.match(own({ own: known, suspects: [], functions: native }), /^Taken as the program's own: a\.com\/b/);
  assert.match(own({ own: unknown }), /is not known: --module PATH states it/);
  assert.equal(own({ own: unknown, functions: native }), "");
  assert.equal(own({ own: unknown, suspects: [] }), "");
});

test("numbers of objects are in the verdict where the cluster's number was given, for one Kind or for one that is not there", () => {
  const kind = (inCluster: number | null) => ({
    ...{ kind: "Pod", current: MIB, managedFields: 0, inCluster },
    alive: { count: 100, low: 90, high: 110, samples: 50 },
  });
  const counted = (rows: readonly object[], absent: readonly string[] = []) => {
    const kinds = { rows, absent, managedFieldsShare: 0, saving: null } as unknown as typeof REPORT.kinds;
    const words = growthWords({ ...REPORT, kinds });
    return [/ Pods are alive/.test(words.verdict), words.kinds.length];
  };
  assert.deepEqual(counted([kind(50)]), [true, 0]);
  assert.deepEqual(counted([kind(null)]), [false, 1]);
  assert.deepEqual(counted([kind(null), kind(50)])[0], true);
  assert.deepEqual(counted([kind(null)], ["nodes"])[0], true);
});

test("of processes that record nothing it is said once, and nothing else", () => {
  const unsampled = (name: string): Notice => ({ code: "not-sampled", severity: "blocking", facts: { name } });
  const made = growthOf(heap(1), heap(9));
  const provenance: Notice[] = [
    ...[unsampled("base"), unsampled("current")],
    { code: "same-state", severity: "blocking", facts: { base: "base", current: "current" } },
  ];
  const { headline } = growthWords({ ...made, verdict: { ...made.verdict, code: "not-comparable" }, provenance });
  assert.match(
    headline,
    /^base is of a process that records no allocations .* 524288\. So nothing is said about growth\.$/,
  );
});

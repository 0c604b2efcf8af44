/** Lines to paste, only where they would tell something new. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { nextSteps } from "../../../src/wording/growth/next.ts";
import { findingsOf, reportOf } from "./report.ts";

const GROWN = { findings: findingsOf("grew"), own: { modules: ["m"], by: "main" } };
const next = (given: object = {}) => nextSteps(reportOf({ ...GROWN, ...given }));

test("goroutines of both ends are asked for where the live heap of a program of known modules grew", () => {
  assert.deepEqual(next(), ["heapblame diff a.out b.out --goroutine-base G0 --goroutine-current G1"]);
  assert.equal(next({ findings: findingsOf("parts-grew") }).length, 1);
  const silent = [
    { findings: findingsOf("did-not-change") },
    { goroutines: { base: 1 } },
    { verdict: { code: "grew", facts: { isSeries: true } } },
    { own: { modules: [], by: "unknown" } },
    { sampleType: { type: "alloc_space", unit: "bytes" } },
  ];
  for (const given of silent) assert.deepEqual(next(given), [], JSON.stringify(given));
});

test("names are quoted as a shell takes them", () => {
  const [line] = next({ base: { source: "it's one.out" }, current: { source: "k8s://a/b:1?x=%20" } });
  assert.match(line ?? "", /diff 'it'\\''s one\.out' 'k8s:\/\/a\/b:1\?x=%20' /);
});

test("the cluster is asked where objects were counted and its number was not given, with two digits", () => {
  const kinds = (alive: object | null, inCluster: number | null) =>
    next({ findings: [], kinds: { rows: [{ kind: "Pod", alive, inCluster }] } });
  assert.deepEqual(kinds({ count: 3456 }, null), [
    "kubectl get pods -A | wc -l  # about 3,500 are alive in the process",
  ]);
  assert.deepEqual(kinds({ count: 7 }, null), ["kubectl get pods -A | wc -l  # about 7 are alive in the process"]);
  assert.deepEqual([kinds(null, null), kinds({ count: 5 }, 3)], [[], []]);
});

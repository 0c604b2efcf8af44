/** Lines to paste, only where they would tell something new. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { nextSteps } from "../../../src/wording/growth/next.ts";
import { holderRowOf } from "../holder-row.ts";
import { findingsOf, reportOf } from "./report.ts";

const GROWN = { findings: findingsOf("grew"), own: { modules: ["m"], by: "main" } };
const next = (given: object = {}, fileOf: (source: string) => string | null = (source) => source) =>
  nextSteps(reportOf({ ...GROWN, ...given }), fileOf);

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

test("what came from a server is named by the file that has it, and not asked for again", () => {
  const base = { source: "http://a:6060/debug/pprof/heap" };
  const fileIn = (path: string | null) => (source: string) => (source.startsWith("http") ? path : source);
  assert.match(
    next({ base }, fileIn("/home/me/pprof/a.001.pb.gz"))[0] ?? "",
    /diff \/home\/me\/pprof\/a\.001\.pb\.gz b\.out /,
  );
  assert.deepEqual(next({ base }, fileIn(null)), []);
});

test("what was given the wrong way round is turned", () => {
  const provenance = [{ code: "swapped", severity: "blocking", facts: { base: "a.out", current: "b.out" } }];
  assert.deepEqual(next({ provenance, findings: [] }), ["heapblame diff b.out a.out"]);
  assert.deepEqual(
    next({ provenance, findings: [] }, () => null),
    [],
  );
});

test("after a restart the process that runs is captured again", () => {
  const steps = next({ findings: findingsOf("restart", "grew") });
  assert.match(
    steps[0] ?? "",
    /^curl -o later\.out 'http:\/\/HOST:PORT\/debug\/pprof\/heap\?gc=1' {2}# of the process/,
  );
  assert.deepEqual(steps.slice(1), ["heapblame b.out later.out"]);
  const counters = { sampleType: { type: "alloc_space", unit: "bytes" } };
  assert.deepEqual(next({ findings: findingsOf("restart"), ...counters }), []);
  const ofTest = {
    verdict: { code: "grew", cause: null, facts: { isSeries: false, hasSurplus: false, isTests: true } },
  };
  for (const code of ["restart", "grew"]) assert.deepEqual(next({ findings: findingsOf(code), ...ofTest }), [], code);
  assert.deepEqual(
    next({ findings: findingsOf("restart") }, () => null),
    [],
  );
});

test("the cluster is asked where objects were counted and its number was not given, with two digits", () => {
  const kinds = (alive: object | null, inCluster: number | null) =>
    next({ findings: [], kinds: { rows: [{ kind: "Pod", alive, inCluster }] } });
  assert.deepEqual(kinds({ count: 3456 }, null), [
    "kubectl get pods -A | wc -l  # about 3,500 are alive in the process",
  ]);
  assert.deepEqual(kinds({ count: 0 }, null), ["kubectl get pods -A | wc -l  # about 0 are alive in the process"]);
  assert.deepEqual(kinds({ count: 7 }, null), ["kubectl get pods -A | wc -l  # about 7 are alive in the process"]);
  assert.deepEqual([kinds(null, null), kinds({ count: 5 }, 3)], [[], []]);
});

test("the field that holds is looked for in the program's code, where it is known by name", () => {
  const step = (row: object, more: object = {}, given: object = {}) =>
    next({
      ...given,
      findings: [],
      held: [{ evidence: "dump", base: {}, holders: [holderRowOf({ ...HOLDING, ...row })], ...more }],
    });
  const HOLDING = {
    deltaBytes: 5,
    samples: { count: 9, only: 9, share: 0.9, low: 0.55, high: 0.99, functions: [], stacks: [] },
  };
  const line = "grep -rnw subscriptions --include='*.go' .  # what takes out of it?";
  assert.deepEqual(step({}), [line]);
  assert.deepEqual(step({ deltaBytes: null }, { base: null }), [line]);
  const fieldOf = (struct: string) => step({ field: { struct, name: "subscriptions" } });
  assert.deepEqual([fieldOf("m/index.ByIP"), fieldOf("m.Server")], [[line], [line]]);
  for (const struct of ["context.cancelCtx", "github.com/patrickmn/go-cache.cache", "m2/index.ByIP"])
    assert.deepEqual(fieldOf(struct), [], `the program's own code has no ${struct}`);
  const unknown = (struct: string) =>
    step({ field: { struct, name: "subscriptions" } }, {}, { own: { modules: [], by: "unknown" } });
  assert.deepEqual([unknown("example.com/app.T"), unknown("context.cancelCtx")], [[line], []]);
  // A struct without a name is that of its variable.
  const nameless = (holder: object) =>
    step({ field: { struct: "struct { sync.Mutex; subscriptions map[string]int }", name: "subscriptions" }, holder });
  const variable = { kind: "variable", count: 1, isNamed: true, frame: "" };
  assert.deepEqual(nameless({ ...variable, name: "main.watcher" }), [line]);
  assert.deepEqual(nameless({ ...variable, name: "runtime.reflectOffs" }), []);
  assert.deepEqual(nameless({ ...variable, name: "0x5000", isNamed: false }), []);
  assert.deepEqual(nameless({ ...variable, kind: "goroutine", name: "main.serve" }), []);
  const silent = [step({ deltaBytes: 0 }), step({ samples: null }), step({ field: null })];
  silent.push(
    step({ field: { struct: "main.T", name: "a b" } }),
    step({}, { evidence: "references" }),
    step({}, { holders: [] }),
  );
  assert.deepEqual(silent.flat(), []);
});

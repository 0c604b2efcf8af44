/** All findings of a diff together: their order, and which takes the place of which. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findGrowth } from "../../../src/blame/findings/findings.ts";
import type { GrowthSigns } from "../../../src/blame/findings/signs.ts";
import type { ProcessBooks } from "../../../src/blame/memory/beside-heap.ts";
import { signsOfGoroutines } from "./goroutine-of.ts";
import { codesOf, signsOf } from "./signs-of.ts";

const MIB = 1024 ** 2;
const found = (text: string, given: Partial<GrowthSigns> = {}) => codesOf(findGrowth(signsOf(text, given)));

test("the heap comes first, then goroutines, then whose code it is", () => {
  const goroutines = signsOfGoroutines("1 main.main", "1 main.main");
  assert.deepEqual(found("k8s.io/api.F 1 1000", { goroutines }), ["grew", "goroutines-steady", "dependency-code"]);
});

const books = (resident: number): ProcessBooks => ({
  resident,
  memStats: { sys: 10 * MIB, heapReleased: 0 } as ProcessBooks["memStats"],
});

test("what grew beside the heap comes before it where it is most of it, else after all", () => {
  const memory = { base: books(20 * MIB), current: books(220 * MIB) };
  const [heap] = [`main.main;other.com/x.F 1 ${MIB}`];
  const most = found(heap, { memory, liveGrowth: MIB });
  assert.equal(most[0], "outside-heap");
  assert.equal(found(heap, { memory, liveGrowth: 500 * MIB }).at(-1), "outside-heap");
  assert.equal(found(heap, { memory, liveGrowth: undefined })[0], "outside-heap", "what grew more is not known");
  assert.ok(!found(heap, { memory, liveGrowth: MIB, verdict: "not-comparable" }).includes("outside-heap"));
});

test("a finding that says more takes the place of one that says less", () => {
  const timers = "context.WithCancel;context.(*cancelCtx).propagateCancel;time.AfterFunc;time.NewTimer 1 1000";
  const codes = found(timers, { goroutines: signsOfGoroutines("1 main.main", "1 main.main") });
  assert.ok(codes.includes("context-tree"));
  for (const less of ["after-func", "timer", "goroutines-steady"]) assert.ok(!codes.includes(less), less);
  const waiting = found("main.f;time.AfterFunc 1 1000");
  assert.ok(waiting.includes("after-func") && !waiting.includes("context-tree"));
});

test("findings that no other replaces all stay", () => {
  const both = found("main.f;time.NewTicker;sync.(*Pool).Get 1 1000");
  assert.ok(both.includes("timer") && both.includes("pool"));
});

/** What a growth report rests on, and what is withheld. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compare } from "../../../src/blame/provenance/comparison.ts";
import { buildAudit, gatherEvidence, verdictOf } from "../../../src/report/growth/evidence.ts";
import { evidenceOf, heapOf } from "./evidence-of.ts";

const MIB = 1024 ** 2;
const BEFORE = `main.main;example.com/app.put ${MIB} 10 100`;
const AFTER = `main.main;example.com/app.put ${MIB} 60 200`;
const CAPTURE = { isSeries: false, isCollected: true, hasMemory: true };

test("of one process what survived is known, and growth is judged", () => {
  const evidence = evidenceOf(heapOf(BEFORE), heapOf(AFTER, { timeNanos: 60_000_000_001n }));
  assert.equal(evidence.hasSurvivors, true);
  assert.equal(evidence.growth?.kind, "inuse");
  assert.equal(evidence.objects?.currentSampling.period, 1);
  assert.equal(evidence.certainty?.significant, true);
  assert.equal(verdictOf(evidence), "grew");
  assert.deepEqual(
    evidence.suspects.map(({ frame }) => frame.name),
    ["example.com/app.put"],
  );
  assert.deepEqual([...evidence.suspectOf].filter((suspect) => suspect === 0).length, 1);
});

test("an age is told where the captures say how far apart they are", () => {
  const age = (timeNanos: bigint) => evidenceOf(heapOf(BEFORE), heapOf(AFTER, { timeNanos })).suspects[0]?.ageSeconds;
  // 60 live, 100 allocated in a minute: 36 s.
  assert.ok(Math.abs((age(60_000_000_001n) ?? 0) - 36) < 1);
  assert.equal(age(1n), undefined, "at the same time");
  assert.equal(age(0n), undefined, "at no known time");
});

test("of two processes survivors are not known", () => {
  const evidence = evidenceOf(heapOf(`${AFTER}\nmain.x 64 1 5`), heapOf(`${BEFORE}\nmain.x 64 1 9`));
  assert.equal(evidence.comparison.pair.relation, "different");
  assert.equal(evidence.hasSurvivors, false);
});

test("values that were ever allocated have no survivors", () => {
  const { hasSurvivors, growth } = gatherEvidence(compare(heapOf(BEFORE), heapOf(AFTER)), 1, false);
  assert.deepEqual([hasSurvivors, growth?.kind], [false, "alloc"]);
});

test("a pair that cannot be compared has neither statistics nor suspects", () => {
  const evidence = evidenceOf(heapOf(AFTER), heapOf(AFTER));
  assert.equal(evidence.comparison.isBlocked, true);
  assert.deepEqual(
    [evidence.growth, evidence.objects, evidence.certainty, evidence.tree],
    [undefined, undefined, undefined, undefined],
  );
  assert.deepEqual(evidence.suspects, []);
  assert.ok(evidence.suspectOf.every((suspect) => suspect === -1));
  assert.equal(verdictOf(evidence), "not-comparable");
});

test("a heap that lost everywhere has no tree of growth", () => {
  const evidence = evidenceOf(heapOf(BEFORE), heapOf(`main.main;example.com/app.put ${MIB} 1 200`));
  assert.equal(evidence.denominator.of, "net");
  assert.equal(verdictOf(evidence), "shrank");
});

test("functions of two builds are known by names that no release changes, of one build by their own", () => {
  const stack = (name: string) => `main.main;example.com/app.${name} ${MIB} 10 100`;
  const other = evidenceOf(heapOf(stack("put.func1")), heapOf(stack("put.func1"), { buildId: "b2" }));
  assert.equal(other.comparison.isOtherBuild, true);
  const one = evidenceOf(heapOf(stack("put.func1")), heapOf(stack("put.func1").replace("10 100", "12 120")));
  assert.equal(one.comparison.isOtherBuild, false);
});

test("the audit has the relation, the time between, and what could not be seen", () => {
  const evidence = evidenceOf(heapOf(BEFORE), heapOf(AFTER, { timeNanos: 60_000_000_001n }));
  const codes = buildAudit(evidence, CAPTURE, true).map(({ code }) => code as string);
  const without = buildAudit(evidence, CAPTURE, false).map(({ code }) => code as string);
  assert.ok(codes.length > 0 && JSON.stringify(without) !== JSON.stringify([]));
  const gap = buildAudit(evidence, CAPTURE, true).find(({ facts }) => "seconds" in facts);
  assert.deepEqual(gap && "seconds" in gap.facts && gap.facts.seconds, 60);
});

test("--noinlines charges a function to the one it is in", () => {
  const names = (noInlines: boolean) =>
    new Set(evidenceOf(heapOf(BEFORE), heapOf(AFTER), {}, noInlines).identities.map(({ name }) => name));
  assert.ok(names(false).has("example.com/app.put") && names(true).has("example.com/app.put"));
});

test("values that were sampled at another rate have no suspects, however much more they are", () => {
  const evidence = evidenceOf(heapOf(BEFORE), heapOf(AFTER, { period: 4096n }));
  assert.equal(evidence.comparison.isBlocked, true);
  assert.ok(Number(evidence.stacks.totals.net) > 0);
  assert.deepEqual([evidence.tree, evidence.suspects], [undefined, []]);
});

test("recorded objects of either side are counted, and a stack of nothing has a limit of its own too", () => {
  const { certainty } = evidenceOf(heapOf(BEFORE), heapOf(AFTER));
  assert.deepEqual([certainty?.samplesBase, certainty?.samplesCurrent], [10, 60]);
  const nothing = evidenceOf(heapOf(BEFORE.replace("10 100", "0 100")), heapOf(AFTER.replace("60 200", "0 200")));
  const limit = nothing.certainty?.detectionLimitOfStack ?? Number.NaN;
  assert.equal(nothing.stacks.stacks, 0);
  assert.ok(limit > 0 && limit < 100 * MIB, String(limit));
});

test("sides have the interval of their samples, and a stack that lost nothing is seen from five samples on", () => {
  const { certainty, stacks } = evidenceOf(heapOf(BEFORE), heapOf(AFTER));
  const { base, current } = stacks.totals;
  assert.ok(certainty !== undefined);
  assert.ok(certainty.base.low < Number(base) && Number(base) < certainty.base.high);
  assert.ok(certainty.current.low < Number(current) && Number(current) < certainty.current.high);
  assert.equal(stacks.stacks, 1);
  // 2^-5 is the first below 5 %.
  assert.equal(certainty.detectionLimitOfStack, 5 * 524288);
});

test("what releases of Go call otherwise is one stack of two builds, and two of one build", () => {
  const heap = (name: string, count: number, buildId: string) =>
    heapOf(`main.main;example.com/app.${name} ${MIB} ${count} ${2 * count}`, { buildId });
  const shrankOf = (buildId: string) =>
    evidenceOf(heap("glob..func1", 10, "b1"), heap("init.func1", 60, buildId)).stacks.totals.shrank;
  assert.equal(shrankOf("b2"), 0);
  assert.ok(Number(shrankOf("b1")) > 9 * MIB);
});

/** The evidence of a report as findings look at it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compare } from "../../../src/blame/provenance/comparison.ts";
import { compilePattern } from "../../../src/profile/filter/regexp.ts";
import { gatherEvidence } from "../../../src/report/growth/evidence.ts";
import { growthSigns, ownBasis } from "../../../src/report/growth/signs.ts";
import { groupsOf } from "../../blame/findings/goroutine-of.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";
import { evidenceOf, heapOf, SPACE } from "./evidence-of.ts";

const MIB = 1024 ** 2;
const before = `main.main;example.com/app.put ${MIB} 10 100\nmain.main;example.com/app.fill ${MIB} 300 400`;
const after = `main.main;example.com/app.put ${MIB} 80 200\nmain.main;example.com/app.fill ${MIB} 10 500`;
const signsOf = (base: string, current: string, beside = {}) => {
  const evidence = evidenceOf(heapOf(base), heapOf(current), { mainModule: "example.com/app" });
  return growthSigns(evidence, SPACE, beside);
};

test("what is sure is what the suspects' stacks changed by", () => {
  const signs = signsOf(before, after.replace(" 10 500", " 300 500"));
  assert.equal(signs.verdict, "grew");
  assert.deepEqual([signs.type, signs.unit], ["inuse_space", "bytes"]);
  assert.equal(signs.net, signs.current - signs.base);
  assert.equal(
    signs.sure,
    signs.stacks.reduce((sum, { change }) => sum + change, 0),
  );
  assert.ok(signs.sure > 70 * MIB && signs.interval !== undefined);
  assert.equal(signs.sizes[0]?.[0]?.size, MIB);
  assert.equal(signs.parts, 0, "the whole grew");
});

test("of a heap that shrank the parts that grew are counted", () => {
  const signs = signsOf(before, after);
  assert.equal(signs.verdict, "shrank");
  assert.ok(signs.parts > 70 * MIB, String(signs.parts));
});

test("a pair that cannot be compared has no sizes and no interval", () => {
  const signs = signsOf(after, after);
  assert.deepEqual(
    [signs.verdict, signs.sizes, signs.interval, signs.stacks, signs.sure],
    ["not-comparable", [], undefined, [], 0],
  );
  assert.ok(signs.provenance.includes("same-file"));
});

test("what was captured beside them is handed on; what was not is not known", () => {
  const goroutines = {
    base: [],
    current: groupsOf("3 main.work"),
    baseSource: "a",
    currentSource: "b",
    iterations: undefined,
  };
  const memory = { base: { memStats: undefined, resident: 1 }, current: { memStats: undefined, resident: 2 } };
  const signs = signsOf(before, after, { goroutines, memory });
  assert.deepEqual([signs.goroutines?.current, signs.memory], [3, memory]);
  assert.deepEqual([signsOf(before, after).goroutines, signsOf(before, after).memory], [undefined, undefined]);
});

test("whose modules are the program's own: as stated, else as told by its files, else not known", () => {
  assert.deepEqual(signsOf(before, after).ownModules, ["example.com/app"]);
  assert.equal(ownBasis(evidenceOf(heapOf(before), heapOf(after), { mainModule: "x.com/y" })).by, "stated");
  const nameless = evidenceOf(heapOf("malloc 1024 5 9"), heapOf("malloc 1024 50 90"));
  assert.deepEqual(ownBasis(nameless).modules, []);
});

test("what tells whose code it is is told with it", () => {
  const text = `main.main;example.com/app/internal/store.put ${MIB} 60 100`;
  const evidence = evidenceOf(heapOf(text), heapOf(text.replace("60 100", "90 200")));
  assert.deepEqual(ownBasis(evidence), { modules: ["example.com/app"], by: "internal" });
});

test("what is live is known to have grown by all of it, and not by what was allocated, by objects or by a part", () => {
  const liveGrowth = (sampleIndex: number, focus = "") => {
    const filters = { options: { focus }, compile: compilePattern, shown: [`focus=${focus}`] };
    const comparison = compare(heapOf(before), heapOf(after), focus === "" ? {} : { filters });
    const signs = growthSigns(gatherEvidence(comparison, sampleIndex, false), sampleIndex, {});
    return signs.liveGrowth === signs.net ? "net" : signs.liveGrowth;
  };
  const [allocated, objects] = [1, 2];
  assert.deepEqual(
    [SPACE, allocated, objects].map((index) => liveGrowth(index)),
    ["net", undefined, undefined],
  );
  assert.equal(liveGrowth(SPACE, "put"), undefined);
});

test("several modules that lie on the builder's disk are all the program's own; of none nothing is known", () => {
  const text = (count: number) =>
    `a.example/x/p.F@/home/me/x/p/f.go:3 ${count} 1000\nb.example/y/q.G@/home/me/y/q/g.go:3 ${count} 1000`;
  const basis = (before: string, after: string) =>
    ownBasis(gatherEvidence(compare(profileFromText(before), profileFromText(after)), 1, false));
  assert.deepEqual(basis(text(1), text(2)), { modules: ["a.example/x", "b.example/y"], by: "paths" });
  const runtime = (count: number) => `runtime.mallocgc@/usr/local/go/src/runtime/malloc.go:3 ${count} 1000`;
  assert.equal(basis(runtime(1), runtime(2)).by, "unknown");
});

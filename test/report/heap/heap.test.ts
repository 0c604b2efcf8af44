/** What one heap is made of, over profiles written as text. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compareWithNothing } from "../../../src/blame/provenance/comparison.ts";
import type { GrowthQuery } from "../../../src/report/growth/query.ts";
import { heapReport, type KnownMemory } from "../../../src/report/heap/heap.ts";
import type { HeapReport } from "../../../src/report/heap/report.ts";
import type { HeapOptions } from "../../blame/heap-buckets.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";
import { heapOf } from "../growth/evidence-of.ts";

const MIB = 1024 ** 2;
const TEXT = `main.main;example.com/app.put ${MIB} 60 200\nmain.main;example.com/app.get ${MIB} 20 200\nmain.main;example.com/app.none ${MIB} 0 7`;

function reportOf(
  text = TEXT,
  query: GrowthQuery = { sampleIndex: "inuse_space" },
  known: KnownMemory = {},
  options: HeapOptions = {},
): HeapReport {
  return heapReport(
    compareWithNothing(heapOf(text, options), { sources: { base: "", current: "x.out" } }),
    query,
    known,
    ["next"],
  );
}

test("the total has its interval and its samples, and the objects behind it", () => {
  const { kind, schemaVersion, total, objects, sampleType, source, next } = reportOf();
  assert.deepEqual([kind, schemaVersion], ["heap", 1]);
  assert.deepEqual(
    [sampleType.type, total.samples, objects?.samples, source, next],
    ["inuse_space", 80, 80, "x.out", ["next"]],
  );
  assert.ok(
    total.low !== null && total.high !== null && total.low <= Number(total.value) && Number(total.value) <= total.high,
  );
  assert.ok(objects !== null && Number(objects.value) > 80 && Number(objects.value) < 100);
});

test("rows are what each allocated, and add up with what is left out", () => {
  const { functions, total, omitted } = reportOf(TEXT, { sampleIndex: "inuse_space", limit: 1 });
  assert.deepEqual(
    functions.map(({ name }) => name),
    ["example.com/app.put"],
  );
  assert.equal(Number(functions[0]?.flat) + Number(omitted.flat), Number(total.value));
  assert.ok(omitted.count >= 2);
  assert.equal(reportOf().omitted.count, 0, "without a limit all are shown");
  assert.equal(functions[0]?.share, Number(functions[0]?.flat) / Number(total.value));
});

test("modules and packages add up to the total; what has nothing live is in neither", () => {
  const { modules, packages, total } = reportOf();
  for (const table of [modules, packages]) {
    assert.equal(
      table.reduce((sum, { value }) => sum + Number(value), 0),
      Number(total.value),
    );
  }
  assert.ok(packages.every(({ value }) => Number(value) > 0));
});

test("places are where it gathers, most first", () => {
  const { places } = reportOf();
  assert.equal(places[0]?.frame, "example.com/app.put");
  assert.ok((places[0]?.share ?? 0) > 0.7 && places[0]?.low !== null);
});

test("the program, its build and the time are told where they are known", () => {
  const known = reportOf(TEXT, undefined, {}, { file: "/bin/app", buildId: "b9", timeNanos: 7n });
  assert.deepEqual([known.program, known.buildId, known.timeNanos], ["app", "b9", 7n]);
  assert.equal(reportOf(TEXT, undefined, {}, { timeNanos: 0n }).timeNanos, null);
});

test("what one capture cannot say depends on what is compared, and on what is known besides", () => {
  const gaps = (type: string, known: KnownMemory = {}) => reportOf(TEXT, { sampleIndex: type }, known).gaps;
  assert.deepEqual(gaps("alloc_space"), ["allocated"]);
  for (const gap of ["growth", "holder"] as const) assert.ok(gaps("inuse_space").includes(gap), gap);
  assert.ok(gaps("inuse_objects").includes("growth"));
});

test("memory is measured for live bytes of the whole profile only", () => {
  const limit = { text: "1Gi", bytes: 1024 * MIB };
  const { memory, total } = reportOf(TEXT, { sampleIndex: "inuse_space" }, { limit });
  assert.equal(memory?.shareOfLimit?.share, Number(total.value) / limit.bytes);
  assert.equal(reportOf(TEXT, { sampleIndex: "inuse_objects" }, { limit }).memory, null);
  assert.equal(reportOf(TEXT, { sampleIndex: "alloc_space" }, { limit }).memory, null);
});

test("a profile of another writer has no interval, and one of objects alone no objects beside them", () => {
  const report = heapReport(compareWithNothing(profileFromText("main.a 3 100"), {}), { sampleIndex: "inuse_space" });
  assert.deepEqual([report.total, report.objects?.value], [{ value: 100n, low: null, high: null, samples: null }, 3n]);
  assert.equal(
    heapReport(compareWithNothing(profileFromText("main.a 3 100"), {}), { sampleIndex: "inuse_objects" }).objects,
    null,
  );
});

test("what is so large that every object is recorded is that much at least", () => {
  const { total } = reportOf(`main.main;main.put ${64 * MIB} 3 3`);
  assert.deepEqual([Number(total.value), total.low, total.samples], [192 * MIB, 192 * MIB, 3]);
  assert.ok((total.high ?? 0) > 192 * MIB, "smaller ones may be there of which none was recorded");
});

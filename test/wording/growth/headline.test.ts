/** The first line of a diff, by its verdict. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { asideText, headlineText, headlineUnit } from "../../../src/wording/growth/headline.ts";
import { findingsOf, reportOf } from "./report.ts";

const MIB = 1024 ** 2;
const verdict = (code: string) => ({ verdict: { code, cause: null, facts: {} } });
const certainty = (low: number, high: number) => ({ certainty: { net: { low, high } } });
const line = (given: object = {}) => headlineText(reportOf(given), []);

test("growth has its change, both sides, and how sure it is", () => {
  assert.equal(line(), "+54.0 MiB live heap, 10.0 -> 64.0 MiB");
  assert.equal(
    line(certainty(42.64 * MIB, 66.42 * MIB)),
    "+54.0 MiB live heap, 10.0 -> 64.0 MiB (95% +42.6 to +66.4 by sampling)",
  );
  assert.match(line(certainty(MIB, MIB)), /\(every object is recorded\)$/);
  assert.match(line(certainty(54 * MIB, 54 * MIB + 0.4)), /\(95% \+54\.000000 to \+54\.000000 by sampling\)$/);
  assert.match(line(certainty(54 * MIB, 54.003 * MIB)), /\(95% \+54\.000 to \+54\.003 by sampling\)$/);
});

test("of no samples nothing is recorded, and nothing exact", () => {
  const none = (samplesCurrent: number): string =>
    line({
      ...verdict("did-not-change"),
      totals: { base: 0, current: 0, net: 0 },
      certainty: { net: { low: 0, high: 0 }, samplesBase: 0, samplesCurrent },
    });
  assert.match(none(0), /: 0 -> 0 \S* ?\(no sample in either profile\)$/);
  assert.match(none(1), /\(every object is recorded\)$/);
});

test("what is compared is named: the heap, its objects, or the type as it is called", () => {
  const of = (type: string, unit = "bytes") => line({ sampleType: { type, unit } });
  assert.match(of("inuse_objects", "count"), / live objects, /);
  assert.match(of("space"), / live heap, /);
  assert.match(of("delay", "nanoseconds"), / delay, /);
});

test("a heap that did not change says so, and one that hardly did beside the process's growth", () => {
  assert.match(
    line(verdict("did-not-change")),
    /^Live heap did not change by more than sampling explains: 10\.0 -> 64\.0 MiB$/,
  );
  assert.match(line({ findings: findingsOf("did-not-change") }), /^Live heap hardly changed: /);
});

test("what cannot be counted or compared claims nothing", () => {
  assert.match(line(verdict("uncounted")), /how much of that is sampling noise cannot be told$/);
  assert.equal(
    headlineText(reportOf(verdict("not-comparable")), ["It is one file."]),
    "It is one file. So nothing is said about growth.",
  );
});

test("what was allocated is no growth, and may be fewer", () => {
  const allocated = (net: number, type = "alloc_space", given: object = {}) =>
    line({
      ...verdict("allocated"),
      sampleType: { type, unit: type === "alloc_space" ? "bytes" : "count" },
      totals: { base: 0, current: 9 * MIB, net },
      ...given,
    });
  assert.match(allocated(9 * MIB), /^Between the captures 9\.0 MiB were allocated, freed since or not: /);
  for (const code of ["different-process", "other-build", "process-unknown"]) {
    const provenance = [{ code, severity: "limiting", facts: {} }];
    assert.match(
      allocated(9 * MIB, "alloc_space", { provenance }),
      /^9\.0 MiB more were allocated up to current than up to base,/,
    );
  }
  assert.match(allocated(-9 * MIB), /^9\.0 MiB fewer were allocated up to current than up to base, /);
  assert.match(allocated(7, "alloc_objects"), /^Between the captures 7 objects were allocated/);
  assert.match(line({ ...verdict("allocated"), ...certainty(MIB, 2 * MIB) }), /\(95% \+1\.0 to \+2\.0 by sampling\)/);
});

test("one end of nothing borrows its unit from the other, two have one", () => {
  const sides = (base: number, current: number) => line({ totals: { base, current, net: current - base } });
  assert.match(sides(0, 8 * MIB), /, 0 -> 8\.0 MiB$/);
  assert.match(sides(8 * MIB, 0), /, 8\.0 MiB -> 0$/);
  assert.match(sides(0, 0), /, 0 -> 0 \S+$/);
});

test("a unit has one decimal at most, and is that of what could have been where nothing is", () => {
  assert.equal(headlineUnit(reportOf()).decimals, 1);
  assert.equal(headlineUnit(reportOf({ sampleType: { type: "x", unit: "count" } })).decimals, 0);
  assert.equal(
    headlineUnit(reportOf({ totals: { base: 0, current: 0, net: 0 }, certainty: { net: { high: 5 * MIB } } })).suffix,
    "MiB",
  );
});

test("beside it stand the program, another build, and how far the captures are apart", () => {
  const side = (timeNanos: bigint | null, buildId = "b", program = "app") => ({
    source: "x",
    program,
    buildId,
    timeNanos,
  });
  const aside = (base: object, current: object) => asideText(reportOf({ base, current }));
  assert.equal(aside(side(null), side(null)), "app");
  assert.equal(aside(side(0n), side(75_000_000_000n, "c", "app2")), "app -> app2, two builds, 1m 15s apart");
  assert.equal(aside(side(0n), side(75_000_000_000n, "c")), "app, two builds, 1m 15s apart");
  assert.equal(aside(side(0n), side(75_000_000_000n, "")), "app, 1m 15s apart");
  assert.equal(aside(side(0n, ""), side(null, "c")), "app");
  assert.equal(aside(side(0n), side(null, "b", "")), "app");
  assert.equal(aside(side(null, "b", ""), side(null, "b", "")), "");
});

test("numbers of a part are told by its filters, and nothing is no change", () => {
  const filters = ["focus=nosuch"];
  const none = { filters, totals: { base: 0, current: 0, net: 0 } };
  assert.equal(line({ ...none, ...certainty(0, 0) }), "Nothing that matches focus=nosuch is live in either profile");
  assert.match(line({ ...none, sampleType: { type: "delay", unit: "nanoseconds" } }), /is counted in either profile$/);
  assert.match(line({ filters }), /^\+54\.0 MiB live heap/);
  assert.match(asideText(reportOf({ filters })), /, filters: focus=nosuch$/);
  assert.doesNotMatch(asideText(reportOf({})), /filters/);
});

test("a base that is the later of the two is said to be, and nothing where one has no time", () => {
  const at = (seconds: number | null) => ({
    ...{ source: "a.out", program: "app", buildId: "b" },
    timeNanos: seconds === null ? null : BigInt(seconds) * 1_000_000_000n,
  });
  const aside = (from: number | null, to: number | null) => asideText(reportOf({ base: at(from), current: at(to) }));
  assert.equal(aside(1000, 1075), "app, 1m 15s apart");
  assert.equal(aside(1000, 1000), "app, 0s apart");
  assert.equal(aside(1075, 1000), "app, current 1m 15s before base");
  assert.deepEqual([aside(null, 1000), aside(1000, null)], ["app", "app"]);
});

test("what was allocated is fewer below nothing", () => {
  const allocated = (net: number) =>
    line({
      ...verdict("allocated"),
      ...{ sampleType: { type: "alloc_objects", unit: "count" }, totals: { base: 9, current: 9 + net, net } },
    });
  assert.match(allocated(0), /^Between the captures 0 objects were allocated/);
  assert.match(allocated(-1), /^1 objects? fewer were allocated/);
});

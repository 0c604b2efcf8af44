/** What a capture hands to the advice. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { adviceInput } from "../../../src/report/capture/advice.ts";
import type { CaptureInput } from "../../../src/report/capture/input.ts";
import type { TrendReport } from "../../../src/report/trend/report.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";

const state = (name: string, point: object = {}) => ({
  ...{
    point: { name, workingSetBytes: null, residentBytes: null, ...point },
    profile: profileFromText("main.a 1 1"),
    memStats: undefined,
    goroutines: undefined,
  },
});
const SETTINGS = {
  pod: null,
  workload: null,
  memoryLimit: { text: "250Mi", bytes: 262144000 },
  gogc: null,
  gomemlimit: null,
  restartCount: null,
};
const of = (settings: object = {}, run: object[] = [state("a"), state("b")], trend?: object) =>
  adviceInput(
    { run, settings: { ...SETTINGS, ...settings } } as unknown as CaptureInput,
    trend === undefined ? undefined : ({ trend } as TrendReport),
  );

test("the first and the last are its ends; one is no earlier one", () => {
  assert.deepEqual([of().base?.source, of().current.source], ["a", "b"]);
  assert.equal(of({}, [state("a")]).base, undefined);
});

test("the working set goes before the resident set", () => {
  const workingSet = (point: object) => of({}, [state("a", point)]).current.workingSet;
  assert.deepEqual(
    [workingSet({ workingSetBytes: 5, residentBytes: 7 }), workingSet({ residentBytes: 7 }), workingSet({})],
    [5, 7, undefined],
  );
});

test("GOGC is what the runtime makes of the text", () => {
  const gogc = (text: string | null) => of({ gogc: text }).gogc;
  assert.deepEqual(
    [gogc("50"), gogc("off"), gogc(null), gogc("x"), gogc("-5"), gogc("5%")],
    [50, Number.POSITIVE_INFINITY, 100, 100, 100, 100],
  );
});

test("a limit that the downward API hands on is told in bytes; other references are not known", () => {
  const gomemlimit = (text: string | null, settings: object = {}) => of({ gomemlimit: text, ...settings }).gomemlimit;
  assert.deepEqual(
    [gomemlimit("225MiB"), gomemlimit("{limits.memory}"), gomemlimit("{x}"), gomemlimit(null)],
    ["225MiB", "262144000", undefined, undefined],
  );
  assert.equal(gomemlimit("{limits.memory}", { memoryLimit: null }), undefined);
});

test("a container was seen where its restarts are known", () => {
  assert.deepEqual([of({ restartCount: 0 }).isContainerSeen, of().isContainerSeen], [true, false]);
});

test("a slope is handed on where it is surely one", () => {
  const trend = { slopePerHour: 5, low: 4, high: null, significant: true };
  assert.deepEqual(of({}, undefined, trend).slope, { expected: 5, low: 4, high: 5 });
  assert.equal(of({}, undefined, { ...trend, significant: false }).slope, undefined);
  assert.equal(of({}, undefined, { ...trend, slopePerHour: null }).slope, undefined);
  assert.equal(of().slope, undefined);
});

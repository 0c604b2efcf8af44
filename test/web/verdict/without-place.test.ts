/** What there is to do where no place grew: no advice whose premise does not hold. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { GrowthReport, VerdictCode } from "../../../src/index.ts";
import { withoutPlace } from "../../../src/web/verdict/without-place.ts";

const INUSE = [{ type: "inuse_space", unit: "bytes" }];

function said(code: VerdictCode, given: object = {}, sampleTypes = INUSE): string {
  const report = { verdict: { code }, totals: { base: 1, current: 1 }, filters: [], ...given };
  return withoutPlace(report as unknown as GrowthReport, { sampleTypes });
}

test("profiles further apart are wanted only where two were compared and nothing changed", () => {
  const empty = { totals: { base: 0, current: 0 } };
  assert.match(said("did-not-change"), /further apart/);
  for (const text of [
    said("did-not-change", { ...empty, filters: ["focus=x"] }),
    said("did-not-change", empty),
    said("not-comparable"),
    said("shrank"),
    said("uncounted"),
    said("allocated"),
    said("allocated", {}, []),
  ])
    assert.doesNotMatch(text, /further apart/);
});

test("what matches no filter, what is empty, and what cannot be compared say what to do", () => {
  const empty = { totals: { base: 0, current: 0 } };
  assert.match(said("did-not-change", { ...empty, filters: ["focus=x"] }), /take them back/);
  assert.match(said("did-not-change", empty), /^Neither profile has anything of this/);
  assert.match(said("not-comparable"), /that can be compared/);
  assert.match(said("shrank"), /it shrank/);
  assert.match(said("allocated"), /inuse_space/);
  assert.doesNotMatch(said("allocated", {}, []), /inuse_space/);
});

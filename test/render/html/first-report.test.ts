/** The report that a page of large profiles carries is the one that it would compute. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { parseProfile } from "../../../src/profile/parse.ts";
import { firstReport, isLarge } from "../../../src/render/html/first-report.ts";
import { NOTHING_GIVEN } from "../../../src/render/html/given-files.ts";
import { decodePayload, encodePayload, type PageInput } from "../../../src/render/html/payload.ts";
import { renderJson } from "../../../src/render/json.ts";
import type { GrowthReport } from "../../../src/report/growth/growth.ts";
import { Session } from "../../../src/web/desk/session.ts";
import { START } from "../../../src/web/page-state.ts";
import { MODES, modePair } from "../../fixtures.ts";

function inputOf(mode: (typeof MODES)[number], filters: PageInput["question"]["filters"]): PageInput {
  const profiles = modePair(mode).map((file) => parseProfile(readFileSync(file), { symbolizeGoText: true }));
  const question = { sampleIndex: "", granularity: "functions", sort: "flat", noInlines: false, view: "", find: "" };
  return {
    ...{ profiles, sources: ["before.out", "after.out"], question: { ...question, filters } },
    ...{ mainModule: null, beside: {}, objects: [{ name: "Pod", count: 150 }], captures: [], iterations: null },
    ...{ held: null, given: NOTHING_GIVEN, sourceFiles: {}, graph: null, report: null, served: null, version: "0" },
  };
}

function textOf(report: GrowthReport | null | undefined): string {
  assert.ok(report);
  return renderJson(report);
}

/** As a page reads it. */
function carried(input: PageInput): PageInput {
  return decodePayload(gunzipSync(encodePayload(input)));
}

for (const mode of MODES) {
  test(`${mode}: what is carried is what the page computes`, () => {
    const input = inputOf(mode, mode === "retain" ? { ignore: "bytes" } : {});
    const page = carried({ ...input, report: firstReport(input) });
    const state = { ...START, filters: input.question.filters };
    const computed = new Session({ ...page, report: null }).report(state);
    assert.equal(textOf(new Session(page).report(state)), textOf(computed));
  });
}

test("it answers its own question only", () => {
  const input = inputOf("retain", {});
  const page = carried({ ...input, report: firstReport(input) });
  const session = new Session(page);
  const { totals } = session.report(START) ?? {};
  assert.deepEqual(totals, page.report?.totals);
  for (const state of [
    { ...START, type: "alloc_space" },
    { ...START, noInlines: true },
    { ...START, filters: { focus: "bytes" } },
    { ...START, level: "lines" as const },
  ]) {
    assert.notEqual(textOf(session.report(state)), textOf(page.report));
  }
});

test("two profiles of a few thousand stacks are none of the large", () => {
  assert.equal(isLarge(inputOf("retain", {}).profiles), false);
  const large = { samples: { length: 20_001 } } as PageInput["profiles"][number];
  assert.deepEqual([isLarge([large]), isLarge([large, large])], [false, true]);
});

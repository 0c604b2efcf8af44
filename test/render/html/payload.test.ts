/** What a page carries gives the same report as the profiles it was made of. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { compare } from "../../../src/blame/provenance/comparison.ts";
import { parseProfile } from "../../../src/profile/parse.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { NOTHING_GIVEN } from "../../../src/render/html/given-files.ts";
import { decodePayload, encodePayload, type PageInput } from "../../../src/render/html/payload.ts";
import { renderJson } from "../../../src/render/json.ts";
import { growthReport } from "../../../src/report/growth/growth.ts";
import { fixture, MODES, modePair } from "../../fixtures.ts";

function inputOf(profiles: readonly Profile[]): PageInput {
  return {
    profiles,
    sources: profiles.map((_, at) => `heap-${at}.out`),
    question: {
      sampleIndex: "",
      granularity: "functions",
      sort: "flat",
      noInlines: false,
      filters: {},
      view: "",
      find: "",
    },
    ...{
      mainModule: null,
      beside: { capture: { isSeries: true, big: 2n ** 63n } },
      objects: [],
      captures: [],
      iterations: null,
      held: null,
      given: NOTHING_GIVEN,
      sourceFiles: {},
      graph: null,
      report: null,
      served: null,
      version: "0",
    },
  };
}

function carried(profiles: readonly Profile[]): PageInput {
  return decodePayload(gunzipSync(encodePayload(inputOf(profiles))));
}

function read(file: string): Profile {
  return parseProfile(readFileSync(file), { symbolizeGoText: true });
}

function reportOf([base, current]: readonly Profile[]): string {
  return renderJson(growthReport(compare(base as Profile, current as Profile)));
}

const RELEASES: readonly [string, string][] = [
  [fixture("releases/go1.20.14.out"), fixture("releases/go1.26.8-leak.out")],
  [fixture("releases/go1.26.8.out"), fixture("releases/go1.23.12.out")],
];
const TEXTS: readonly [string, string][] = [
  [fixture("streamwatcher/retain/heap-before.debug1.txt.gz"), fixture("streamwatcher/retain/heap-after.debug1.txt.gz")],
  [fixture("streamwatcher/retain/heap-before.debug1.txt.gz"), fixture("streamwatcher/retain/heap-after.out")],
];

for (const pair of [...MODES.map(modePair), ...RELEASES, ...TEXTS]) {
  test(`${pair.map((file) => file.split("/").slice(-2).join("/")).join(" and ")} come out as they went in`, () => {
    const profiles = pair.map(read);
    assert.equal(reportOf(carried(profiles).profiles), reportOf(profiles));
  });
}

test("what was asked survives, with whole numbers of 64 bits", () => {
  const { profiles: _, ...rest } = carried(modePair("retain").map(read));
  const { profiles: __, ...asked } = inputOf(modePair("retain").map(read));
  assert.deepEqual(rest, asked);
});

test("stacks that both have are carried once", () => {
  const profiles = modePair("steady").map(read);
  const alone = profiles.map((profile) => encodePayload(inputOf([profile])).length);
  const together = encodePayload(inputOf(profiles)).length;
  assert.ok(together < 0.75 * alone.reduce((sum, length) => sum + length, 0), `${together} of ${alone}`);
});

test("a page that was cut short is refused", () => {
  const bytes = gunzipSync(encodePayload(inputOf(modePair("retain").map(read))));
  assert.throws(() => decodePayload(bytes.subarray(0, 200)), { code: "truncated" });
});

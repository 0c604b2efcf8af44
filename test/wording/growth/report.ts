/** A growth report in which nothing stands but what a test puts there: each sentence is asked for its own premises. */
import type { GrowthReport } from "../../../src/report/growth/growth.ts";

const BARE = {
  ...{
    kind: "growth",
    findings: [],
    suspects: [],
    provenance: [],
    audit: [],
    kinds: null,
    goroutines: null,
    certainty: null,
    held: [],
  },
  ...{ own: { modules: [], by: "unknown" }, sampleType: { type: "inuse_space", unit: "bytes" }, filters: [] },
  verdict: { code: "grew", cause: null, facts: { isSeries: false, hasSurplus: false, isTests: false } },
  totals: { base: 10 * 1024 ** 2, current: 64 * 1024 ** 2, net: 54 * 1024 ** 2, grew: 0, shrank: 0 },
  base: { source: "a.out", program: "app", buildId: "b", timeNanos: null },
  current: { source: "b.out", program: "app", buildId: "b", timeNanos: null },
};

export function reportOf(given: object = {}): GrowthReport {
  return { ...BARE, ...given } as unknown as GrowthReport;
}

/** Findings by code, with facts where a sentence has them. */
export function findingsOf(
  ...codes: readonly (string | readonly [code: string, facts: object])[]
): GrowthReport["findings"] {
  return codes.map((each) => {
    const [code, facts] = typeof each === "string" ? [each, {}] : each;
    return { code, severity: "note", facts };
  }) as unknown as GrowthReport["findings"];
}

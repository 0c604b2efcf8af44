/** A growth report over two profiles, with the defaults of the command line. */
import { type CompareOptions, compare } from "../../src/blame/provenance/comparison.ts";
import { parseProfile } from "../../src/profile/parse.ts";
import type { Profile } from "../../src/profile/tables.ts";
import { type Companions, type GrowthQuery, type GrowthReport, growthReport } from "../../src/report/growth/growth.ts";
import { readUnpacked } from "../profile/corpus.ts";

export interface GrowthAsked extends GrowthQuery, CompareOptions {}

export function growthOf(
  base: Profile,
  current: Profile,
  { filters, sources, names, mainModule, ...query }: GrowthAsked = {},
  beside: Companions = {},
): GrowthReport {
  const comparison = compare(base, current, { filters, sources, names, mainModule });
  const last = comparison.diff.profile.header.sampleTypes.length - 1;
  return growthReport(comparison, { sampleIndex: last, ...query }, beside);
}

/** The same over two files. */
export function growthOfFiles(
  base: string,
  current: string,
  query: GrowthAsked = {},
  beside: Companions = {},
): GrowthReport {
  return growthOf(parseProfile(readUnpacked(base)), parseProfile(readUnpacked(current)), query, beside);
}

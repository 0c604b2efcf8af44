/** What every picture says about itself: which program, which values, between which moments, and what its percentages are of. */
import type { Value } from "../../profile/int64.ts";
import type { Profile, ValueType } from "../../profile/tables.ts";
import type { PlainGrowth, Side, Totals } from "../growth/growth.ts";
import type { GraphHeader } from "../pprof/header.ts";
import { computeTotal } from "../pprof/total.ts";
import { programName } from "../program-name.ts";

export interface PictureHeader {
  /** "" if the profile does not say, as is `buildId`. */
  readonly program: string;
  /** Of the current profile; `base` has the other. */
  readonly buildId: string;
  readonly sampleType: string;
  readonly unit: string;
  /** Of the current profile, null if unknown. */
  readonly timeNanos: bigint | null;
  readonly base: Side | undefined;
  /** In a diff. */
  readonly totals: Totals | undefined;
  /** What 100 % means, and its name. */
  readonly denominator: number;
  readonly denominatorName: "net growth" | "net shrink" | "gross growth" | "total";
  readonly filters: readonly string[];
}

/** `growth` as in pictureGraph. */
export function pictureHeader(header: GraphHeader, growth: PlainGrowth | undefined, unit: string): PictureHeader {
  const { profile, total } = header;
  if (growth !== undefined) return growthHeader(growth);
  return {
    program: programName(profile?.program ?? ""),
    buildId: profile?.buildId ?? "",
    sampleType: profile?.type ?? "",
    unit,
    timeNanos: profile === undefined || profile.timeNanos === 0n ? null : profile.timeNanos,
    base: undefined,
    totals: undefined,
    ...denominatorOf(total),
    filters: header.activeFilters,
  };
}

/** Of a picture of one profile. */
export function profilePictureHeader(profile: Profile, sampleIndex: number, filters: readonly string[]): PictureHeader {
  const { header, mappings, strings } = profile;
  const { type, unit } = header.sampleTypes[sampleIndex] as ValueType;
  const text = (column: Int32Array): string => (mappings.length === 0 ? "" : strings.at(column[0] as number));
  return {
    program: programName(text(mappings.file)),
    buildId: text(mappings.buildId),
    sampleType: type,
    unit,
    timeNanos: header.timeNanos === 0n ? null : header.timeNanos,
    base: undefined,
    totals: undefined,
    ...denominatorOf(computeTotal(profile, sampleIndex, false)),
    filters,
  };
}

function denominatorOf(total: Value): Pick<PictureHeader, "denominator" | "denominatorName"> {
  return { denominator: Number(total), denominatorName: "total" };
}

export function growthHeader(growth: Omit<PlainGrowth, "functions">): PictureHeader {
  const { base, current, sampleType, totals, denominator } = growth;
  const net = totals.net < 0 ? "net shrink" : "net growth";
  return {
    program: current.program || base.program,
    buildId: current.buildId,
    sampleType: sampleType.type,
    unit: sampleType.unit,
    timeNanos: current.timeNanos,
    base,
    totals,
    denominator: Number(denominator.value),
    denominatorName: denominator.of === "net" ? net : "gross growth",
    filters: growth.filters,
  };
}

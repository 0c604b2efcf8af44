/** Profiles made comparable: cut to the sample types they share, and brought to common units. */
import { UsageError } from "../../errors.ts";
import { type CommonUnit, commonUnit } from "../../measurement/common-unit.ts";
import { scale } from "../../measurement/scale.ts";
import { truncate } from "../int64.ts";
import type { Header, Profile, ValueType } from "../tables.ts";
import { scaleProfile } from "./scale.ts";

/** Profiles that can be added up: both steps below. */
export function comparableProfiles(profiles: readonly Profile[]): Profile[] {
  return commonUnits(compatibleSampleTypes(profiles));
}

/**
 * Profiles with only the sample types (by name) that all of them have, in the first one's order. A default type that is lost becomes the
 * first common one. Throws UsageError "no-common-sample-type".
 */
export function compatibleSampleTypes(profiles: readonly Profile[]): Profile[] {
  const [first] = profiles as [Profile, ...Profile[]];
  // pprof counts names, so that one a profile has twice is as good as lost.
  const counts = new Map<string, number>();
  for (const { header } of profiles) {
    for (const { type } of header.sampleTypes) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const common = first.header.sampleTypes
    .map(({ type }) => type)
    .filter((type) => counts.get(type) === profiles.length);
  if (common.length === 0) {
    throw new UsageError("no-common-sample-type", "profiles have empty common sample type list");
  }
  return profiles.map((profile) => keepSampleTypes(profile, common));
}

function keepSampleTypes(profile: Profile, names: readonly string[]): Profile {
  const { header, samples } = profile;
  const columnOf = new Map<string, number>();
  for (const [column, { type }] of header.sampleTypes.entries()) if (!columnOf.has(type)) columnOf.set(type, column);
  const columns = names.map((name) => {
    const column = columnOf.get(name);
    if (column !== undefined) return column;
    throw new UsageError("no-common-sample-type", `${JSON.stringify(name)} sample type is not found in profile`);
  });
  if (columns.length === header.sampleTypes.length && columns.every((column, index) => column === index))
    return profile;
  return {
    ...profile,
    header: {
      ...header,
      sampleTypes: columns.map((column) => header.sampleTypes[column] as (typeof header.sampleTypes)[number]),
      defaultSampleType: names.includes(header.defaultSampleType) ? header.defaultSampleType : (names[0] as string),
    },
    samples: { ...samples, values: columns.map((column) => samples.values[column] as (typeof samples.values)[number]) },
  };
}

/** Profiles with the same number of sample types, each brought to the units that all of them have. Throws as `commonUnitsOf`. */
function commonUnits(profiles: readonly Profile[]): Profile[] {
  const { period, types } = commonUnitsOf(profiles);
  return profiles.map((profile) => withUnits(profile, period, types));
}

interface CommonUnits {
  readonly period: string | undefined;
  /** In the order of the sample types. */
  readonly types: readonly (string | undefined)[];
}

/** For each sample type, and the period, the finest unit any of the profiles has for it. Throws UsageError "incompatible-types". */
export function commonUnitsOf(profiles: readonly Profile[]): CommonUnits {
  const headers = profiles.map(({ header }) => header);
  const period = finestUnit(
    "period type",
    headers.map(({ periodType }) => periodType),
  );
  const types = (headers[0]?.sampleTypes ?? []).map((_, index) =>
    finestUnit(
      "sample types",
      headers.map(({ sampleTypes }) => sampleTypes[index] as ValueType),
    ),
  );
  return { period, types };
}

/** Undefined if there is one type only: it stays as it is. */
function finestUnit(what: string, types: readonly ValueType[]): string | undefined {
  const common: CommonUnit<ValueType> | undefined = commonUnit(types);
  if (common === undefined || common.kind === "common") return common?.unit;
  const { left, right } = common;
  throw new UsageError("incompatible-types", `${what}: incompatible types: ${inGo(left)} ${inGo(right)}`);
}

/** As pprof prints its value type: two of the fields are its own affair. */
function inGo({ type, unit }: ValueType): string {
  return `{${type} ${unit} 0 0}`;
}

function withUnits(profile: Profile, periodUnit: string | undefined, units: readonly (string | undefined)[]): Profile {
  const { periodType, period, sampleTypes } = profile.header;
  const header: Header = {
    ...profile.header,
    ...(periodUnit !== undefined && {
      period: BigInt(truncate(scale(period, periodType.unit, periodUnit).value)),
      periodType: { type: periodType.type, unit: periodUnit },
    }),
    sampleTypes: sampleTypes.map(({ type, unit }, index) => ({ type, unit: units[index] ?? unit })),
  };
  const ratios = sampleTypes.map(({ unit }, index) => scale(1, unit, units[index] ?? unit).value);
  return scaleProfile({ ...profile, header }, ratios);
}

/**
 * Many profiles into one, by pprof's keys: what counts as one function, location, sample decides what a total is.
 *
 * Every input comes with a weight set, the sample table's value columns; samples with the same key are added. `mergeSides` keeps the
 * sums of two sides apart, which is all a diff needs: base and current in one table, row by row.
 *
 *     keys    function  name, system name, file, start line
 *             mapping   size rounded to 4 KiB, offset, build id or else file
 *             location  address relative to its mapping, mapping, folded, lines
 *             sample    locations in order, labels
 */

import { UsageError } from "../../errors.ts";
import { checkList, checkProfile } from "../argument.ts";
import { alignColumns, type ValueColumn } from "../int64.ts";
import type { Header, Profile, ValueType } from "../tables.ts";
import { keepSamples } from "./keep-samples.ts";
import { isNonZero, Merger } from "./merger.ts";

/**
 * Adds one profile or more up; samples that come to zero are dropped. Throws UsageError "incompatible-types" for profiles of other sample types than
 * the first has, "bad-option" for none.
 */
export function mergeProfiles(profiles: readonly Profile[]): Profile {
  const [first] = checkList(profiles, "profiles");
  if (first === undefined) throw new UsageError("bad-option", "there is no profile to add up");
  for (const profile of profiles) checkCompatible(checkProfile(first).header, checkProfile(profile).header);
  const columns = alignedColumns(
    profiles,
    profiles.map((profile) => profile.samples.values),
  );
  const merged = mergeSamples(profiles, columns);
  return keepSamples(merged, isNonZero(merged.samples.values));
}

/** Columns of all profiles, made of one kind per sample type so that they can be added. */
export function alignedColumns(
  profiles: readonly Profile[],
  values: readonly (readonly ValueColumn[])[],
): ValueColumn[][] {
  const result: ValueColumn[][] = profiles.map(() => []);
  const types = values[0]?.length ?? 0;
  for (let type = 0; type < types; type++) {
    const aligned = alignColumns(values.map((columns) => columns[type] as ValueColumn));
    for (const [side, column] of aligned.entries()) (result[side] as ValueColumn[]).push(column);
  }
  return result;
}

/** One row per distinct sample of all profiles, in order of first appearance; `values[p]` are the columns to add for profile p (a diff passes negated ones). Samples whose columns are all zero are skipped. */
export function mergeSamples(profiles: readonly Profile[], values: readonly (readonly ValueColumn[])[]): Profile {
  return mergeInto(values[0] ?? [], profiles, values, () => 0);
}

/** The same with the values of each profile in columns of its own, those of the first profile first: zero where it has no such sample. */
export function mergeSides(profiles: readonly Profile[], values: readonly (readonly ValueColumn[])[]): Profile {
  const first = [0];
  for (const columns of values) first.push((first.at(-1) as number) + columns.length);
  return mergeInto(values.flat(), profiles, values, (profile) => first[profile] as number);
}

/** `like`: columns of the kinds that the sums are to be. `firstColumn`: where the sums of a profile begin among them. */
function mergeInto(
  like: readonly ValueColumn[],
  profiles: readonly Profile[],
  values: readonly (readonly ValueColumn[])[],
  firstColumn: (profile: number) => number,
): Profile {
  const merger = new Merger(like, profiles);
  for (const [index, profile] of profiles.entries()) {
    merger.add(profile, values[index] as readonly ValueColumn[], firstColumn(index));
  }
  return merger.finish(mergeHeaders(profiles.map((profile) => profile.header)));
}

/** The merged header: earliest time, summed duration, longest period, all comments once. Throws UsageError if the types differ. */
export function mergeHeaders(headers: readonly Header[]): Header {
  const [first, ...rest] = headers as [Header, ...Header[]];
  for (const header of rest) checkCompatible(first, header);
  let timeNanos = 0n;
  let durationNanos = 0n;
  let period = 0n;
  for (const header of headers) {
    if (timeNanos === 0n || header.timeNanos < timeNanos) timeNanos = header.timeNanos;
    durationNanos += header.durationNanos;
    if (period === 0n || period < header.period) period = header.period;
  }
  return {
    ...first,
    timeNanos,
    durationNanos: BigInt.asIntN(64, durationNanos),
    period,
    comments: [...new Set(headers.flatMap((header) => header.comments))],
    defaultSampleType: headers.find((header) => header.defaultSampleType !== "")?.defaultSampleType ?? "",
    docUrl: headers.find((header) => header.docUrl !== "")?.docUrl ?? "",
  };
}

/** Throws UsageError unless both have the same period type and sample types. */
export function checkCompatible(a: Header, b: Header): void {
  if (isCompatible(a, b)) return;
  if (!isSameType(a.periodType, b.periodType)) {
    throw new UsageError(
      "incompatible-types",
      `incompatible period types ${structText(a.periodType)} and ${structText(b.periodType)}`,
    );
  }
  throw new UsageError(
    "incompatible-types",
    `incompatible sample types [${a.sampleTypes.map(describeType).join(" ")}] and [${b.sampleTypes.map(describeType).join(" ")}]`,
  );
}

/** Whether both have the same period type and sample types. */
export function isCompatible(a: Header, b: Header): boolean {
  return (
    isSameType(a.periodType, b.periodType) &&
    a.sampleTypes.length === b.sampleTypes.length &&
    a.sampleTypes.every((type, index) => isSameType(type, b.sampleTypes[index] as ValueType))
  );
}

function isSameType(a: ValueType, b: ValueType): boolean {
  return a.type === b.type && a.unit === b.unit;
}

/** As Go prints the struct, which is what pprof shows. Of sample types it shows where they lie in memory; names say more. */
function structText({ type, unit }: ValueType): string {
  return `&{${type} ${unit} 0 0}`;
}

function describeType(type: ValueType): string {
  return `${type.type}/${type.unit}`;
}

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
import { addInto, alignColumns, type ValueColumn } from "../int64.ts";
import type { Header, Profile, SampleTable, ValueType } from "../tables.ts";
import { NONE } from "../tables.ts";
import { keepSamples } from "./keep-samples.ts";
import { MergedLabelSets } from "./labels.ts";
import { MergedSamples } from "./samples.ts";
import { MergedSymbols } from "./symbols.ts";

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
  const largest = (sizes: readonly number[]): number => sizes.reduce((most, size) => Math.max(most, size), 0);
  const symbols = new MergedSymbols();
  const labels = new MergedLabelSets(symbols.strings);
  const merged = new MergedSamples(
    like,
    largest(profiles.map(({ samples }) => samples.length)),
    largest(profiles.map(({ samples }) => samples.locations.length)),
  );
  const known = new KnownRows();
  for (const [index, profile] of profiles.entries()) {
    const columns = values[index] as readonly ValueColumn[];
    const rowLocation = symbols.begin(profile);
    const rowLabels = labels.begin(profile);
    const isKept = isNonZero(columns);
    const rows = known.rowsFor(profile.samples, rowLocation);
    findRows(profile.samples, rows, isKept, rowLabels, merged, symbols);
    const first = firstColumn(index);
    for (const [type, column] of columns.entries()) {
      addAll(merged.sums[first + type] as ValueColumn, rows, column, isKept);
    }
  }
  return {
    header: mergeHeaders(profiles.map((profile) => profile.header)),
    samples: merged.finish(),
    labelSets: labels.finish(),
    ...symbols.finish(),
  };
}

/** Fills `rows` with the merged row of each sample that is kept. */
function findRows(
  samples: SampleTable,
  rows: Int32Array,
  isKept: Uint8Array,
  rowLabels: Int32Array,
  merged: MergedSamples,
  symbols: MergedSymbols,
): void {
  for (let sample = 0; sample < samples.length; sample++) {
    if (isKept[sample] !== 1) continue;
    const set = samples.labelSet[sample] as number;
    const labelSet = set === NONE ? NONE : (rowLabels[set] as number);
    if (merged.hasLabelSet(rows[sample] as number, labelSet)) continue;
    rows[sample] = merged.find(samples, sample, symbols, labelSet);
  }
}

/**
 * Merged rows of the samples of a profile, kept for profiles with the very same stacks (decode-memory.ts): there only a sample's labels can make
 * it another one.
 */
class KnownRows {
  readonly #known: Map<Int32Array, { readonly of: SampleTable; readonly rowLocation: Int32Array; rows: Int32Array }> =
    new Map();

  /** NONE where the row is not known yet. `rowLocation` must be the same array for the same tables. */
  rowsFor(samples: SampleTable, rowLocation: Int32Array): Int32Array {
    const known = this.#known.get(samples.locations);
    if (known?.of.start === samples.start && known.rowLocation === rowLocation) return known.rows;
    const rows = new Int32Array(samples.length).fill(NONE);
    this.#known.set(samples.locations, { of: samples, rowLocation, rows });
    return rows;
  }
}

/** Adds every value of `column` that is kept to the sum in its row. */
function addAll(sums: ValueColumn, rows: Int32Array, column: ValueColumn, isKept: Uint8Array): void {
  for (let sample = 0; sample < rows.length; sample++) {
    if (isKept[sample] === 1) addInto(sums, rows[sample] as number, column, sample);
  }
}

/** 1 for every row with a value that is not zero in any of the columns. */
export function isNonZero(columns: readonly ValueColumn[]): Uint8Array {
  const kept = new Uint8Array(columns[0]?.length ?? 0);
  for (const column of columns) for (let row = 0; row < kept.length; row++) if (column[row]) kept[row] = 1;
  return kept;
}

/** The merged header: earliest time, summed duration, longest period, all comments once. Throws UsageError if the types differ. */
function mergeHeaders(headers: readonly Header[]): Header {
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
  if (!isSameType(a.periodType, b.periodType)) {
    throw new UsageError(
      "incompatible-types",
      `incompatible period types ${structText(a.periodType)} and ${structText(b.periodType)}`,
    );
  }
  const isSame =
    a.sampleTypes.length === b.sampleTypes.length &&
    a.sampleTypes.every((type, index) => isSameType(type, b.sampleTypes[index] as ValueType));
  if (isSame) return;
  throw new UsageError(
    "incompatible-types",
    `incompatible sample types [${a.sampleTypes.map(describeType).join(" ")}] and [${b.sampleTypes.map(describeType).join(" ")}]`,
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

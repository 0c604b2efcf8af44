/**
 * tagroot and tagleaf: labels turned into frames, so that stacks can be grouped by them. Each sample gets one frame for each key, named after
 * the sample's values; the file of the frame is the key. The first root key is outermost, the last leaf key innermost.
 */
import { scaledLabel } from "../../measurement/scale.ts";
import { StringAppender } from "../append-strings.ts";
import type { ValueColumn } from "../int64.ts";
import { type LabelSet, labelSetAt } from "../labels.ts";
import { type FunctionTable, type LocationTable, NONE, type Profile } from "../tables.ts";

interface TagFrames {
  readonly profile: Profile;
  /** Whether any sample has a label of these keys. */
  readonly matched: { readonly root: boolean; readonly leaf: boolean };
}

/** `unit`: what numbers are written in. */
export function addTagFrames(
  profile: Profile,
  rootKeys: readonly string[],
  leafKeys: readonly string[],
  unit: string,
): TagFrames {
  const matched = { root: false, leaf: false };
  if (rootKeys.length + leafKeys.length === 0) return { profile, matched };
  const frames = new FrameMaker(profile.locations.length);
  const bySet = new Map<number, { readonly leaves: readonly number[]; readonly roots: readonly number[] }>();
  const { samples } = profile;
  const added = rootKeys.length + leafKeys.length;
  const start = new Int32Array(samples.length + 1);
  const locations = new Int32Array(samples.locations.length + samples.length * added);
  for (let sample = 0; sample < samples.length; sample++) {
    const row = samples.labelSet[sample] as number;
    let around = bySet.get(row);
    if (around === undefined) {
      const labels = row === NONE ? undefined : labelSetAt(profile, row);
      const root = makeFrames(labels, rootKeys, unit, frames);
      const leaf = makeFrames(labels, leafKeys, unit, frames);
      matched.root ||= root.matched;
      matched.leaf ||= leaf.matched;
      around = { leaves: leaf.rows, roots: root.rows };
      bySet.set(row, around);
    }
    const stack = samples.locations.subarray(samples.start[sample], samples.start[sample + 1]);
    const from = start[sample] as number;
    locations.set(around.leaves, from);
    locations.set(stack, from + leafKeys.length);
    locations.set(around.roots, from + leafKeys.length + stack.length);
    start[sample + 1] = from + stack.length + added;
  }
  return { profile: frames.appendTo({ ...profile, samples: { ...samples, start, locations } }), matched };
}

/** One location a key, the last key first. */
function makeFrames(
  labels: LabelSet | undefined,
  keys: readonly string[],
  unit: string,
  frames: FrameMaker,
): { rows: number[]; matched: boolean } {
  let matched = false;
  const rows = keys.toReversed().map((key) => {
    const values = labels === undefined ? [] : labelValues(labels, key, unit);
    if (values.length > 0) matched = true;
    return frames.intern(values.join(","), key);
  });
  return { rows, matched };
}

function labelValues({ text, numeric }: LabelSet, key: string, unit: string): string[] {
  const values = [...(text.get(key) ?? [])];
  const numbers = numeric.get(key);
  if (numbers === undefined) return values;
  const hasUnits = numbers.units.length > 0;
  for (const [index, value] of numbers.values.entries()) {
    values.push(hasUnits ? scaledLabel(value, numbers.units[index] as string, unit) : scaledLabel(value, "", ""));
  }
  return values;
}

/** Collects the frames to add: each is one location with one line, and a function of its own. */
class FrameMaker {
  readonly #firstRow: number;
  readonly #rows: Map<string, number> = new Map();
  readonly #frames: { readonly name: string; readonly file: string }[] = [];

  constructor(firstRow: number) {
    this.#firstRow = firstRow;
  }

  /** Row of the location. */
  intern(name: string, file: string): number {
    const key = JSON.stringify([name, file]);
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const row = this.#firstRow + this.#frames.push({ name, file }) - 1;
    this.#rows.set(key, row);
    return row;
  }

  appendTo(profile: Profile): Profile {
    const { functions, locations } = profile;
    const strings = new StringAppender(profile.strings);
    const names = this.#frames.map(({ name }) => (name === "" ? 0 : strings.intern(name)));
    const files = this.#frames.map(({ file }) => strings.intern(file));
    return {
      ...profile,
      functions: appendFunctions(functions, names, files),
      locations: appendLocations(locations, functions.length, names.length),
      strings: strings.finish(),
    };
  }
}

function appendFunctions(table: FunctionTable, names: readonly number[], files: readonly number[]): FunctionTable {
  const none = names.map(() => 0);
  return {
    length: table.length + names.length,
    id: nextIds(table.id, names.length),
    name: append(table.name, names),
    systemName: append(table.systemName, none),
    file: append(table.file, files),
    startLine: appendZeros(table.startLine, names.length),
  };
}

/** `count` locations, one for each function from `firstFunction` on. */
function appendLocations(table: LocationTable, firstFunction: number, count: number): LocationTable {
  const rows = Array.from({ length: count }, (_, index) => index);
  const end = table.start[table.length] as number;
  const address = new BigUint64Array(table.length + count);
  address.set(table.address);
  const isFolded = new Uint8Array(table.length + count);
  isFolded.set(table.isFolded);
  return {
    length: table.length + count,
    id: nextIds(table.id, count),
    mapping: append(
      table.mapping,
      rows.map(() => NONE),
    ),
    address,
    isFolded,
    start: append(
      table.start,
      rows.map((index) => end + index + 1),
    ),
    lineFunction: append(
      table.lineFunction,
      rows.map((index) => firstFunction + index),
    ),
    lineNumber: appendZeros(table.lineNumber, count),
    lineColumn: appendZeros(table.lineColumn, count),
  };
}

function append(column: Int32Array, values: readonly number[]): Int32Array {
  const longer = new Int32Array(column.length + values.length);
  longer.set(column);
  longer.set(values, column.length);
  return longer;
}

function appendZeros(column: ValueColumn, count: number): ValueColumn {
  if (column instanceof BigInt64Array) {
    const longer = new BigInt64Array(column.length + count);
    longer.set(column);
    return longer;
  }
  const longer = new Float64Array(column.length + count);
  longer.set(column);
  return longer;
}

/** The ids, and `count` more above the largest. */
function nextIds(ids: BigUint64Array, count: number): BigUint64Array {
  let largest = 0n;
  for (const id of ids) if (id > largest) largest = id;
  const longer = new BigUint64Array(ids.length + count);
  longer.set(ids);
  for (let index = 0; index < count; index++) longer[ids.length + index] = largest + BigInt(index) + 1n;
  return longer;
}

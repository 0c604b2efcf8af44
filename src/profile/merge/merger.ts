/** A merge while it grows: profiles go in one after the other, each with the columns to add and where their sums begin. */
import { addInto, type ValueColumn } from "../int64.ts";
import { type Header, NONE, type Profile, type SampleTable } from "../tables.ts";
import { MergedLabelSets } from "./labels.ts";
import { MergedSamples } from "./samples.ts";
import { MergedSymbols } from "./symbols.ts";

export class Merger {
  readonly #symbols = new MergedSymbols();
  readonly #labels = new MergedLabelSets(this.#symbols.strings);
  readonly #samples: MergedSamples;
  #known = new KnownRows();

  /** `like`: columns of the kinds that the sums are to be. `expected`: profiles of the size that is expected. */
  constructor(like: readonly ValueColumn[], expected: readonly Profile[]) {
    const largest = (sizes: readonly number[]): number => sizes.reduce((most, size) => Math.max(most, size), 0);
    this.#samples = new MergedSamples(
      like,
      largest(expected.map(({ samples }) => samples.length)),
      largest(expected.map(({ samples }) => samples.locations.length)),
    );
  }

  /** Adds `columns` of a profile to the sums from column `first` on; samples whose columns are all zero are skipped. */
  add(profile: Profile, columns: readonly ValueColumn[], first: number): void {
    const rowLocation = this.#symbols.begin(profile);
    const { rows, isComplete } = this.#known.rowsFor(profile, rowLocation);
    if (!isComplete) this.#findRows(profile, isNonZero(columns), rows);
    for (const [type, column] of columns.entries()) {
      addAll(this.#samples.sums[first + type] as ValueColumn, rows, column);
    }
  }

  /** Fills `rows` with the merged row of each sample that is kept; of another one it may be known, else it is NONE. */
  #findRows(profile: Profile, isKept: Uint8Array, rows: Int32Array): void {
    const { samples } = profile;
    const rowLabels = this.#labels.begin(profile);
    for (let sample = 0; sample < samples.length; sample++) {
      const set = samples.labelSet[sample] as number;
      const labelSet = set === NONE ? NONE : (rowLabels[set] as number);
      if (this.#samples.hasLabelSet(rows[sample] as number, labelSet)) continue;
      rows[sample] = isKept[sample] === 1 ? this.#samples.find(samples, sample, this.#symbols, labelSet) : NONE;
    }
  }

  /** Whether each row so far has a sum that is not zero. */
  get isFull(): boolean {
    const { length, sums } = this.#samples;
    return !isNonZero(sums.map((column) => column.subarray(0, length))).includes(0);
  }

  /** Keeps nothing of the profiles but for one whose tables and stacks others may share. */
  keepOnly(profile: Profile): void {
    this.#symbols.keepOnly(profile);
    this.#known.keepOnly(profile.samples);
  }

  /** Nothing can be added afterwards. */
  finish(header: Header): Profile {
    return {
      header,
      samples: this.#samples.finish(),
      labelSets: this.#labels.finish(),
      ...this.#symbols.finish(),
    };
  }
}

/**
 * Merged rows of the samples of a profile, kept for profiles with the very same stacks (codec/memory.ts): there only a sample's labels can make it
 * another one.
 */
class KnownRows {
  readonly #known: Map<Int32Array, StackRows> = new Map();

  /** `rowLocation` must be the same array for the same tables. */
  rowsFor({ samples, labelSets }: Profile, rowLocation: Int32Array): FoundRows {
    const known = this.#known.get(samples.locations);
    const { start, labelSet } = samples;
    const isKnown = known?.start === start && known.rowLocation === rowLocation;
    const rows = isKnown ? known.rows : new Int32Array(samples.length).fill(NONE);
    const isSame = isKnown && known.labelSet === labelSet && known.labelSets === labelSets;
    if (!isSame) this.#known.set(samples.locations, { start, labelSet, labelSets, rowLocation, rows });
    return { rows, isComplete: isSame && !rows.includes(NONE) };
  }

  keepOnly({ locations }: SampleTable): void {
    for (const other of this.#known.keys()) if (other !== locations) this.#known.delete(other);
  }
}

interface FoundRows {
  /** NONE where the row is not known yet. */
  readonly rows: Int32Array;
  /** Whether all rows are known, labels and all. */
  readonly isComplete: boolean;
}

interface StackRows extends Pick<SampleTable, "start" | "labelSet">, Pick<Profile, "labelSets"> {
  readonly rowLocation: Int32Array;
  readonly rows: Int32Array;
}

/** Adds every value of `column` to the sum in its row; where there is none the value is zero. */
function addAll(sums: ValueColumn, rows: Int32Array, column: ValueColumn): void {
  for (let sample = 0; sample < rows.length; sample++) {
    const row = rows[sample] as number;
    if (row !== NONE) addInto(sums, row, column, sample);
  }
}

/** 1 for every row with a value that is not zero in any of the columns. */
export function isNonZero(columns: readonly ValueColumn[]): Uint8Array {
  const kept = new Uint8Array(columns[0]?.length ?? 0);
  for (const column of columns) for (let row = 0; row < kept.length; row++) if (column[row]) kept[row] = 1;
  return kept;
}

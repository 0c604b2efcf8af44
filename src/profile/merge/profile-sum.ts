/**
 * A sum of more profiles than are held at a time: chunk by chunk, as pprof adds them up. It is what `mergeProfiles` makes of the sums of all chunks,
 * but made in the same rows as long as no sample comes to zero, so that what chunks have in common is looked up once.
 */
import { MAX_EXACT, magnitudeOf } from "../int64.ts";
import type { Header, Profile } from "../tables.ts";
import { comparableProfiles } from "./common-types.ts";
import { keepSamples } from "./keep-samples.ts";
import { isCompatible, mergeHeaders, mergeProfiles } from "./merge.ts";
import { isNonZero, Merger } from "./merger.ts";

export class ProfileSum {
  /** All that was added is in one of the two. */
  #sum: Profile | undefined;
  #rows: GrowingSum | undefined;

  /** One profile or more. Throws UsageError "no-common-sample-type", "incompatible-types". */
  add(chunk: readonly Profile[]): void {
    const profiles = comparableProfiles(chunk);
    const isFirst = this.#sum === undefined && this.#rows === undefined;
    if (isFirst && profiles.length === 1) this.#sum = profiles[0];
    else if (!this.#grow(profiles)) this.#addSum(profiles);
  }

  /** False if these cannot go into the same rows. */
  #grow(profiles: readonly Profile[]): boolean {
    const before = this.#sum;
    const rows = this.#rows ?? new GrowingSum(before === undefined ? profiles : [before, ...profiles]);
    if (before !== undefined && !rows.add([before])) return false;
    if (!rows.add(profiles)) return false;
    this.#sum = undefined;
    this.#rows = rows;
    // What has cancelled is gone before the next chunk comes.
    if (!rows.isFull) this.finish();
    return true;
  }

  #addSum(profiles: readonly Profile[]): void {
    const sum = mergeProfiles(profiles);
    const before = this.finish();
    this.#sum = before === undefined ? sum : mergeProfiles(comparableProfiles([before, sum]));
  }

  /** Undefined of nothing. A single profile stays as it is, zero samples and all. */
  finish(): Profile | undefined {
    if (this.#rows !== undefined) this.#sum = this.#rows.finish();
    this.#rows = undefined;
    return this.#sum;
  }
}

/** Rows that are added to as long as all profiles say the same of their values, and float64 holds the sums. */
class GrowingSum {
  readonly #merger: Merger;
  #magnitudes: readonly number[];
  #header: Header | undefined;
  readonly #like: Header;

  /** `first`: what is to be added first; there may be more. */
  constructor(first: readonly Profile[]) {
    const { header, samples } = first[0] as Profile;
    this.#like = header;
    this.#magnitudes = samples.values.map(() => 0);
    this.#merger = new Merger(samples.values, first);
  }

  /** False if they do not fit; then none was added. */
  add(profiles: readonly Profile[]): boolean {
    if (!profiles.every(({ header }) => isCompatible(this.#like, header))) return false;
    const magnitudes = this.#magnitudes.map((sum, type) => sum + magnitudeOfType(profiles, type));
    if (!magnitudes.every((magnitude) => magnitude <= MAX_EXACT)) return false;
    this.#magnitudes = magnitudes;
    for (const profile of profiles) this.#merger.add(profile, profile.samples.values, 0);
    this.#merger.keepOnly(profiles.at(-1) as Profile);
    const header = mergeHeaders(profiles.map((profile) => profile.header));
    this.#header = this.#header === undefined ? header : mergeHeaders([this.#header, header]);
    return true;
  }

  get isFull(): boolean {
    return this.#merger.isFull;
  }

  finish(): Profile {
    const merged = this.#merger.finish(this.#header as Header);
    return keepSamples(merged, isNonZero(merged.samples.values));
  }
}

/** Infinite if one of the columns is wide. */
function magnitudeOfType(profiles: readonly Profile[], type: number): number {
  let sum = 0;
  for (const { samples } of profiles) {
    const column = samples.values[type];
    sum += column instanceof Float64Array ? magnitudeOf(column) : Number.POSITIVE_INFINITY;
  }
  return sum;
}

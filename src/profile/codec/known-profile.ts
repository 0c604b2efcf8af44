/**
 * A decoded file beside which the next is walked. Captures of a program in its steady state are the same byte for byte but for the values of their
 * samples and the numbers of their header: such a file is not taken apart, only what differs is read.
 *
 *     ... TIME ... | sample: stack VALUES labels | sample: stack VALUES labels | ... PERIOD ... tables
 */
import type { Ranges } from "../ranges.ts";
import type { Profile } from "../tables.ts";
import { FilePair } from "./file-pair.ts";
import type { BytesEqual } from "./same-bytes.ts";
import { SampleParts } from "./sample-parts.ts";
import { ValueReader } from "./value-reader.ts";

/** A number of the header, and where its bytes lie. */
export interface HeaderNumber {
  readonly name: "timeNanos" | "durationNanos" | "period";
  readonly start: number;
  readonly end: number;
}

/** A profile that another file is compared with. */
export class KnownProfile {
  readonly #bytes: Uint8Array;
  readonly #samples: Ranges;
  readonly #numbers: readonly HeaderNumber[];
  readonly #profile: Profile;
  /** Undefined before anybody asks. */
  #parts: SampleParts | undefined;

  /** `numbers`: in the order of the file. */
  constructor(bytes: Uint8Array, samples: Ranges, numbers: readonly HeaderNumber[], profile: Profile) {
    this.#bytes = bytes;
    this.#samples = samples;
    this.#numbers = numbers;
    this.#profile = profile;
  }

  /** The profile of a file that differs by numbers alone: values in the usual way of writing and exact in float64, and those of the header. */
  recall(bytes: Uint8Array, isEqual: BytesEqual): Profile | undefined {
    const { header, samples } = this.#profile;
    this.#parts ??= new SampleParts(this.#bytes, this.#samples, header.sampleTypes.length);
    const parts = this.#parts;
    if (!parts.areUsual) return undefined;
    const isBefore = ({ end }: HeaderNumber): boolean => end <= parts.start;
    const pair = new FilePair(this.#bytes, bytes, isEqual);
    const found: Numbers = {};
    if (!readNumbers(pair, this.#numbers.filter(isBefore), found)) return undefined;
    const reader = new ValueReader(bytes, header.sampleTypes.length, samples.length);
    if (!parts.read(pair, reader)) return undefined;
    const others = this.#numbers.filter((number) => !isBefore(number));
    if (!readNumbers(pair, others, found) || !pair.isSameToEnd()) return undefined;
    const values = reader.finish();
    return values && { ...this.#profile, header: { ...header, ...found }, samples: { ...samples, values } };
  }
}

type Numbers = Partial<Record<HeaderNumber["name"], bigint>>;

/** Notes the numbers that the other file has in these places; false if something else differs up to the last of them. */
function readNumbers(pair: FilePair, numbers: readonly HeaderNumber[], found: Numbers): boolean {
  for (const { name, start, end } of numbers) {
    const value = pair.isSameUntil(start) ? pair.readNumber(end) : undefined;
    // A second time would be that of a second profile in the file. Of others that are given twice the last counts.
    if (value === undefined || (name === "timeNanos" && found[name] !== undefined)) return false;
    found[name] = value;
  }
  return true;
}

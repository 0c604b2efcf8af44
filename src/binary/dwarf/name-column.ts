/** Names that stay where they lie in a section: a column of offsets, decoded when asked for. */
import { decodeText } from "../byte-reader.ts";

export class NameColumn {
  readonly #starts: Float64Array;
  /** Offsets of one section, after another; offset n of the second is n + the length of the first. */
  readonly #sections: readonly Uint8Array[];

  /** NONE (-1) as a start is an empty name. */
  constructor(starts: Float64Array, sections: readonly Uint8Array[]) {
    this.#starts = starts;
    this.#sections = sections;
  }

  at(row: number): string {
    let start = this.#starts[row] as number;
    if (start < 0) return "";
    for (const section of this.#sections) {
      if (start < section.length) return decodeText(section.subarray(start, endOf(section, start)));
      start -= section.length;
    }
    return "";
  }
}

function endOf(section: Uint8Array, start: number): number {
  const end = section.indexOf(0, start);
  return end < 0 ? section.length : end;
}

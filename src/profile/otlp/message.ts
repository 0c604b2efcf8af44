/** A message of protocol buffers whose fields are asked for by their numbers; one that is not there is zero, empty or none, as the format has it. */
import { BYTES, VARINT, WireReader } from "../codec/wire.ts";
import { decodeText } from "../string-table.ts";

type Range = readonly [start: number, end: number];

export class Message {
  readonly #bytes: Uint8Array;
  readonly #numbers: Map<number, bigint[]> = new Map();
  readonly #ranges: Map<number, Range[]> = new Map();

  /** Throws WireError. */
  constructor(bytes: Uint8Array, start = 0, end: number = bytes.length) {
    this.#bytes = bytes;
    const reader = new WireReader(bytes, start, end);
    while (reader.nextField()) {
      if (reader.wireType === BYTES) this.#listOf(this.#ranges, reader.field).push([reader.dataStart, reader.dataEnd]);
      else this.#listOf(this.#numbers, reader.field).push(reader.int64);
    }
  }

  number(field: number): bigint {
    return this.#numbers.get(field)?.at(-1) ?? 0n;
  }

  index(field: number): number {
    return Number(this.number(field));
  }

  /** Packed or one by one. */
  numbers(field: number): bigint[] {
    const found = [...(this.#numbers.get(field) ?? [])];
    for (const [start, end] of this.#ranges.get(field) ?? []) {
      const reader = new WireReader(this.#bytes, start, end);
      while (reader.pos < end) {
        reader.readVarint();
        found.push(reader.int64);
      }
    }
    return found;
  }

  indices(field: number): number[] {
    return this.numbers(field).map(Number);
  }

  has(field: number): boolean {
    return this.#numbers.has(field) || this.#ranges.has(field);
  }

  /** Bytes in the field, of all that stand there. */
  lengthOf(field: number): number {
    return (this.#ranges.get(field) ?? []).reduce((sum, [start, end]) => sum + end - start, 0);
  }

  messages(field: number): Message[] {
    return (this.#ranges.get(field) ?? []).map(([start, end]) => new Message(this.#bytes, start, end));
  }

  message(field: number): Message {
    return this.messages(field).at(-1) ?? new Message(this.#bytes, 0, 0);
  }

  texts(field: number): string[] {
    return (this.#ranges.get(field) ?? []).map(([start, end]) => decodeText(this.#bytes.subarray(start, end)));
  }

  #listOf<T>(lists: Map<number, T[]>, field: number): T[] {
    const known = lists.get(field);
    if (known !== undefined) return known;
    const list: T[] = [];
    lists.set(field, list);
    return list;
  }
}

/** The first fields of all that could be a request of OTLP: resources, then at most one dictionary. A profile.proto has other fields, or more of the second. */
export function looksLikeOtlp(bytes: Uint8Array): boolean {
  const reader = new WireReader(bytes);
  let [resources, dictionaries] = [0, 0];
  try {
    while (reader.nextField()) {
      if (reader.wireType === VARINT || reader.wireType !== BYTES || reader.field > 2) return false;
      if (reader.field === 1) resources++;
      else if (++dictionaries > 1) return false;
    }
  } catch {
    return false;
  }
  return resources > 0 && dictionaries === 1;
}

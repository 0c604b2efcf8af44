/** A message of protocol buffers whose fields are asked for by their numbers; one that is not there is zero, empty or none, as the format has it. */
import { BYTES, WireReader } from "../codec/wire.ts";
import { decodeText } from "../string-table.ts";

/** A message of which fields are asked for by their numbers, however it is written; what is not there is zero, empty or none. */
export interface Fields {
  readonly number: (field: number) => bigint;
  readonly index: (field: number) => number;
  readonly numbers: (field: number) => bigint[];
  readonly indices: (field: number) => number[];
  readonly has: (field: number) => boolean;
  /** Bytes that a list of fixed64 has. */
  readonly lengthOf: (field: number) => number;
  readonly messages: (field: number) => Fields[];
  readonly message: (field: number) => Fields;
  readonly texts: (field: number) => string[];
}

type Range = readonly [start: number, end: number];

export class Message implements Fields {
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

  /** As a number by itself: neither packed nor a message. */
  hasNumber(field: number): boolean {
    return this.#numbers.has(field);
  }

  hasBytes(field: number): boolean {
    return this.#ranges.has(field);
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
      if (reader.wireType !== BYTES || reader.field > 2) return false;
      if (reader.field === 1) resources++;
      else if (++dictionaries > 1) return false;
    }
  } catch {
    return false;
  }
  return resources > 0 && dictionaries === 1;
}

/** Resources, their scopes and their profiles, each of which has its own tables: as it was before there was a dictionary. */
export function looksLikeOldOtlp(bytes: Uint8Array): boolean {
  const STRINGS = 10;
  try {
    const data = new Message(bytes);
    const profiles = [1, 2, 2].reduce<Message[]>((all, field) => all.flatMap((each) => each.messages(field)), [data]);
    return profiles.length > 0 && profiles.every((profile) => profile.hasBytes(STRINGS));
  } catch {
    return false;
  }
}

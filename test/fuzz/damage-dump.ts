/** Damaged heap dumps, record by record: numbers, lengths, lists of fields, pointers into the middle of others, records gone, twice, elsewhere. */
import type { Random } from "./mutate.ts";

interface Part {
  /** What the runtime writes there: a number, a length with as many bytes, or a list of fields. */
  readonly kind: "number" | "bytes" | "fields";
  readonly at: number;
  readonly end: number;
}

interface DumpRecord {
  readonly tag: number;
  readonly at: number;
  readonly end: number;
  readonly parts: readonly Part[];
}

const HEADER = 16;
/** By tag: n is a number, b a length with bytes, f a list of fields; of an allocation stack only what comes before its frames. */
const SHAPES: readonly string[] = [
  ...["", "nbf", "bn", "nnbn", "nnnnnnnnbnnnn", "nnnbnnnbf", "nnnnbbn", "nnnnn", "nn", "nnn"],
  ...["n".repeat(281), "nnnnn", "nbf", "nbf", "nnnnnnn", "nnnnnn", "nnn", "nn"],
];
const ALLOCATION_STACK = 16;

function skipNumber(bytes: Uint8Array, at: number): number {
  let end = at;
  while ((bytes[end] as number) >= 0x80) end++;
  return end + 1;
}

function numberAt(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let place = at, scale = 1; ; place++, scale *= 128) {
    value += ((bytes[place] as number) & 0x7f) * scale;
    if ((bytes[place] as number) < 0x80) return value;
  }
}

function skipFields(bytes: Uint8Array, at: number): number {
  let end = at;
  while (bytes[end] === 1) end = skipNumber(bytes, end + 1);
  return end + 1;
}

function readPart(bytes: Uint8Array, letter: string, at: number): Part {
  if (letter === "f") return { kind: "fields", at, end: skipFields(bytes, at) };
  const end = skipNumber(bytes, at);
  return letter === "n" ? { kind: "number", at, end } : { kind: "bytes", at, end: end + numberAt(bytes, at) };
}

/** Of a whole dump. */
function recordsOf(bytes: Uint8Array): DumpRecord[] {
  const records: DumpRecord[] = [];
  for (let at = HEADER; at < bytes.length; ) {
    const tag = bytes[at] as number;
    const parts: Part[] = [];
    let end = at + 1;
    const read = (shape: string): void => {
      for (const letter of shape) {
        const part = readPart(bytes, letter, end);
        parts.push(part);
        end = part.end;
      }
    };
    read(SHAPES[tag] ?? "");
    if (tag === ALLOCATION_STACK) read(`${"bbn".repeat(numberAt(bytes, (parts[2] as Part).at))}nn`);
    records.push({ tag, at, end, parts });
    at = end;
  }
  return records;
}

function encode(value: bigint): Uint8Array {
  const out: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest >= 0x80n; rest >>= 7n) out.push(Number(rest & 0x7fn) | 0x80);
  return Uint8Array.from([...out, Number(rest)]);
}

const NUMBERS = [
  0n,
  1n,
  4n,
  7n,
  8n,
  4096n,
  2n ** 20n + 1n,
  2n ** 31n,
  2n ** 32n - 1n,
  2n ** 32n,
  2n ** 53n,
  2n ** 64n - 1n,
];

/** A list of the records of the seed by tag, so that those there are few of are damaged as often. */
class DumpDamage {
  readonly #bytes: Uint8Array;
  readonly #byTag: readonly (readonly DumpRecord[])[];
  readonly #random: Random;

  constructor(bytes: Uint8Array, records: readonly DumpRecord[], random: Random) {
    this.#bytes = bytes;
    this.#random = random;
    this.#byTag = SHAPES.map((_, tag) => records.filter((record) => record.tag === tag)).filter(
      (list) => list.length > 0,
    );
  }

  record(): DumpRecord {
    return this.#random.pick(this.#random.pick(this.#byTag));
  }

  slice({ at, end }: { readonly at: number; readonly end: number }): Uint8Array {
    return this.#bytes.subarray(at, end);
  }

  /** A number, an address that is somewhere in the dump, or one beside it. */
  number(): Uint8Array {
    const { parts } = this.record();
    const first = parts.find(({ kind }) => kind === "number");
    if (first === undefined || this.#random.whole(2) === 0) return encode(this.#random.pick(NUMBERS));
    return encode(BigInt(numberAt(this.#bytes, first.at)) + BigInt(this.#random.pick([0, 0, 1, 8, 16, -8])));
  }

  part(part: Part): Uint8Array {
    const here = this.slice(part);
    if (part.kind === "number") return this.number();
    if (part.kind === "fields") return Buffer.concat([this.#fields(), here]);
    return this.#contents(Buffer.from(here));
  }

  #fields(): Uint8Array {
    const kinds = [1, 1, 1, 2, 3, 4];
    const count = 1 + this.#random.whole(20);
    const list = Array.from({ length: count }, () => [
      Uint8Array.of(this.#random.pick(kinds)),
      encode(BigInt(8 * this.#random.whole(40))),
    ]);
    return Buffer.concat(list.flat());
  }

  /** Words of addresses of others; or other lengths than there are bytes. */
  #contents(here: Buffer): Uint8Array {
    const start = skipNumber(here, 0);
    const size = here.length - start;
    if (size < 8 || this.#random.whole(5) === 0) return Buffer.concat([this.number(), here.subarray(start)]);
    for (let count = 1 + this.#random.whole(8); count > 0; count--) {
      const target = BigInt.asUintN(64, BigInt(numberAt(this.number(), 0)));
      here.writeBigUInt64LE(target, start + 8 * this.#random.whole(Math.floor(size / 8)));
    }
    return here;
  }
}

/** `seed` is whole and unpacked; the same dump with one to six of its records changed, or cut short. */
export function damageDump(seed: Uint8Array, random: Random): Uint8Array {
  const damage = new DumpDamage(seed, recordsOf(seed), random);
  const changes = Array.from({ length: 1 + random.whole(6) }, () => changeOf(damage, random)).sort(
    (a, b) => a.at - b.at,
  );
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const change of changes) {
    if (change.at < at) continue;
    pieces.push(seed.subarray(at, change.at), change.put);
    at = change.end;
  }
  const whole = Buffer.concat([...pieces, seed.subarray(at)]);
  return random.whole(8) === 0 ? whole.subarray(0, random.whole(whole.length)) : whole;
}

interface Change {
  readonly at: number;
  readonly end: number;
  readonly put: Uint8Array;
}

function changeOf(damage: DumpDamage, random: Random): Change {
  const record = damage.record();
  const { at, end, parts } = record;
  switch (random.whole(8)) {
    case 0:
      return { at, end, put: new Uint8Array() };
    case 1:
      return { at, end, put: Buffer.concat(Array.from({ length: 2 + random.whole(50) }, () => damage.slice(record))) };
    case 2:
      return { at: end, end, put: damage.slice(damage.record()) };
    case 3:
      return { at, end: at + 1, put: Uint8Array.of(random.whole(20)) };
    default: {
      if (parts.length === 0) return { at, end, put: damage.slice(damage.record()) };
      const part = random.pick(parts);
      return { at: part.at, end: part.end, put: damage.part(part) };
    }
  }
}

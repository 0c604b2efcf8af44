/**
 * Inputs of a fuzzer that knows what it damages: profiles field by field (tags, lengths, varints, nesting), gzip members, and texts word by word. All of it
 * follows from the seed.
 */
import { gunzipSync, gzipSync } from "node:zlib";

export interface Random {
  /** A whole number below `below`. */
  readonly whole: (below: number) => number;
  readonly pick: <Item>(items: readonly Item[]) => Item;
}

/** Mulberry32. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const whole = (below: number): number => Math.floor(next() * below);
  return { whole, pick: (items) => items[whole(items.length)] as (typeof items)[number] };
}

const isPacked = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** One damaged input. */
export function mutate(bytes: Uint8Array, random: Random): Uint8Array {
  if (isPacked(bytes) && random.whole(8) > 0) {
    const plain = gunzipSync(bytes);
    const damaged = mutate(plain, random);
    return random.whole(10) === 0 ? Buffer.concat([gzipSync(damaged), gzipSync(damaged)]) : gzipSync(damaged);
  }
  const isText = bytes.subarray(0, 64).every((byte) => byte === 9 || byte === 10 || (byte >= 32 && byte < 127));
  let result: Uint8Array = bytes;
  for (let count = 1 + random.whole(3); count > 0; count--) {
    result = random.pick(isText ? TEXT : random.whole(4) === 0 ? ANY : WIRE)(result, random);
  }
  return result;
}

/** Bytes lost, changed, repeated, whatever they are. */
export function damageBytes(bytes: Uint8Array, random: Random): Uint8Array {
  let result = bytes;
  for (let count = 1 + random.whole(3); count > 0; count--) result = random.pick(ANY)(result, random);
  return result;
}

type Mutation = (bytes: Uint8Array, random: Random) => Uint8Array;

const splice = (bytes: Uint8Array, at: number, drop: number, put: Uint8Array): Uint8Array =>
  Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + drop)]);

const ANY: readonly Mutation[] = [
  (bytes, random) => bytes.subarray(0, random.whole(bytes.length + 1)),
  (bytes, random) => splice(bytes, random.whole(bytes.length), 1, Uint8Array.of(random.whole(256))),
  (bytes, random) => splice(bytes, random.whole(bytes.length), random.whole(64), new Uint8Array()),
  (bytes, random) => {
    const from = random.whole(bytes.length);
    return splice(bytes, random.whole(bytes.length), 0, bytes.slice(from, from + random.whole(256)));
  },
];

interface Field {
  readonly at: number;
  readonly body: number;
  readonly end: number;
  readonly wire: number;
}

/** Fields of a message in `bytes` from `at` to `end`, as far as they make sense. */
function fieldsOf(bytes: Uint8Array, at: number, end: number): Field[] {
  const fields: Field[] = [];
  const varint = (from: number): [value: number, next: number] => {
    let value = 0;
    let scale = 1;
    for (let place = from; place < end; place++) {
      value += ((bytes[place] as number) & 0x7f) * scale;
      scale *= 128;
      if ((bytes[place] as number) < 0x80) return [value, place + 1];
    }
    return [value, end + 1];
  };
  while (at < end && fields.length < 20_000) {
    const [tag, body] = varint(at);
    const wire = tag % 8;
    const [length, next] = varint(body);
    const close =
      wire === 2 ? next + length : wire === 0 ? next : wire === 1 ? body + 8 : wire === 5 ? body + 4 : end + 1;
    if (close > end) break;
    fields.push({ at, body: wire === 2 ? next : body, end: close, wire });
    at = close;
  }
  return fields;
}

function encodeVarint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Uint8Array.from([...bytes, Number(rest)]);
}

const NUMBERS = [
  0n,
  1n,
  -1n,
  127n,
  128n,
  2n ** 31n,
  2n ** 32n,
  2n ** 53n,
  2n ** 53n + 1n,
  2n ** 63n - 1n,
  -(2n ** 63n),
];

const WORDS = [
  "",
  "a".repeat(5000),
  "\u001b[2J",
  "\u202e",
  "\0",
  "_Z1fPKPKi",
  "main.(*T[",
  "a/".repeat(300),
  "\udcff",
  "=1",
  "`",
  "@x #1",
];

/** The field, and with it the lengths of the messages it is in, replaced. */
function replaceField(
  bytes: Uint8Array,
  random: Random,
  make: (field: Field, piece: Uint8Array) => Uint8Array,
): Uint8Array {
  const outer = fieldsOf(bytes, 0, bytes.length);
  if (outer.length === 0) return bytes;
  const field = random.pick(outer);
  const inner = field.wire === 2 ? fieldsOf(bytes, field.body, field.end) : [];
  const isWhole = inner.length > 0 && (inner.at(-1) as Field).end === field.end;
  if (!isWhole || random.whole(3) === 0) {
    return splice(bytes, field.at, field.end - field.at, make(field, bytes.slice(field.at, field.end)));
  }
  const part = random.pick(inner);
  const body = Buffer.concat([
    bytes.subarray(field.body, part.at),
    make(part, bytes.slice(part.at, part.end)),
    bytes.subarray(part.end, field.end),
  ]);
  const tag = bytes.slice(field.at, field.at + 1);
  return splice(bytes, field.at, field.end - field.at, Buffer.concat([tag, encodeVarint(BigInt(body.length)), body]));
}

const WIRE: readonly Mutation[] = [
  // Another number.
  (bytes, random) =>
    replaceField(bytes, random, ({ wire }, piece) =>
      wire === 0 ? Buffer.concat([piece.subarray(0, 1), encodeVarint(random.pick(NUMBERS))]) : piece,
    ),
  // Another name, or a packed column of other numbers.
  (bytes, random) =>
    replaceField(bytes, random, ({ wire }, piece) => {
      if (wire !== 2) return piece;
      const body =
        random.whole(2) === 0
          ? Buffer.from(random.pick(WORDS))
          : Buffer.concat(Array.from({ length: random.whole(200) }, () => encodeVarint(random.pick(NUMBERS))));
      return Buffer.concat([piece.subarray(0, 1), encodeVarint(BigInt(body.length)), body]);
    }),
  // Gone, twice, many times.
  (bytes, random) => replaceField(bytes, random, () => new Uint8Array()),
  (bytes, random) => replaceField(bytes, random, (_, piece) => Buffer.concat([piece, piece])),
  (bytes, random) =>
    replaceField(bytes, random, (_, piece) =>
      Buffer.concat(
        new Array<Uint8Array>(Math.min(2000, 1 + Math.floor(40_000 / Math.max(1, piece.length)))).fill(piece),
      ),
    ),
  // Of another kind.
  (bytes, random) =>
    replaceField(bytes, random, (_, piece) => Buffer.concat([Uint8Array.of(random.whole(128)), piece.subarray(1)])),
  // Within itself.
  (bytes, random) =>
    replaceField(bytes, random, ({ wire }, piece) =>
      wire === 2 ? Buffer.concat([piece.subarray(0, 1), encodeVarint(BigInt(piece.length)), piece]) : piece,
    ),
];

const JSON_VALUES = [
  ...[
    "null",
    "true",
    "-1",
    "0.5",
    "1e999",
    "9007199254740993",
    "[]",
    "{}",
    '""',
    '"1"',
    '"../../../etc/passwd"',
    '"/dev/zero"',
  ],
  ...[
    "[".repeat(5000),
    `${'{"a":'.repeat(2000)}1${"}".repeat(2000)}`,
    '"\\ud800"',
    '"\\u0000\\u001b[2J"',
    '"2026-13-41T99:00:00Z"',
  ],
];

const GRAMMAR = ["(", ")", "[", "]", "{1000}", "(?i)", "\\", "[^", "|", "**", "-", "%", ":", "=", "\u0000"];

const TEXT: readonly Mutation[] = [
  ...ANY,
  (bytes, random) => changeLine(bytes, random, (line) => line.replace(/\d+/, String(random.pick(NUMBERS)))),
  (bytes, random) => changeLine(bytes, random, (line) => line.replace(/[\w.]+/, random.pick(WORDS))),
  (bytes, random) =>
    changeLine(bytes, random, (line) =>
      line.replace(/"[^"]*"|\b\d+\b|null|true/g, (word) => (random.whole(3) === 0 ? random.pick(JSON_VALUES) : word)),
    ),
  (bytes, random) =>
    changeLine(bytes, random, (line) =>
      line.replace(/[()[\]{}|*+?:;=,]/, (sign) => random.pick(["", sign.repeat(2), sign.repeat(3000), ...GRAMMAR])),
    ),
  (bytes, random) => changeLine(bytes, random, () => ""),
  (bytes, random) => changeLine(bytes, random, (line) => `${line}\n`.repeat(1 + random.whole(500))),
];

function changeLine(bytes: Uint8Array, random: Random, change: (line: string) => string): Uint8Array {
  const lines = Buffer.from(bytes).toString("latin1").split("\n");
  const at = random.whole(lines.length);
  lines[at] = change(lines[at] as string);
  return Buffer.from(lines.join("\n"), "latin1");
}

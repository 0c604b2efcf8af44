/**
 * Profiles for the benchmark, written byte by byte so that nothing of heapblame takes part in making its own input. Seeded: the same
 * arguments give the same bytes.
 *
 * The shape is that of a large Go service: a call tree of `frames` functions in 60 packages, stacks up to 48 deep that share their
 * upper part, one location in four with inlined frames, size classes in a `bytes` label, four value columns.
 */

export interface Shape {
  readonly samples: number;
  readonly functions: number;
  readonly locations: number;
  readonly seed: number;
  /** Part of the samples whose values are those of any other profile with the same seed but another `round`. */
  readonly round: number;
}

class Bytes {
  #buffer = new Uint8Array(1 << 16);
  length = 0;

  #room(more: number): void {
    if (this.length + more <= this.#buffer.length) return;
    const larger = new Uint8Array(Math.max(this.#buffer.length * 2, this.length + more));
    larger.set(this.#buffer);
    this.#buffer = larger;
  }

  varint(value: number): void {
    this.#room(10);
    let rest = value;
    while (rest >= 0x80) {
      this.#buffer[this.length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#buffer[this.length++] = rest;
  }

  field(number: number, value: number): void {
    if (value === 0) return;
    this.varint(number * 8);
    this.varint(value);
  }

  message(number: number, inner: Bytes): void {
    this.varint(number * 8 + 2);
    this.varint(inner.length);
    this.append(inner.finish());
  }

  append(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  reset(): void {
    this.length = 0;
  }

  finish(): Uint8Array {
    return this.#buffer.subarray(0, this.length);
  }
}

/** A small seeded generator (mulberry32): uniform in [0, 1). */
export function random(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const SIZE_CLASSES = [16, 32, 48, 64, 96, 128, 256, 512, 1024, 2048, 4096, 8192, 32768, 131072];

/** Uncompressed profile.proto bytes. */
export function generateProfile(shape: Shape): Uint8Array {
  const next = random(shape.seed);
  const pick = (bound: number): number => Math.floor(next() * bound);
  const out = new Bytes();
  const strings = new Map<string, number>([["", 0]]);
  const text = (value: string): number => {
    const known = strings.get(value);
    if (known !== undefined) return known;
    strings.set(value, strings.size);
    return strings.size - 1;
  };
  const inner = new Bytes();
  const deeper = new Bytes();
  for (const [type, unit] of [
    ["alloc_objects", "count"],
    ["alloc_space", "bytes"],
    ["inuse_objects", "count"],
    ["inuse_space", "bytes"],
  ] as const) {
    inner.reset();
    inner.field(1, text(type));
    inner.field(2, text(unit));
    out.message(1, inner);
  }
  const bytesLabel = text("bytes");
  const children = callTree(shape, next);
  const valueSeed = random(shape.seed * 7919 + shape.round);
  const packed = new Bytes();
  const stack: number[] = [];
  for (let sample = 0; sample < shape.samples; sample++) {
    walk(stack, children, next, shape);
    inner.reset();
    packed.reset();
    for (let i = stack.length - 1; i >= 0; i--) packed.varint(stack[i] as number);
    inner.varint(10);
    inner.varint(packed.length);
    inner.append(packed.finish());
    const size = SIZE_CLASSES[pick(SIZE_CLASSES.length)] as number;
    const isStable = pick(4) > 0;
    const live = isStable ? 1 + pick(50) : Math.floor(valueSeed() * 60);
    const allocated = live + (isStable ? pick(2000) : Math.floor(valueSeed() * 3000));
    packed.reset();
    for (const value of [allocated, allocated * size, live, live * size]) packed.varint(value);
    inner.varint(18);
    inner.varint(packed.length);
    inner.append(packed.finish());
    deeper.reset();
    deeper.field(1, bytesLabel);
    deeper.field(3, size);
    inner.message(3, deeper);
    out.message(2, inner);
  }
  writeTables(out, shape, random(shape.seed + 1), text);
  out.field(9, 1_700_000_000_000_000_000 + shape.round * 600_000_000_000);
  inner.reset();
  inner.field(1, text("space"));
  inner.field(2, text("bytes"));
  out.message(11, inner);
  out.field(12, 524288);
  for (const value of strings.keys()) {
    const utf8 = new TextEncoder().encode(value);
    out.varint(6 * 8 + 2);
    out.varint(utf8.length);
    out.append(utf8);
  }
  return out.finish();
}

const FAN = 4;

/** Location -> the locations it calls: a few each, most of them near, as in a program that calls within its packages. */
function callTree(shape: Shape, next: () => number): Int32Array {
  const children = new Int32Array((shape.locations + 1) * FAN);
  for (let i = 0; i < children.length; i++) {
    const near = Math.floor(i / FAN) * 2 + Math.floor(next() * 60);
    children[i] = 1 + ((next() < 0.8 ? near : Math.floor(next() * shape.locations)) % shape.locations);
  }
  return children;
}

function walk(stack: number[], children: Int32Array, next: () => number, shape: Shape): void {
  const depth = 6 + Math.floor(43 * Math.max(next(), next() * next()));
  stack.length = 0;
  let at = 1 + Math.floor(next() * Math.min(40, shape.locations));
  for (let i = 0; i < depth; i++) {
    stack.push(at);
    at = children[at * FAN + Math.floor(next() * next() * FAN)] as number;
  }
}

function writeTables(out: Bytes, shape: Shape, next: () => number, text: (value: string) => number): void {
  const pick = (bound: number): number => Math.floor(next() * bound);
  const inner = new Bytes();
  const deeper = new Bytes();
  inner.field(1, 1);
  inner.field(2, 0x400000);
  inner.field(3, 0x4000000);
  inner.field(5, text("/usr/local/bin/service"));
  inner.field(6, text("5f2c1e3b9d"));
  inner.field(7, 1);
  out.message(3, inner);
  for (let id = 1; id <= shape.locations; id++) {
    inner.reset();
    inner.field(1, id);
    inner.field(2, 1);
    inner.field(3, 0x401000 + id * 37);
    const lines = pick(4) === 0 ? 2 + pick(2) : 1;
    for (let i = 0; i < lines; i++) {
      deeper.reset();
      deeper.field(1, 1 + ((id * 7 + i * 13) % shape.functions));
      deeper.field(2, 1 + pick(900));
      inner.message(4, deeper);
    }
    out.message(4, inner);
  }
  for (let id = 1; id <= shape.functions; id++) {
    const pkg = `example.com/service/internal/package${id % 60}`;
    const name = text(`${pkg}.(*Type${id % 211}).method${id}`);
    inner.reset();
    inner.field(1, id);
    inner.field(2, name);
    inner.field(3, name);
    inner.field(4, text(`${pkg}/file${id % 311}.go`));
    inner.field(5, 10 + (id % 500));
    out.message(5, inner);
  }
}

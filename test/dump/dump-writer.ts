/** Heap dumps written by hand, of any pointer size and byte order: objects with words, variables, frames, samples. */

export interface WrittenObject {
  readonly address: number;
  /** Words from its start; the rest is zero. */
  readonly words?: readonly number[];
  /** Bytes; as its words have them where not given. */
  readonly size?: number;
  /** Indices of the words that are pointers; all where not given. */
  readonly pointers?: readonly number[];
}

export interface WrittenDump {
  readonly pointerBytes?: 4 | 8;
  readonly isBigEndian?: boolean;
  readonly heap: readonly [start: number, end: number];
  readonly goVersion?: string;
  readonly types?: readonly (readonly [address: number, size: number, name: string])[];
  readonly itabs?: readonly (readonly [address: number, type: number])[];
  readonly objects: readonly WrittenObject[];
  readonly goroutines?: readonly WrittenGoroutine[];
  readonly data?: WrittenObject;
  readonly bss?: WrittenObject;
  readonly finalizers?: readonly (readonly [object: number, closure: number, isQueued: boolean])[];
  readonly roots?: readonly (readonly [name: string, target: number])[];
  /** Function names, leaf first, and the objects that were sampled. */
  readonly stacks?: readonly (readonly [frames: readonly string[], size: number, samples: readonly number[]])[];
}

export interface WrittenGoroutine {
  readonly address: number;
  readonly closure?: number;
  readonly isSystem?: boolean;
  readonly deferred?: readonly (readonly [address: number, closure: number])[];
  readonly panics?: readonly number[];
  readonly frames: readonly (readonly [name: string, entry: number, memory: WrittenObject])[];
}

/** The bytes of a whole dump. */
export function writeDump(dump: WrittenDump): Uint8Array {
  const out = new Writer(dump.pointerBytes ?? 8, dump.isBigEndian ?? false);
  out.raw("go1.7 heap dump\n");
  out.ints(6, out.isBigEndian ? 1 : 0, out.width, ...dump.heap).text("amd64");
  out.text(dump.goVersion ?? "go1.20").ints(2);
  for (const [address, size, name] of dump.types ?? []) out.ints(3, address, size).text(name).ints(1);
  for (const [address, type] of dump.itabs ?? []) out.ints(8, address, type);
  for (const object of dump.objects) out.memory(1, object);
  for (const goroutine of dump.goroutines ?? []) writeGoroutine(out, goroutine);
  out.ints(9, 1, 2, 3);
  if (dump.data !== undefined) out.memory(12, dump.data);
  if (dump.bss !== undefined) out.memory(13, dump.bss);
  for (const [name, target] of dump.roots ?? []) out.ints(2).text(name).ints(target);
  for (const [object, closure, isQueued] of dump.finalizers ?? []) {
    out.ints(isQueued ? 11 : 7, object, closure, 0x401000, 0, 0);
  }
  out.ints(10, ...Array.from({ length: 24 + 256 + 1 }, (_, index) => index));
  writeStacks(out, dump.stacks ?? []);
  return out.ints(0).finish();
}

function writeGoroutine(
  out: Writer,
  { address, closure = 0, isSystem = false, frames, deferred = [], panics = [] }: WrittenGoroutine,
): void {
  out
    .ints(4, address, 0, 7, 0x401000, 4, isSystem ? 1 : 0, 0, 0)
    .text("chan receive")
    .ints(closure, 0, 0, 0);
  for (const [depth, [name, entry, memory]] of frames.entries()) {
    out
      .ints(5, memory.address, depth, 0)
      .contents(memory)
      .ints(entry, entry + 1, entry + 1)
      .text(name);
    out.fields(memory);
  }
  for (const [at, fn] of deferred) out.ints(14, at, address, 0, 0, fn, 0, 0);
  for (const value of panics) out.ints(15, 1, address, 0, value, 0, 0);
}

function writeStacks(out: Writer, stacks: NonNullable<WrittenDump["stacks"]>): void {
  for (const [id, [frames, size, samples]] of stacks.entries()) {
    out.ints(16, id + 1, size, frames.length);
    for (const name of frames) out.text(name).text(`${name}.go`).ints(12);
    out.ints(samples.length, 0);
  }
  for (const [id, [, , samples]] of stacks.entries()) for (const sample of samples) out.ints(17, sample, id + 1);
}

class Writer {
  readonly width: 4 | 8;
  readonly isBigEndian: boolean;
  readonly #bytes: number[] = [];

  constructor(width: 4 | 8, isBigEndian: boolean) {
    this.width = width;
    this.isBigEndian = isBigEndian;
  }

  raw(text: string): void {
    for (const byte of new TextEncoder().encode(text)) this.#bytes.push(byte);
  }

  ints(...values: readonly number[]): this {
    for (const value of values) {
      let rest = value;
      for (; rest >= 0x80; rest = Math.floor(rest / 128)) this.#bytes.push((rest % 128) | 0x80);
      this.#bytes.push(rest);
    }
    return this;
  }

  text(text: string): this {
    this.ints(new TextEncoder().encode(text).length);
    this.raw(text);
    return this;
  }

  memory(tag: number, object: WrittenObject): void {
    this.ints(tag, object.address).contents(object).fields(object);
  }

  contents({ words = [], size = words.length * this.width }: WrittenObject): this {
    this.ints(size);
    const memory = new DataView(new ArrayBuffer(size));
    for (const [index, word] of words.entries()) {
      if (this.width === 4) memory.setUint32(index * 4, word, !this.isBigEndian);
      else memory.setBigUint64(index * 8, BigInt(word), !this.isBigEndian);
    }
    for (let at = 0; at < size; at++) this.#bytes.push(memory.getUint8(at));
    return this;
  }

  fields({ words = [], pointers = words.map((_, index) => index) }: WrittenObject): this {
    for (const index of pointers) this.ints(1, index * this.width);
    return this.ints(0);
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}

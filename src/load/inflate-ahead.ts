/** Gzip files unpacked in Node's own pool of threads while this thread is busy with the ones before them. */
import { inflateRaw } from "node:zlib";
import type { Inflated, Inflater } from "../profile/codec/gzip/gunzip.ts";
import { isDeflated } from "../signature.ts";
import { inflateWithZlib } from "./inflate.ts";

/** So many are unpacked, or wait to be taken; fewer if they have more bytes than that, but two in any case. */
const AHEAD = 8;
const MOST_BYTES = 1 << 25;
/** Of a gzip header without optional parts, as Go writes it. */
const HEADER = 10;
/** Longer outputs are unpacked when they are wanted. */
const LONGEST = 1 << 28;

export class InflateAhead {
  readonly #inputs: readonly Uint8Array[];
  readonly #started: Promise<Inflated | undefined>[] = [];
  readonly #bytes: number[] = [];

  constructor(inputs: readonly Uint8Array[]) {
    this.#inputs = inputs;
  }

  #hasRoom(index: number): boolean {
    const ahead = this.#started.length - index;
    if (this.#started.length === this.#inputs.length || ahead >= AHEAD) return false;
    return ahead < 2 || this.#bytes.slice(index).reduce((sum, size) => sum + size, 0) < MOST_BYTES;
  }

  /** For input `index`; to be asked for one after the other. What was not unpacked ahead, or failed, the inflater does itself. */
  async inflaterFor(index: number): Promise<Inflater> {
    while (this.#hasRoom(index)) {
      const input = this.#inputs[this.#started.length] as Uint8Array;
      this.#bytes.push(sizeOf(input));
      this.#started.push(inflateAhead(input));
    }
    const ready = await this.#started[index];
    this.#started[index] = Promise.resolve(undefined);
    if (ready === undefined) return inflateWithZlib;
    const start = (this.#inputs[index] as Uint8Array).byteOffset + HEADER;
    return (input, limit, sizeHint) =>
      input.byteOffset === start && ready.output.length <= limit ? ready : inflateWithZlib(input, limit, sizeHint);
  }
}

/** Of the last member, if this is gzip. */
function sizeOf(bytes: Uint8Array): number {
  if (bytes.length < HEADER + 8) return 0;
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 4, true);
}

/** The first member's output; undefined if that is better left to others. */
function inflateAhead(bytes: Uint8Array): Promise<Inflated | undefined> {
  const flags = bytes[3];
  const size = sizeOf(bytes);
  const isUsual = isDeflated(bytes) && flags === 0 && size > 0 && size <= LONGEST;
  if (!isUsual) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const options = { info: true, chunkSize: Math.max(size + 1, 64), maxOutputLength: size };
    inflateRaw(bytes.subarray(HEADER), options, (error, result) => {
      if (error !== null) return resolve(undefined);
      const { buffer, engine } = result as unknown as { buffer: Uint8Array; engine: { bytesWritten: number } };
      resolve({ output: buffer, consumed: engine.bytesWritten });
    });
  });
}

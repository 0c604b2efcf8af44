/** Gzip files unpacked in Node's own pool of threads while this thread is busy with the ones before them. */
import { inflateRaw } from "node:zlib";
import type { Inflated, Inflater } from "../profile/codec/gzip/gunzip.ts";
import { isDeflated } from "../signature.ts";
import { inflateWithZlib } from "./inflate.ts";

/** So many are unpacked, or wait to be taken. */
const AHEAD = 8;
/** Of a gzip header without optional parts, as Go writes it. */
const HEADER = 10;
/** Longer outputs are unpacked when they are wanted: several of them would take too much memory. */
const LONGEST = 1 << 25;

export class InflateAhead {
  readonly #inputs: readonly Uint8Array[];
  readonly #started: Promise<Inflated | undefined>[] = [];

  constructor(inputs: readonly Uint8Array[]) {
    this.#inputs = inputs;
  }

  /** For input `index`; to be asked for one after the other. What was not unpacked ahead, or failed, the inflater does itself. */
  async inflaterFor(index: number): Promise<Inflater> {
    while (this.#started.length < Math.min(index + AHEAD, this.#inputs.length)) {
      this.#started.push(inflateAhead(this.#inputs[this.#started.length] as Uint8Array));
    }
    const ready = await this.#started[index];
    this.#started[index] = Promise.resolve(undefined);
    if (ready === undefined) return inflateWithZlib;
    const start = (this.#inputs[index] as Uint8Array).byteOffset + HEADER;
    return (input, limit, sizeHint) =>
      input.byteOffset === start && ready.output.length <= limit ? ready : inflateWithZlib(input, limit, sizeHint);
  }
}

/** The first member's output; undefined if that is better left to others. */
function inflateAhead(bytes: Uint8Array): Promise<Inflated | undefined> {
  const flags = bytes[3];
  const size =
    bytes.length < HEADER + 8 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 4, true);
  const isUsual = isDeflated(bytes) && flags === 0 && size > 0 && size <= LONGEST;
  if (!isUsual) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const options = { info: true, chunkSize: Math.max(size + 1, 64), maxOutputLength: LONGEST };
    inflateRaw(bytes.subarray(HEADER), options, (error, result) => {
      if (error !== null) return resolve(undefined);
      const { buffer, engine } = result as unknown as { buffer: Uint8Array; engine: { bytesWritten: number } };
      resolve({ output: buffer, consumed: engine.bytesWritten });
    });
  });
}

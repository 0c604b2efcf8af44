/**
 * Node's zlib, unpacking one small file after the other into the same memory. New memory for each costs as much again as a third of the unpacking: it is
 * had from the system page by page, and is collected as garbage every few files.
 *
 * Node has no function for that. What there is is what its own stream classes and npm's unpacker (minizlib) do: `_processChunk` unpacks a buffer at once
 * and into `_outBuffer`, and ends by closing the handle, which is kept from it here. Whatever does not go well so is left to `inflateWithZlib`.
 */
import { constants, createInflateRaw, type InflateRaw } from "node:zlib";
import type { Inflated, Inflater } from "../profile/codec/gzip/gunzip.ts";
import { inflateWithZlib } from "./inflate.ts";

/** Outputs up to that size, in bytes. */
const LARGEST = 1 << 24;

export class SeriesInflater {
  #engine: Engine | undefined;
  #isLent = false;

  /** An output is to be given back; the next has memory of its own otherwise, and so have all that follow. */
  readonly inflate: Inflater = (input, limit, sizeHint) => {
    const isUsual = !this.#isLent && sizeHint > 0 && sizeHint < LARGEST;
    const inflated = isUsual ? this.#inflateAgain(input, sizeHint) : undefined;
    if (inflated === undefined || inflated.output.length > limit) return inflateWithZlib(input, limit, sizeHint);
    this.#isLent = true;
    return inflated;
  };

  /** Nobody has any of the last output any more: the next comes into the same memory. */
  giveBack(): void {
    this.#isLent = false;
  }

  #inflateAgain(input: Uint8Array, size: number): Inflated | undefined {
    try {
      if (this.#engine === undefined || size >= this.#engine.room) this.#engine = new Engine(size + (size >> 2) + 64);
      return this.#engine.inflate(input);
    } catch {
      this.#engine = undefined;
      return undefined;
    }
  }
}

/** What is not in Node's types. */
interface Handle {
  close(): void;
}
interface Internals {
  _handle: Handle | null;
  _processChunk(input: Uint8Array, flush: number): Uint8Array;
}

class Engine {
  /** Bytes; a larger output is refused. */
  readonly room: number;
  readonly #stream: InflateRaw & Internals;
  readonly #handle: Handle | null;

  constructor(room: number) {
    this.room = room;
    const settings = { chunkSize: room, maxOutputLength: room };
    this.#stream = createInflateRaw(settings) as unknown as InflateRaw & Internals;
    this.#handle = this.#stream._handle;
    if (this.#handle !== null) this.#handle.close = () => {};
  }

  /** In memory that the next call writes over. Throws whatever Node does. */
  inflate(input: Uint8Array): Inflated {
    const stream = this.#stream;
    stream._handle = this.#handle;
    stream.reset();
    const output = stream._processChunk(input, constants.Z_FINISH);
    // Each call adds one. After a fault the stream tells of it once more, later, and there has to be one.
    stream.removeAllListeners("error");
    return { output, consumed: stream.bytesWritten };
  }
}

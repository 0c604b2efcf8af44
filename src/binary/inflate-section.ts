/** Sections that are kept compressed: by zlib or zstd. What they unpack to is bounded by what they say and by what the methods can reach. */
import { Decompress } from "fzstd";
import { Inflate } from "pako";
import { BinaryError } from "../errors.ts";

/** Deflate reaches about 1032 to 1. zstd reaches more, but not with names and numbers: a section that claims more is damaged. */
const LARGEST_RATIO: Readonly<Record<SectionCompression, number>> = { zlib: 1100, zstd: 300 };
const LARGEST_SIZE = 2 ** 31;
const PIECE = 1 << 20;

type SectionCompression = "zlib" | "zstd";

/** `size` bytes from `packed`; `name` and `at` (its byte in the file) are for messages. */
export function inflateSection(
  packed: Uint8Array,
  size: number,
  method: SectionCompression,
  name: string,
  at: number,
): Uint8Array {
  const mayBe = size <= LARGEST_SIZE && size <= packed.length * LARGEST_RATIO[method] + PIECE;
  if (!mayBe) throw damaged(name, `cannot hold the ${size} bytes it claims`, at);
  const output = new Output(size);
  const fault = method === "zlib" ? inflateZlib(packed, output) : inflateZstd(packed, output);
  if (fault !== "") throw damaged(name, `is compressed and damaged: ${fault}`, at);
  return output.bytes;
}

function damaged(name: string, fact: string, at: number): BinaryError {
  return new BinaryError("program-corrupt", `section ${name} ${fact} (at byte ${at})`, at);
}

/** Grows with what really comes, so that a wrong size costs nothing. */
class Output {
  readonly size: number;
  #chunks: Uint8Array[] = [];
  filled = 0;
  constructor(size: number) {
    this.size = size;
  }

  /** False where it would be more than the section claims. */
  push(chunk: Uint8Array): boolean {
    this.filled += chunk.length;
    this.#chunks.push(chunk);
    return this.filled <= this.size;
  }

  get bytes(): Uint8Array {
    const bytes = new Uint8Array(this.filled);
    let at = 0;
    for (const chunk of this.#chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return bytes;
  }
}

class TooLong extends Error {}

function inflateZlib(packed: Uint8Array, output: Output): string {
  const inflate = new Inflate({ chunkSize: Math.min(Math.max(output.size, 1024), PIECE) });
  inflate.onData = (chunk: Uint8Array) => {
    if (!output.push(chunk)) throw new TooLong(`more than ${output.size} bytes come out`);
  };
  try {
    inflate.push(packed, true);
  } catch (error) {
    if (error instanceof TooLong) return error.message;
    throw error;
  }
  if (inflate.err) return inflate.msg || `zlib error ${inflate.err}`;
  return output.filled === output.size ? "" : `${output.filled} bytes come out, ${output.size} were claimed`;
}

function inflateZstd(packed: Uint8Array, output: Output): string {
  const stream = new Decompress((chunk) => {
    if (!output.push(chunk)) throw new TooLong(`more than ${output.size} bytes come out`);
  });
  try {
    for (let at = 0; at < packed.length; at += PIECE)
      stream.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length);
  } catch (error) {
    return (error as Error).message;
  }
  return output.filled === output.size ? "" : `${output.filled} bytes come out, ${output.size} were claimed`;
}

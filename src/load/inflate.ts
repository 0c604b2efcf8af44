/** Node's zlib behind the function that gunzip.ts asks for: three to four times as fast as pako. */
import { crc32, inflateRawSync } from "node:zlib";
import { type Checksum, type Inflated, InflateFailure, type Inflater } from "../profile/codec/gzip/gunzip.ts";
import { inflatedSize } from "./inflated-size.ts";

/** Where the hint is wrong, what comes is counted first, so that nothing is kept of what is refused. */
export const inflateWithZlib: Inflater = (input, limit, sizeHint) => {
  const isHinted = sizeHint > 0 && sizeHint < limit;
  const info = (isHinted ? inflate(input, sizeHint, sizeHint) : undefined) ?? inflateCounted(input, limit);
  return { output: info.buffer, consumed: info.engine.bytesWritten } satisfies Inflated;
};

function inflateCounted(input: Uint8Array, limit: number): InflateInfo {
  const size = inflatedSize(input, limit)?.size ?? 0;
  const info = size > limit ? undefined : inflate(input, limit, size);
  if (info === undefined) throw new InflateFailure("too-large");
  return info;
}

export const checksumWithZlib: Checksum = (bytes) => crc32(bytes);

/** What inflateRawSync returns if told `info`; `bytesWritten` is what the stream took of the input. */
interface InflateInfo {
  readonly buffer: Uint8Array;
  readonly engine: { readonly bytesWritten: number };
}

const SMALLEST_CHUNK = 1 << 16;

/** Undefined for more than `limit` bytes. Throws InflateFailure. */
function inflate(input: Uint8Array, limit: number, size: number): InflateInfo | undefined {
  // A chunk for all of the output saves joining it from pieces.
  const chunkSize = Math.max(size + 1, SMALLEST_CHUNK);
  try {
    const options = { info: true, chunkSize, maxOutputLength: limit + 1 };
    const info = inflateRawSync(input, options) as unknown as InflateInfo;
    return info.buffer.length > limit ? undefined : info;
  } catch (error) {
    switch ((error as NodeJS.ErrnoException).code) {
      case "Z_BUF_ERROR":
        throw new InflateFailure("truncated");
      case "Z_DATA_ERROR":
        throw new InflateFailure("corrupt");
      case "ERR_BUFFER_TOO_LARGE":
        return undefined;
      default:
        throw error;
    }
  }
}

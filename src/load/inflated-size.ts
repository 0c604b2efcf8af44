/**
 * How much a deflate stream unpacks to, without keeping any of it: memory is taken for what is within the limit alone. Node unpacks at once only into
 * memory that it keeps; piece by piece and at once it is done as in series-inflater.ts.
 */
import { constants, createInflateRaw, type InflateRaw } from "node:zlib";
import { InflateFailure, type Measure } from "../profile/codec/gzip/gunzip.ts";

/** Unpacks to 1032 times as much at most. */
const PIECE = 1 << 13;
const ROOM = 1 << 18;

/** What is not in Node's types. */
interface Internals {
  _handle: { close(): void } | null;
  _processChunk(input: Uint8Array, flush: number): Uint8Array;
}

/** Undefined where this Node cannot tell. */
export const inflatedSize: Measure = (input, limit) => {
  try {
    return countOutput(createInflateRaw({ chunkSize: ROOM }) as unknown as InflateRaw & Internals, input, limit);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "Z_BUF_ERROR") throw new InflateFailure("truncated");
    if (code === "Z_DATA_ERROR") throw new InflateFailure("corrupt");
    return undefined;
  }
};

function countOutput(stream: InflateRaw & Internals, input: Uint8Array, limit: number): ReturnType<Measure> {
  const handle = stream._handle;
  if (handle === null) return undefined;
  const close = handle.close.bind(handle);
  handle.close = () => {};
  try {
    let size = 0;
    let consumed = 0;
    // The end of the stream is in the piece of which something is left.
    for (let taken = PIECE; taken === PIECE && size <= limit; consumed += taken) {
      const piece = input.subarray(consumed, consumed + PIECE);
      stream._handle = handle;
      size += stream._processChunk(piece, piece.length < PIECE ? constants.Z_FINISH : constants.Z_NO_FLUSH).length;
      // After a fault the stream tells of it once more, later, and there has to be a listener.
      stream.removeAllListeners("error").on("error", () => {});
      // Of this call, where Node says that it is of all.
      taken = stream.bytesWritten;
    }
    return { size, consumed };
  } finally {
    close();
  }
}

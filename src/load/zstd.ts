/** zstd, unpacked by fzstd; loaded only for a file that needs it. */
import { ProfileError } from "../errors.ts";
import { formatSize } from "../measurement/size.ts";
import type { ZstdDecompressor } from "../profile/codec/parse-with.ts";

export async function zstdDecompressor(): Promise<ZstdDecompressor> {
  const { Decompress } = await import("fzstd");
  return (bytes, limit) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    const stream = new Decompress((chunk) => {
      size += chunk.length;
      if (size > limit) throw tooLarge(limit);
      chunks.push(chunk);
    });
    try {
      for (let at = 0; at < bytes.length; at += PIECE)
        stream.push(bytes.subarray(at, at + PIECE), at + PIECE >= bytes.length);
    } catch (error) {
      if (error instanceof ProfileError) throw error;
      throw damaged(error);
    }
    return Buffer.concat(chunks, size);
  };
}

/** Input given at a time, so that the limit is seen early. */
const PIECE = 1 << 16;

/** pprof knows no zstd. */
const UNRECOGNIZED = "parsing profile: unrecognized profile format";

function tooLarge(limit: number): ProfileError {
  return new ProfileError("too-large", `zstd data unpacks to more than ${formatSize(limit)}`, UNRECOGNIZED);
}

function damaged(error: unknown): ProfileError {
  const fact = `zstd data is damaged or cut short: ${(error as Error).message}`;
  return new ProfileError("zstd", fact, UNRECOGNIZED, { cause: error });
}

/** The same piece by piece, as it comes. Throws ProfileError "zstd". */
export async function* unpackZstd(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { Decompress } = await import("fzstd");
  const ready: Uint8Array[] = [];
  const stream = new Decompress((chunk) => ready.push(chunk));
  try {
    for await (const piece of pieces) {
      stream.push(piece);
      yield* ready.splice(0);
    }
    stream.push(new Uint8Array(), true);
  } catch (error) {
    if (error instanceof ProfileError) throw error;
    throw damaged(error);
  }
  yield* ready;
}

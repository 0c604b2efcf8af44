/** zstd, unpacked by fzstd; loaded only for a file that needs it. */
import { ProfileError } from "../errors.ts";
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
      const fact = `zstd data is damaged or cut short: ${(error as Error).message}`;
      throw new ProfileError("zstd", fact, UNRECOGNIZED, { cause: error });
    }
    return Buffer.concat(chunks, size);
  };
}

/** Input given at a time, so that the limit is seen early. */
const PIECE = 1 << 16;

/** pprof knows no zstd. */
const UNRECOGNIZED = "parsing profile: unrecognized profile format";

function tooLarge(limit: number): ProfileError {
  return new ProfileError("too-large", `zstd data unpacks to more than ${limit} bytes`, UNRECOGNIZED);
}

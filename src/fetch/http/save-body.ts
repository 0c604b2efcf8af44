/** A body written to a file as it comes: whole or not at all. */

import { createHash, type Hash } from "node:crypto";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { FetchError } from "../../errors.ts";
import { isGzip } from "../../signature.ts";
import { openOutput } from "../files/output-file.ts";
import type { OutputFile } from "../files/output-target.ts";
import { writeFault } from "../files/write-fault.ts";
import type { Answer } from "./answer.ts";

export interface SavedBody {
  readonly bytes: number;
  /** Of what is in the file, in hexadecimal. */
  readonly sha256: string;
}

/** Of a heap dump: it begins with this, plain, and is mostly zeros and repetition. */
const DUMP_HEADER = "go1.7 heap dump\n";
/** Of gzip: fast, as the process may have stopped for no longer than it takes. */
const FAST = 1;

/** Packed by gzip on the way, unless it is already. Throws FetchError "not-pprof" for what is no heap dump, and as `saveBody`. */
export async function saveDumpBody({ head, chunks }: Omit<Answer, "secrets">, path: string): Promise<SavedBody> {
  if (isGzip(head)) return await saveBody({ head, chunks }, path);
  if (
    head.length === 0 ||
    !DUMP_HEADER.startsWith(new TextDecoder("latin1").decode(head.subarray(0, DUMP_HEADER.length)))
  ) {
    throw new FetchError("not-pprof", "the answer is no heap dump", "unrecognized profile format");
  }
  const packer = createGzip({ level: FAST });
  const packed = pipeline(chunks, packer);
  // Whoever reads the packed bytes hears of it first.
  packed.catch(() => {});
  const saved = await saveBody({ head: new Uint8Array(), chunks: packer }, path);
  await packed;
  return saved;
}

/** Throws what the body throws, FetchError, UsageError "write-failed". */
export async function saveBody({ head, chunks }: Omit<Answer, "secrets">, path: string): Promise<SavedBody> {
  const hash = createHash("sha256");
  let file: OutputFile | undefined;
  try {
    file = await openOutput(path);
    const bytes = await copy(chunks, file, hash, isGzip(head));
    await file.finish();
    return { bytes, sha256: hash.digest("hex") };
  } catch (error) {
    await file?.abandon();
    throw describe(error, path);
  }
}

/** What is zipped is also unzipped, into nothing: its trailer says whether all of it is there. */
async function copy(
  chunks: AsyncIterable<Uint8Array>,
  file: OutputFile,
  hash: Hash,
  isZipped: boolean,
): Promise<number> {
  let bytes = 0;
  async function* written(): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      hash.update(chunk);
      await file.write(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  }
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  if (isZipped) await pipeline(written, createGunzip(), nowhere);
  else await pipeline(written, nowhere);
  return bytes;
}

function describe(error: unknown, path: string): unknown {
  if (error instanceof FetchError) return error;
  const { code = "", message } = error as NodeJS.ErrnoException;
  if (code === "Z_BUF_ERROR") {
    return new FetchError("truncated", "the answer was cut short: its gzip data has no end", "unexpected EOF", {
      cause: error,
    });
  }
  if (code.startsWith("Z_")) {
    return new FetchError("corrupt", `the answer was damaged on its way: ${message}`, "gzip: invalid checksum", {
      cause: error,
    });
  }
  return writeFault(path, error);
}

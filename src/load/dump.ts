/** Heap dumps from files, plain, gzip or zstd, read as they come: never all of it in memory. */
import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { createGunzip } from "node:zlib";
import type { ContentsVisitor } from "../dump/reader/dump-parts.ts";
import { DumpReader } from "../dump/reader/dump-reader.ts";
import { HEADER } from "../dump/reader/record-tags.ts";
import type { HeapDump } from "../dump/tables.ts";
import { ProfileError } from "../errors.ts";
import { fileFault } from "../fetch/files/file.ts";
import { isGzip, isZstd } from "../signature.ts";
import { inSource } from "./in-source.ts";

/** Bytes read at a time. */
const PIECE = 1 << 20;

/** `path` is relative to `cwd`. Throws FetchError, ProfileError; the message starts with the path. */
export async function loadDump(path: string, cwd: string): Promise<HeapDump> {
  try {
    return await readDump(resolve(cwd, path));
  } catch (error) {
    const fault = error as NodeJS.ErrnoException;
    throw inSource(path, fault.syscall === undefined ? error : await fileFault(path, cwd, fault));
  }
}

/** Shows the contents of all objects but large ones to `visit`, by their rows. Throws as loadDump does. */
export async function visitContents(path: string, cwd: string, visit: ContentsVisitor): Promise<void> {
  try {
    await readDump(resolve(cwd, path), visit);
  } catch (error) {
    throw inSource(path, error);
  }
}

/** Whether it begins as a heap dump does; so may what cannot be read, for whoever reads it to say why. */
export async function startsAsDump(path: string, cwd: string): Promise<boolean> {
  try {
    for await (const piece of unpacked(resolve(cwd, path))) {
      return new TextDecoder("latin1").decode(piece.subarray(0, HEADER.length)) === HEADER;
    }
    return false;
  } catch {
    return true;
  }
}

async function readDump(path: string, visit?: ContentsVisitor): Promise<HeapDump> {
  const reader = new DumpReader(visit);
  for await (const piece of unpacked(path)) reader.push(piece);
  return reader.finish();
}

async function* unpacked(path: string): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: PIECE });
  const pieces = file[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const first = await pieces.next();
  if (first.done === true) return;
  const all = rejoined(first.value, pieces);
  if (isGzip(first.value)) yield* gunzipped(all);
  else if (isZstd(first.value)) yield* (await import("./zstd.ts")).unpackZstd(all);
  else yield* all;
}

async function* rejoined(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

async function* gunzipped(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { Readable } = await import("node:stream");
  const source = Readable.from(pieces);
  const gunzip = createGunzip({ chunkSize: PIECE });
  source.on("error", (error) => gunzip.destroy(error));
  try {
    yield* source.pipe(gunzip) as AsyncIterable<Uint8Array>;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "Z_BUF_ERROR") throw packedFault("gzip-truncated", "the gzip data is cut short", error);
    if (code?.startsWith("Z_") === true)
      throw packedFault("gzip-corrupt", `the gzip data is damaged: ${message}`, error);
    throw error;
  }
}

function packedFault(code: ProfileError["code"], fact: string, cause: unknown): ProfileError {
  return new ProfileError(code, fact, "parsing profile: unrecognized profile format", { cause });
}

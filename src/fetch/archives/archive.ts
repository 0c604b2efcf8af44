/**
 * Archives of captures: tar, also packed by gzip, and zip. Members are read into memory, never written, so their paths lead nowhere; how many there
 * may be and how much they may unpack to is bounded before anything is unpacked.
 */
import { constants, gunzipSync } from "node:zlib";
import { FetchError } from "../../errors.ts";
import { formatSize } from "../../measurement/size.ts";
import { isGzip, isZip } from "../../signature.ts";

export interface ArchiveMember {
  /** As in the archive, without "./" in front. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

const MOST_MEMBERS = 10_000;
/** Unpacked bytes of all members together. */
const MOST_BYTES = 2 ** 30;

/** The regular files in it; undefined if the bytes are no archive. Throws FetchError "corrupt", "archive-size", "archive-files". */
export async function readArchive(bytes: Uint8Array, limit: number = MOST_BYTES): Promise<ArchiveMember[] | undefined> {
  if (isZip(bytes)) return await readZip(bytes, limit);
  const unpacked = isGzip(bytes) ? tryGunzip(bytes, limit) : bytes;
  return unpacked !== undefined && isTar(unpacked) ? await readTar(unpacked, limit) : undefined;
}

const BLOCK = 512;
const CHECKSUM = { from: 148, to: 156 };

/** By the checksum of the first header: old archives have no magic number. */
function isTar(bytes: Uint8Array): boolean {
  if (bytes.length < BLOCK || bytes[0] === 0) return false;
  const header = bytes.subarray(0, BLOCK);
  const stored = Number.parseInt(Buffer.from(header.subarray(CHECKSUM.from, CHECKSUM.to)).toString("latin1"), 8);
  const sum = header.reduce((total, byte, at) => {
    return total + (at >= CHECKSUM.from && at < CHECKSUM.to ? 32 : byte);
  }, 0);
  return stored === sum;
}

/** Of a gzip file; it unpacks to 1032 times as much at most, and a header is in it unless somebody wrote a book into gzip's own. */
const START = 1 << 12;

/**
 * Undefined for what is no archive, which its beginning tells, and for a gzip file that is damaged: what is wrong with it is said where it is read as
 * a profile.
 */
function tryGunzip(bytes: Uint8Array, limit: number): Uint8Array | undefined {
  try {
    const start = gunzipSync(bytes.subarray(0, START), { finishFlush: constants.Z_SYNC_FLUSH });
    if (start.length >= BLOCK && !isTar(start)) return undefined;
    return gunzipSync(bytes, { maxOutputLength: limit });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(limit);
    return undefined;
  }
}

async function readTar(bytes: Uint8Array, limit: number): Promise<ArchiveMember[]> {
  const { unpackTar } = await import("modern-tar");
  const budget = new Budget(limit);
  const entries = await reading(() =>
    unpackTar(bytes as Uint8Array<ArrayBuffer>, {
      strict: true,
      filter: ({ type = "file", size }) => type === "file" && budget.takes(size),
    }),
  );
  return entries.map(({ header, data = new Uint8Array() }) => ({ path: plainPath(header.name), bytes: data }));
}

async function readZip(bytes: Uint8Array, limit: number): Promise<ArchiveMember[]> {
  const { unzipSync } = await import("fflate");
  const budget = new Budget(limit);
  const entries = await reading(async () =>
    unzipSync(bytes, { filter: ({ name, originalSize }) => !name.endsWith("/") && budget.takes(originalSize) }),
  );
  return Object.entries(entries).map(([name, data]) => ({ path: plainPath(name), bytes: data }));
}

/** Refuses what is too much before it is unpacked. */
class Budget {
  readonly #limit: number;
  #bytes = 0;
  #members = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  takes(size: number): boolean {
    this.#bytes += size;
    if (this.#bytes > this.#limit) throw tooLarge(this.#limit);
    if (++this.#members > MOST_MEMBERS) {
      const fact = `an archive of more than ${MOST_MEMBERS} files`;
      throw new FetchError("archive-files", fact, fact);
    }
    return true;
  }
}

async function reading<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof FetchError) throw error;
    const fact = `the archive is damaged or cut short: ${(error as Error).message}`;
    throw new FetchError("corrupt", fact, fact, { cause: error });
  }
}

function plainPath(name: string): string {
  return name.replaceAll("\\", "/").replace(/^(?:\.\/)+/, "");
}

function tooLarge(limit: number): FetchError {
  const fact = `the archive unpacks to more than ${formatSize(limit)}`;
  return new FetchError("archive-size", fact, fact);
}

/** Standard input of the process. Node takes what it cannot read, a directory or a disk, for a stream of nothing, and opens /dev/null for what is closed. */
import { fstatSync, type Stats, statSync } from "node:fs";
import { FetchError } from "../../errors.ts";
import { endlessFault, MOST_STREAMED } from "../../fetch/files/endless.ts";

/** Throws FetchError "is-directory", "unreadable". */
export function openStdin(): NodeJS.ReadStream {
  const stats = statsOfStdin();
  if (stats?.isDirectory() === true) throw faultOf("is-directory", "standard input is a directory");
  if (stats?.isBlockDevice() === true) throw faultOf("unreadable", "standard input is a block device: give its name");
  return process.stdin;
}

/** To its end. Throws as openStdin, "stream-size" where it goes on for more, and "unreadable" where nothing comes and that is no empty file. */
export async function readStdin(mostBytes: number = MOST_STREAMED): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of openStdin()) {
    length += (chunk as Uint8Array).length;
    if (length > mostBytes) throw endlessFault(mostBytes);
    chunks.push(chunk as Uint8Array);
  }
  if (length === 0) refuseNothing(statsOfStdin());
  return Buffer.concat(chunks, length);
}

/** For who talks with a client there: none ever was at what is closed. Throws FetchError "unreadable". */
export function refuseNull(): void {
  const stats = statsOfStdin();
  if (stats !== undefined && isNull(stats))
    throw faultOf("unreadable", "standard input is /dev/null, or closed: nobody can ask anything there");
}

function refuseNothing(stats: Stats | undefined): void {
  if (stats === undefined || stats.isFile()) return;
  if (isNull(stats)) throw faultOf("unreadable", "standard input is empty: it is /dev/null, or closed");
  const why = stats.isFIFO() || stats.isSocket() ? ": what writes to it gave nothing" : "";
  throw faultOf("unreadable", `standard input is empty${why}`);
}

function isNull({ rdev }: Stats): boolean {
  const device = statSync("/dev/null", { throwIfNoEntry: false });
  return device?.isCharacterDevice() === true && device.rdev === rdev;
}

/** undefined where the system does not say. */
function statsOfStdin(): Stats | undefined {
  try {
    return fstatSync(0);
  } catch {
    return undefined;
  }
}

function faultOf(code: "is-directory" | "unreadable", fact: string): FetchError {
  return new FetchError(code, fact, fact);
}

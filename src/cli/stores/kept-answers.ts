/** Where a run over many profiles of a server keeps what it has fetched, so that it goes on where it was stopped; a run that is whole leaves nothing. */
import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { FetchError, ProfileError } from "../../errors.ts";
import { forgetKept } from "../../fetch/stores/kept.ts";
import type { Io } from "../terminal/io.ts";

/** `asked`: what tells runs apart, sources and selectors. `use` is given the directory; undefined where there is no place for one. */
export async function keepingAnswers<T>(
  asked: readonly string[],
  io: Io,
  use: (directory: string | undefined) => Promise<T>,
): Promise<T> {
  const cache = cacheFolder(io);
  if (cache === undefined) return await use(undefined);
  const headers = io.remote?.().http?.headers ?? [];
  const name = createHash("sha256")
    .update(JSON.stringify([asked, headers]))
    .digest("hex")
    .slice(0, 32);
  const directory = join(cache, name);
  const count = await countIn(directory);
  if (count > 0)
    await io.stderr.write(`heapblame: a run before was stopped: ${count} profiles of it are not fetched again\n`);
  try {
    const result = await use(directory);
    await forgetKept(directory);
    return result;
  } catch (error) {
    if (isBadAnswer(error)) await forgetKept(directory);
    throw error;
  }
}

/** What was fetched is what failed, or none of it was of use: the next run would fail of it too, whatever the server has by then. */
function isBadAnswer(error: unknown): boolean {
  if (error instanceof FetchError) return ["not-a-store", "sum-only", "not-found"].includes(error.code);
  return error instanceof ProfileError;
}

/** By the XDG base directory specification; on Windows where local application data is. */
function cacheFolder({ env }: Io): string | undefined {
  const { XDG_CACHE_HOME: cache = "", LOCALAPPDATA: local = "", HOME: home = "" } = env;
  if (cache !== "") return join(cache, "heapblame", "fetched");
  if (local !== "") return join(local, "heapblame", "cache", "fetched");
  return home === "" ? undefined : join(home, ".cache", "heapblame", "fetched");
}

async function countIn(directory: string): Promise<number> {
  try {
    return (await readdir(directory)).filter((name) => !name.includes(".")).length;
  } catch {
    return 0;
  }
}

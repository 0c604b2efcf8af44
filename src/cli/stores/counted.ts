/** The states of a series that a server keeps, as they come: how many there are yet, how long it will still take, and what could not be had. */
import { FetchError } from "../../errors.ts";
import type { ReadOptions } from "../../fetch/index.ts";
import { isStore } from "../../fetch/stores/address.ts";
import { loadEach } from "../../load.ts";
import type { Profile } from "../../profile/tables.ts";
import { countOn } from "../fleet/counting.ts";
import type { Io } from "../terminal/io.ts";

/** As loadEach, with a line that counts the sources that a server keeps, if there are any. */
export async function loadCounted(
  sources: readonly string[],
  options: ReadOptions,
  io: Io,
): Promise<PromiseSettledResult<Profile>[]> {
  const stored = sources.filter(isStore).length;
  const { readStored } = options;
  if (stored === 0 || readStored === undefined) return await loadEach(sources, options);
  const counting = countOn(stored, "profiles", io);
  const counted: ReadOptions["readStored"] = async (source, asked) => {
    const bytes = await readStored(source, asked);
    counting.step();
    return bytes;
  };
  try {
    return await loadEach(sources, { ...options, readStored: counted });
  } finally {
    counting.end();
  }
}

/** Whether the series goes on without it: a server's sums, and the user's own no, are of all of them. */
export function isGap(source: string, fault: unknown): fault is FetchError {
  return isStore(source) && fault instanceof FetchError && fault.code !== "sum-only" && fault.code !== "aborted";
}

/** Says what is left out. Throws the first fault where nothing is left. */
export async function reportGaps(gaps: readonly FetchError[], total: number, io: Io): Promise<void> {
  const [first] = gaps;
  if (first === undefined) return;
  if (gaps.length === total) throw first;
  await io.stderr.write(
    `heapblame: ${gaps.length} of ${total} profiles could not be had, the trend is of the others: ${first.message}\n`,
  );
}

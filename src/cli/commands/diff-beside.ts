/** What a diff is given beside its two heaps: goroutines, and the memory of the process as a whole. */
import { UsageError } from "../../errors.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import type { MetFunction } from "../../graph/go/profile-modules.ts";
import { loadProfiles } from "../../load.ts";
import type { Profile } from "../../profile/tables.ts";
import type { Companions } from "../../report/growth/growth.ts";
import type { LoadedGoroutines } from "../anonymous.ts";
import type { SourcePair } from "../capture/pair.ts";
import type { Io } from "../terminal/io.ts";
import { readOptions } from "../terminal/reading.ts";

export interface BesideOptions {
  readonly goroutineBase?: string;
  readonly goroutineCurrent?: string;
  readonly iterations?: number;
}

/** undefined where nothing says anything of it. */
export async function memoryOf(
  loaded: readonly [Profile, Profile],
  capture: SourcePair["capture"],
  io: Io,
): Promise<Companions["memory"]> {
  const [before, after] =
    capture?.texts === undefined
      ? loaded
      : await loadProfiles(capture.texts, { ...readOptions(io), symbolizeGoText: true });
  const [base, current] = capture?.resident ?? [undefined, undefined];
  if ((before?.memStats === undefined || after?.memStats === undefined) && base === undefined) return undefined;
  return {
    base: { memStats: before?.memStats, resident: base },
    current: { memStats: after?.memStats, resident: current },
  };
}

/** Throws UsageError "bad-option" if only one end is given. */
export async function loadBeside(
  { goroutineBase, goroutineCurrent, iterations }: BesideOptions,
  io: Io,
): Promise<LoadedGoroutines | undefined> {
  if (goroutineBase === undefined && goroutineCurrent === undefined) {
    if (iterations === undefined) return undefined;
    throw new UsageError(
      "bad-option",
      "--iterations counts goroutines by iteration: give --goroutine-base and --goroutine-current",
    );
  }
  if (goroutineBase === undefined || goroutineCurrent === undefined) {
    throw new UsageError(
      "bad-option",
      "--goroutine-base and --goroutine-current go together: one capture shows no growth",
    );
  }
  const { loadGoroutines } = await import("../goroutine-source.ts");
  const base = await loadGoroutines(goroutineBase, io);
  const current = await loadGoroutines(goroutineCurrent, io);
  return {
    base,
    current,
    baseSource: withoutSecrets(goroutineBase),
    currentSource: withoutSecrets(goroutineCurrent),
    iterations,
    isProven: current.isProven,
  };
}

/** Main is on the stack of its goroutine even where none of its samples is in the heap profiles. */
export async function functionsBeside(loaded: LoadedGoroutines | undefined): Promise<readonly MetFunction[]> {
  if (loaded === undefined) return [];
  return [...(await loaded.base.functions()), ...(await loaded.current.functions())];
}

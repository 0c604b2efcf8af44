/**
 * Profiles with I/O: from a file, standard input or a server (`http://HOST:PORT`, `HOST:PORT/debug/pprof/allocs`; without a path the heap
 * after a collection) to the decoded profile. Errors name the source, without what is secret in a URL.
 */
import { type ReadOptions, readSource } from "./fetch/index.ts";
import { withoutSecrets } from "./fetch/redact.ts";
import { inSource } from "./load/in-source.ts";
import { buildDecodeMemory, type ParseSettings, parseBytes } from "./load/parse-bytes.ts";
import { parseAll } from "./load/workers.ts";
import type { DecodeMemory } from "./profile/codec/memory.ts";
import type { Profile } from "./profile/tables.ts";

/** How sources are read and parsed; all of it may be left out. */
export interface LoadOptions extends ReadOptions, ParseSettings {}

/** How bytes that are there already are parsed. */
export type LoadedOptions = Pick<LoadOptions, keyof ParseSettings | "onNotice">;

/** The same profile, once whoever wants to know was told what was put aside to read it. */
function reported(source: string, profile: Profile, { onNotice }: LoadedOptions): Profile {
  for (const notice of profile.notices ?? []) onNotice?.(`${withoutSecrets(source)}: read ${notice}`);
  return profile;
}

/** Throws UsageError, FetchError, ProfileError; the message of the latter two starts with the source. */
export async function loadProfile(source: string, options: LoadOptions = {}): Promise<Profile> {
  try {
    return reported(source, await parseBytes(await readSource(source, withStores(options)), options), options);
  } catch (error) {
    throw inSource(source, error);
  }
}

/** The profile in bytes that were read from the source already. Throws ProfileError. */
export async function parseLoaded(source: string, bytes: Uint8Array, settings: LoadedOptions = {}): Promise<Profile> {
  try {
    return reported(source, await parseBytes(bytes, settings), settings);
  } catch (error) {
    throw inSource(source, error);
  }
}

/** All of them, in order, large ones in threads. Throws as loadProfile does, for the first source that fails. */
export async function loadProfiles(sources: readonly string[], options: LoadOptions = {}): Promise<Profile[]> {
  const results = await loadEach(sources, options);
  return results.map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
}

/** As loadProfiles, but what fails is among the results. `memory`: of profiles that were loaded before, should they have much in common. */
export async function loadEach(
  sources: readonly string[],
  options: LoadOptions = {},
  memory: DecodeMemory = buildDecodeMemory(),
): Promise<PromiseSettledResult<Profile>[]> {
  const read = await Promise.allSettled(sources.map((source) => readSource(source, withStores(options))));
  return await parseEach(sources, read, options, memory);
}

/** What a server of profiles keeps is put together here; what asks it is loaded when there is one. */
function withStores(options: LoadOptions): LoadOptions {
  const readStored: LoadOptions["readStored"] = async (source, asked) =>
    await (await import("./load/stores/state.ts")).readState(source, asked);
  return { readStored, ...options };
}

/** The same from bytes, or what kept them from being read. */
export async function parseEach(
  sources: readonly string[],
  read: readonly PromiseSettledResult<Uint8Array>[],
  settings: LoadedOptions = {},
  memory: DecodeMemory = buildDecodeMemory(),
): Promise<PromiseSettledResult<Profile>[]> {
  const bytes = read.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const parsed = (await parseAll(bytes, settings, { memory })).values();
  return read.map((result, index) => {
    const outcome = result.status === "rejected" ? result : (parsed.next().value as PromiseSettledResult<Profile>);
    if (outcome.status === "fulfilled") {
      return { ...outcome, value: reported(sources[index] as string, outcome.value, settings) };
    }
    return { status: "rejected", reason: inSource(sources[index] as string, outcome.reason) };
  });
}

export { FetchError } from "./errors.ts";
export type { HttpSettings } from "./fetch/http/settings.ts";
export type { ReadOptions } from "./fetch/index.ts";
export type { KubectlSettings, KubernetesSettings } from "./fetch/kubernetes/settings.ts";
export { buildDecodeMemory, type ParseSettings } from "./load/parse-bytes.ts";
export type { DecodeMemory } from "./profile/codec/memory.ts";

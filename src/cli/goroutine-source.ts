/** Goroutines from a source, in whichever form it has them. */

import { ProfileError } from "../errors.ts";
import { profilePath } from "../fetch/debug-paths.ts";
import { isFile } from "../fetch/files/file.ts";
import { withoutSecrets } from "../fetch/redact.ts";
import { parseSource } from "../fetch/source.ts";
import type { NamedFunction } from "../graph/anonymize/anonymize.ts";
import { loadUnpacked } from "../load/unpacked.ts";
import { parseLoaded } from "../load.ts";
import { firstOf } from "../measurement/first-of.ts";
import { type GoroutineGroup, goroutinesOf, parseGoroutineText } from "../profile/legacy/goroutines.ts";
import { describeProfileKind } from "../profile/profile-kind.ts";
import { decodeText } from "../profile/string-table.ts";
import type { Io } from "./terminal/io.ts";
import { readOptions } from "./terminal/reading.ts";

export interface GoroutineSource {
  readonly groups: readonly GoroutineGroup[];
  /** Of a `goroutineleak` profile: proven never to go on. */
  readonly isProven: boolean;
  /** Every function that is named, with its file: for who wants to know whose they are. */
  readonly functions: () => Promise<NamedFunction[]>;
}

/** Throws ProfileError "not-goroutines" for a profile of something else. */
export async function loadGoroutines(given: string, io: Io): Promise<GoroutineSource> {
  const source = (await isFile(given, io.cwd)) ? given : await goroutineAddress(given);
  const bytes = await loadUnpacked(source, readOptions(io));
  const groups = parseGoroutineText(bytes);
  if (groups !== undefined) {
    const functions = async (): Promise<NamedFunction[]> =>
      (await import("../graph/go/goroutine-functions.ts")).functionsOfGoroutineText(decodeText(bytes));
    return { groups, functions, isProven: false };
  }
  const profile = await parseLoaded(source, bytes);
  if (describeProfileKind(profile.header) !== "goroutine") {
    const types = firstOf(profile.header.sampleTypes.map(({ type }) => type));
    const fact = `${withoutSecrets(source)}: this is no goroutine profile: its sample types are ${types || "none"}`;
    throw new ProfileError("not-goroutines", fact, fact);
  }
  const functions = async (): Promise<NamedFunction[]> =>
    Array.from((await import("../graph/go/profile-functions.ts")).eachFunction(profile));
  const isProven = profile.header.sampleTypes.some(({ type }) => type === "goroutineleak");
  return { groups: goroutinesOf(profile), functions, isProven };
}

/** Without a path a process is asked for its goroutines. */
async function goroutineAddress(text: string): Promise<string> {
  const source = parseSource(text, "goroutine");
  const heap = parseSource(text);
  if (source.kind === "http" && heap.kind === "http") return source.url === heap.url ? text : source.url;
  if (source.kind !== "kubernetes") return text;
  const { parseKubernetesUrl } = await import("../fetch/kubernetes/target.ts");
  return parseKubernetesUrl(source.target).path === undefined ? text + profilePath("", "goroutine") : text;
}

/** goref's profiles of references, for the commands that ask who holds, and for those that are given one in place of a heap profile. */
import { ProfileError, UsageError } from "../../errors.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import { startsAsDump } from "../../load/dump.ts";
import { loadProfile, loadProfiles } from "../../load.ts";
import { isReferenceProfile } from "../../profile/profile-kind.ts";
import type { Profile } from "../../profile/tables.ts";
import { type HolderEvidence, referencesEvidence } from "../../report/held/evidence.ts";
import type { HeldReport } from "../../report/held/held.ts";
import { type NamedReferences, referencesReport } from "../../report/held/references.ts";
import { heldWords } from "../../wording/held.ts";
import { chooseFormat, writeReport } from "../report.ts";
import type { Io } from "../terminal/io.ts";
import { readOptions } from "../terminal/reading.ts";

/** Undefined for what is a heap dump, or nothing that can be read as a profile: whoever reads dumps says why not. */
export async function readReferences(source: string, io: Io): Promise<NamedReferences | undefined> {
  if (await startsAsDump(source, io.cwd)) return undefined;
  try {
    const profile = await loadProfile(source, readOptions(io));
    return isReferenceProfile(profile) ? named(profile, source) : undefined;
  } catch (error) {
    if (error instanceof ProfileError) return undefined;
    throw error;
  }
}

function named(profile: Profile, source: string): NamedReferences {
  return { profile, source: withoutSecrets(source) };
}

interface ReferenceOptions {
  readonly format?: string;
  readonly output?: string;
  readonly anonymize?: boolean;
  readonly module?: readonly string[];
}

/**
 * The report on holders where all profiles, the earlier first, are references; false where none is. Throws ProfileError "difference" where only one
 * is, UsageError.
 */
export async function reportReferences(
  profiles: readonly Profile[],
  sources: readonly string[],
  options: ReferenceOptions,
  io: Io,
): Promise<boolean> {
  const found = profiles.map(isReferenceProfile);
  if (!found.includes(true)) return false;
  if (found.includes(false)) throw mixed(withoutSecrets(sources[found.indexOf(true)] ?? ""));
  const last = profiles.length - 1;
  const [before, now] = [profiles[last - 1], profiles[last] as Profile];
  const base = before === undefined ? undefined : named(before, sources[last - 1] ?? "");
  await writeHolders(named(now, sources[last] ?? ""), base, options, io);
  return true;
}

/** Throws UsageError "unknown-format", "write-failed". */
export async function writeHolders(
  current: NamedReferences,
  base: NamedReferences | undefined,
  { format: wanted, output, anonymize, module }: ReferenceOptions,
  io: Io,
): Promise<void> {
  const given = wanted === undefined ? {} : { format: wanted };
  const format = chooseFormat("held", { ...given, ...(output === undefined ? {} : { output }) }, io);
  const found = referencesReport(current, base);
  const report = anonymize === true ? await anonymous(found, module) : found;
  const page = async (): Promise<string> => (await import("../page/write-page.ts")).heldPageOf(report);
  await writeReport(report, heldWords(report), { format, output, page }, io);
}

async function anonymous(report: HeldReport, module: readonly string[] | undefined): Promise<HeldReport> {
  const [{ pseudonymsOf }, { anonymizeHeld }] = await Promise.all([
    import("./anonymous.ts"),
    import("../../report/held/anonymize.ts"),
  ]);
  return anonymizeHeld(report, pseudonymsOf([], undefined, module).names, []);
}

/** Throws UsageError "bad-option" unless there are two, FetchError, ProfileError "not-heap" for what is no profile of references. */
export async function readReferencePair(sources: readonly string[], io: Io): Promise<HolderEvidence> {
  if (sources.length !== 2) {
    throw new UsageError("bad-option", "--references takes two of goref's profiles: one before and one after");
  }
  const [before, after] = (await loadProfiles(sources, readOptions(io))).map((profile, index) => {
    const source = sources[index] ?? "";
    if (isReferenceProfile(profile)) return named(profile, source);
    const fact = `${withoutSecrets(source)}: this is no profile of references, as goref writes them`;
    throw new ProfileError("not-heap", fact, fact);
  }) as [NamedReferences, NamedReferences];
  return referencesEvidence(after, before);
}

function mixed(source: string): ProfileError {
  const fact = `${source}: references say who holds, a heap profile who allocated: they are no before and after of each other; give them with --references`;
  return new ProfileError("difference", fact, fact);
}

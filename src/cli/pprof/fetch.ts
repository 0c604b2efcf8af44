/**
 * All the profiles of a pprof command line, made into one: sources added up, the base subtracted, names settled. What pprof's fetchProfiles
 * does, step by step; what it has to say goes to standard error as it comes up.
 */
import { resolve } from "node:path";
import { UsageError } from "../../errors.ts";
import { pruneUninteresting } from "../../profile/filter/prune.ts";
import { overrideMainMapping, replaceMappingTexts, withMainMapping } from "../../profile/main-mapping.ts";
import { withBaseLabel } from "../../profile/merge/base-label.ts";
import { checkComparable } from "../../profile/merge/check-comparable.ts";
import { normalizeTo, subtractBase } from "../../profile/merge/diff.ts";
import { describeProfileKind } from "../../profile/profile-kind.ts";
import { encodeText } from "../../profile/string-table.ts";
import type { Profile } from "../../profile/tables.ts";
import type { Sides } from "../pictures/growth.ts";
import type { Io } from "../terminal/io.ts";
import { quoteWords } from "../terminal/quote-words.ts";
import type { PprofRequest } from "./flags.ts";
import { gatherSources, type Outcome } from "./gather.ts";
import { describeSourceFault } from "./source-fault.ts";
import { type ResolvedSource, resolvePprofSource } from "./sources.ts";
import { locateBinaries } from "./symbols/locate-binaries.ts";
import { inspectObjectFile } from "./symbols/object-file.ts";
import { symbolizeProfile, withoutSourceUrls } from "./symbols/symbolize.ts";

/** A profile for each source, from a file or a URL, or a ProfileError, FetchError or UsageError that says why there is none. */
export interface LoadProfiles {
  (sources: readonly ResolvedSource[]): Promise<readonly PromiseSettledResult<Profile>[]>;
  /** Whether it must be given all sources in one go. */
  readonly isJoint?: boolean;
}

export interface Fetched {
  readonly profile: Profile;
  /** Where there is a base. */
  readonly sides: Sides | undefined;
}

/** Throws UsageError with pprof's text. */
export async function fetchPprofProfile(request: PprofRequest, io: Io, load: LoadProfiles): Promise<Fetched> {
  const { settings } = request;
  const { program, sources } = await splitProgram(request.sources, io);
  checkSum(sources, request);
  const bases = request.base === undefined ? [] : [request.base];
  const resolved = await Promise.all([...sources, ...bases].map((text) => resolvePprofSource(text, request, io)));
  for (const { notices } of resolved) await say(notices, io);
  const read = async (chunk: readonly ResolvedSource[]): Promise<readonly Outcome[]> => {
    const loaded = await load(chunk);
    const named = chunk.map((source, index) =>
      nameMappings(source, loaded[index] as PromiseSettledResult<Profile>, settings.buildid, program, io),
    );
    const outcomes = await Promise.all(named);
    if (settings.seconds < 0) await sayDifferences(outcomes, chunk, io);
    return outcomes;
  };
  const { profile, base, remote } = await gatherSources({
    ...{ sources: resolved.slice(0, sources.length), bases: resolved.slice(sources.length) },
    ...{ isJoint: load.isJoint === true, read, say: (notices) => say(notices, io) },
    isPprofGrammar: request.isPprofGrammar,
  });
  const shown = resolved.map((source) => source.shown);
  if (base !== undefined && !request.isPprofGrammar) checkSides(profile, base, shown, sources.length);
  const merged = base === undefined ? profile : subtract(profile, base, request);
  const named = await nameFrames(merged, request, remote ?? new Set(), io);
  if (remote !== undefined && request.isPprofGrammar) await keepCopy(named, io);
  return {
    profile: named,
    sides: base === undefined ? undefined : await nameSides(profile, base, request, shown, sources.length),
  };
}

/** pprof shows what grew in a time as it shows a heap. */
async function sayDifferences(fetched: readonly Outcome[], sources: readonly ResolvedSource[], io: Io): Promise<void> {
  for (const [index, profile] of fetched.entries()) {
    if (typeof profile === "string" || profile.header.durationNanos === 0n) continue;
    if (describeProfileKind(profile.header) !== "heap") continue;
    const { describeDifference } = await import("../../wording/provenance.ts");
    const text = describeDifference({ name: sources[index]?.shown ?? "", profile });
    if (text !== undefined) await say([`heapblame: ${text}`], io);
  }
}

/** Two states of one heap have no sum, and whoever names two has seldom replicas in mind. Throws UsageError "bad-option". */
function checkSum(sources: readonly string[], { isSum, base, report }: PprofRequest): void {
  if (isSum || sources.length < 2) return;
  const [before = "", after = ""] = sources;
  const name = report?.name ?? "";
  const compared = base === undefined && sources.length === 2;
  throw new UsageError(
    "bad-option",
    `${sources.length} profiles are not added up unasked: ${
      compared ? `heapblame ${name} ${quoteWords(["--base", before, after])} shows what grew between them, ` : ""
    }--merge adds them up, as for replicas`,
  );
}

async function nameFrames(
  profile: Profile,
  { settings }: PprofRequest,
  remote: ReadonlySet<string>,
  io: Io,
): Promise<Profile> {
  const notices: string[] = [];
  const symbolized = await symbolizeProfile(profile, settings.symbolize, remote, notices);
  await say(notices, io);
  const pruned = settings.allFrames ? withoutFrameLists(symbolized) : await pruneNamed(symbolized);
  return withComment(withoutSourceUrls(pruned), settings.addComment);
}

/** Of what came from servers, if only in part: the one profile that the report is about. */
async function keepCopy(profile: Profile, io: Io): Promise<void> {
  const { chooseSaveFolder, saveProfile } = await import("./saved-profile.ts");
  const notices: string[] = [];
  const folder = await chooseSaveFolder(io, notices).finally(() => say(notices, io));
  try {
    await say([`Saved profile in ${await saveProfile(profile, folder, io)}`], io);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    await say([`Could not save profile: ${error.message}`], io);
  }
}

/** Both sides with the names that the difference has. What there is to say of them has been said of it. */
async function nameSides(
  current: Profile,
  base: Profile,
  { settings }: PprofRequest,
  sources: readonly string[],
  bases: number,
): Promise<Sides> {
  const name = (profile: Profile): Promise<Profile> => symbolizeProfile(profile, settings.symbolize, new Set(), []);
  return {
    base: await name(base),
    current: await name(current),
    sources: { base: sources.slice(bases).join(" "), current: sources.slice(0, bases).join(" ") },
  };
}

export async function say(notices: readonly string[], io: Io): Promise<void> {
  for (const notice of notices) await io.stderr.write(encodeText(notice.endsWith("\n") ? notice : `${notice}\n`));
}

/** Of several arguments the first is the program if it opens as one. */
async function splitProgram(args: readonly string[], io: Io): Promise<{ program: string; sources: readonly string[] }> {
  const [first = "", ...others] = args;
  if (others.length === 0) return { program: "", sources: args };
  const kind = await inspectObjectFile(resolve(io.cwd, first));
  return kind === "object" ? { program: first, sources: others } : { program: "", sources: args };
}

/** The profile with its binaries located, or what went wrong. */
async function nameMappings(
  { shown, address, url }: ResolvedSource,
  result: PromiseSettledResult<Profile>,
  buildId: string,
  program: string,
  io: Io,
): Promise<Profile | string> {
  if (result.status === "rejected") return describeSourceFault({ shown, address, url }, result.reason);
  const notices: string[] = [];
  const located = withMainMapping(await locateBinaries(result.value, io, notices));
  await say(notices, io);
  const named = overrideMainMapping(located, program, buildId);
  return url === undefined ? named : withSourceUrl(named, url);
}

/** Mappings that nothing else names are named by the URL, so that those of two servers stay apart; withoutSourceUrls undoes it. */
function withSourceUrl(profile: Profile, source: string): Profile {
  const { mappings, strings } = profile;
  const isNameless = (row: number): boolean =>
    strings.at(mappings.file[row] as number) === "" && strings.at(mappings.buildId[row] as number) === "";
  return replaceMappingTexts(profile, (row, column) => (column === "file" && isNameless(row) ? source : undefined));
}

/** pprof names neither of two that cannot be compared. `count`: of the sources, behind which the bases are named. */
function checkSides(profile: Profile, base: Profile, shown: readonly string[], count: number): void {
  checkComparable([
    { name: shown.slice(count).join(" "), profile: base },
    { name: shown.slice(0, count).join(" "), profile },
  ]);
}

function subtract(profile: Profile, base: Profile, { isDiffBase, settings }: PprofRequest): Profile {
  const marked = isDiffBase ? withBaseLabel(base) : base;
  return subtractBase(settings.normalize ? normalizeTo(profile, marked) : profile, marked);
}

async function pruneNamed(profile: Profile): Promise<Profile> {
  if (profile.header.dropFrames === "") return profile;
  const { compilePattern } = await import("../../profile/filter/regexp.ts");
  return pruneUninteresting(profile, compilePattern);
}

function withoutFrameLists(profile: Profile): Profile {
  return { ...profile, header: { ...profile.header, dropFrames: "", keepFrames: "" } };
}

function withComment(profile: Profile, comment: string): Profile {
  if (comment === "") return profile;
  return { ...profile, header: { ...profile.header, comments: [...profile.header.comments, comment] } };
}

/** `heapblame FILE`: the report on one heap. */

import { resolve } from "node:path";
import { type Comparison, compareWithNothing } from "../../blame/provenance/comparison.ts";
import { isGoProfile } from "../../blame/provenance/go-profile.ts";
import { ProfileError } from "../../errors.ts";
import { isFile } from "../../fetch/files/file.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import { isStore } from "../../fetch/stores/address.ts";
import type { ModuleNames } from "../../graph/go/own-modules.ts";
import { functionNames } from "../../graph/go/profile-functions.ts";
import { loadUnpacked } from "../../load/unpacked.ts";
import { parseLoaded } from "../../load.ts";
import { parseGoHeapText } from "../../profile/legacy/go-heap.ts";
import { describeProfileKind, isNoMemory, isReferenceProfile, notHeap } from "../../profile/profile-kind.ts";
import { resolveSampleIndex } from "../../profile/sample-index.ts";
import type { Profile } from "../../profile/tables.ts";
import { heapReport, type KnownMemory } from "../../report/heap/heap.ts";
import { programName } from "../../report/program-name.ts";
import { isTestRun } from "../../report/test-run.ts";
import { heapWords } from "../../wording/heap/words.ts";
import { describeDifference } from "../../wording/provenance.ts";
import { OK } from "../exit-codes.ts";
import { loadFilters } from "../options/active-filters.ts";
import { type MemoryLimit, rowsOr } from "../options/vocabulary.ts";
import { ownModuleOf } from "../own-module.ts";
import { shownProfiles } from "../pictures/shown-profiles.ts";
import { proposeType, readableFrames } from "../readable-frames.ts";
import { chooseFormat, writePage, writeReport } from "../report.ts";
import type { Io } from "../terminal/io.ts";
import { quoteWords } from "../terminal/quote-words.ts";
import { readOptions } from "../terminal/reading.ts";
import { shortSource } from "../terminal/short-source.ts";
import type { DiffOptions } from "./diff.ts";
import { drawPicture, GROWTH_PICTURES, pictureOfName } from "./growth-picture.ts";

export interface HeapOptions extends DiffOptions {
  readonly limit?: MemoryLimit;
  /** Where names are looked for that the profile has not. */
  readonly program?: string | undefined;
}

const ROWS_OF_TEXT = { short: 10, explained: 20 };

export async function runHeap(source: string, options: HeapOptions, io: Io): Promise<number> {
  const picture = options.format === undefined ? pictureOfName(options.output) : undefined;
  if (picture !== undefined) {
    return await drawPicture(picture, undefined, source, { ...options, output: options.output as string }, io);
  }
  const { profile, memStats } = await loadHeap(source, options, io);
  if (isReferenceProfile(profile)) {
    const { reportReferences } = await import("../held/references.ts");
    await reportReferences([profile], [source], options, io);
    return OK;
  }
  const format = chooseFormat("heap", options, io, GROWTH_PICTURES);
  const own = { anonymize: options.anonymize, module: await ownModuleOf(options, io) };
  const {
    profiles: [shown = profile],
    names: [name = ""],
    module,
  } = await shownProfiles([profile], [withoutSecrets(source)], own, () => "profile");
  if (describeProfileKind(profile.header) !== "heap" && options.sampleIndex === "")
    throw notHeap(withoutSecrets(source), profile.header);
  const difference = describeDifference({ name, profile });
  if (difference !== undefined) {
    refuseState(difference, format, options, source);
    const { writeDifference } = await import("./difference.ts");
    return await writeDifference(shown, difference, options, io);
  }
  const comparison = await comparisonOf(shown, name, module, options, io);
  if (format === "html") {
    const { pageOf, sourcesOfPage } = await import("../page/write-page.ts");
    const sourceFiles = await sourcesOfPage([shown], options, io);
    // Of the profile alone: a report of all its functions would be made for nothing.
    return await writePage(await pageOf([shown], [name], { ...options, module }, { sourceFiles }), options.output, io);
  }
  const isExplained = options.explain === true;
  const { sampleIndex, granularity, noinlines = false, sort } = options;
  const limit = rowsOr(format === "text" ? ROWS_OF_TEXT[isExplained ? "explained" : "short"] : 0, options.nodecount);
  const known: KnownMemory = { memStats, limit: options.limit };
  const isSampled = comparison.pair.findings.every(({ code }) => code !== "not-sampled");
  const next = isSampled ? await nextCommands(source, name, profile, options, io) : [];
  const report = heapReport(comparison, { sampleIndex, granularity, noInlines: noinlines, sort, limit }, known, next);
  const { output, color } = options;
  const madeBy = `heapblame ${quoteWords([shortSource(name)])}`;
  await writeReport(report, heapWords(report), { format, output, color, isExplained, madeBy }, io);
  return OK;
}

/** Says on standard error what of the question has no answer. */
async function comparisonOf(
  shown: Profile,
  name: string,
  mainModule: ModuleNames | undefined,
  options: HeapOptions,
  io: Io,
): Promise<Comparison> {
  const filters = await loadFilters(options);
  const sources = { base: "", current: name };
  const comparison = compareWithNothing(shown, { filters, sources, mainModule });
  const { profile } = comparison.diff;
  const proposal = proposeType(profile, resolveSampleIndex(profile.header, options.sampleIndex));
  for (const notice of [...comparison.notices, ...(proposal === undefined ? [] : [proposal])])
    await io.stderr.write(`heapblame: ${notice}\n`);
  return comparison;
}

/** Throws ProfileError "difference" where a state of the heap is asked for: a part of a limit, or a document that holds one. */
function refuseState(difference: string, format: string, { limit }: HeapOptions, source: string): void {
  if (format === "text" && limit === undefined) return;
  const fact = `${difference} By which functions: heapblame -top ${quoteWords([withoutSecrets(source)])}`;
  throw new ProfileError("difference", fact, fact);
}

async function loadHeap(source: string, { program }: HeapOptions, io: Io) {
  const settings = readOptions(io);
  const { sizeLimit } = settings;
  const bytes = await loadUnpacked(source, settings);
  const shown = withoutSecrets(source);
  const profile = await parseLoaded(shown, bytes, { sizeLimit, symbolizeGoText: true });
  const isNameless = program !== undefined && profile.functions.length === 0;
  const named = isNameless ? await nameFrom(program, await parseLoaded(shown, bytes, { sizeLimit }), io) : profile;
  return { profile: await readableFrames(named), memStats: parseGoHeapText(bytes)?.memStats };
}

/** Addresses without names get those of the program. */
async function nameFrom(program: string, profile: Profile, io: Io): Promise<Profile> {
  const [{ symbolizeProfile }, { overrideMainMapping, withMainMapping }] = await Promise.all([
    import("../pprof/symbols/symbolize.ts"),
    import("../../profile/main-mapping.ts"),
  ]);
  const notices: string[] = [];
  const mapped = overrideMainMapping(withMainMapping(profile), resolve(io.cwd, program), "");
  const named = await symbolizeProfile(mapped, "local", new Set(), notices);
  for (const notice of notices) await io.stderr.write(`heapblame: ${notice}\n`);
  return named;
}

/** Test binaries are run again, processes are asked: for what they allocated where that is what this one shows unasked. */
function laterStep(profile: Profile): string {
  const { header, mappings, strings } = profile;
  const program = mappings.length === 0 ? "" : programName(strings.at(mappings.file[0] as number));
  if (isTestRun(program, functionNames(profile))) return "go test -memprofile later.out  # with the flags of before";
  const path = header.defaultSampleType === "alloc_space" ? "allocs" : "heap?gc=1";
  return `curl -o later.out 'http://HOST:PORT/debug/pprof/${path}'`;
}

/** A process can be asked again; of a file only the user knows where it came from. */
async function nextCommands(
  source: string,
  name: string,
  profile: Profile,
  { sampleIndex }: Pick<HeapOptions, "sampleIndex">,
  { cwd }: Io,
): Promise<string[]> {
  if (isStore(source)) return [`heapblame trend ${quoteWords([name])} --from 24h`];
  const flame = `heapblame flame ${quoteWords([name])} -o flame.html`;
  const { sampleTypes } = profile.header;
  const type = sampleTypes[resolveSampleIndex(profile.header, sampleIndex)];
  // A later heap is none to compare it with.
  if (type !== undefined && isNoMemory(type)) return [flame];
  const isLocal = source === "-" || (await isFile(source, cwd));
  if (!isLocal) return [`heapblame capture ${quoteWords([name])}`];
  if (source === "-") return ["heapblame capture HOST:PORT"];
  return [...(isGoProfile(profile) ? [laterStep(profile)] : []), `heapblame ${quoteWords([name])} later.out`, flame];
}

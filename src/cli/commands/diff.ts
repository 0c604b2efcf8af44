/** `heapblame diff BASE CURRENT`: the main job. */
import { type Comparison, compare } from "../../blame/provenance/comparison.ts";
import { UsageError } from "../../errors.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import type { ModuleNames } from "../../graph/go/own-modules.ts";
import type { MetFunction } from "../../graph/go/profile-modules.ts";
import type { Granularity } from "../../graph/granularity.ts";
import { loadProfiles } from "../../load.ts";
import type { FilterOptions } from "../../profile/filter/options.ts";
import { isLiveBytes } from "../../profile/live-bytes.ts";
import { isReferenceProfile, notHeap } from "../../profile/profile-kind.ts";
import { resolveSampleIndex } from "../../profile/sample-index.ts";
import type { Profile } from "../../profile/tables.ts";
import type { FormatOf } from "../../render/index.ts";
import { checkReport } from "../../report/check/check.ts";
import {
  type Companions,
  type GrowthReport,
  growthReport,
  type Notice,
  type ObjectCount,
} from "../../report/growth/growth.ts";
import type { SortKey } from "../../report/growth/query.ts";
import { type GrowthWords, growthWords } from "../../wording/growth/words.ts";
import { checkStates } from "../../wording/provenance.ts";
import type { ComparedPair, LoadedGoroutines } from "../anonymous.ts";
import { heapPair, type SourcePair } from "../capture/pair.ts";
import { OK } from "../exit-codes.ts";
import { type Budget, budgetBytes, GATE_CODES, sayVerdict } from "../gate.ts";
import { loadFilters } from "../options/active-filters.ts";
import { rowsOr } from "../options/vocabulary.ts";
import { ownModuleOf } from "../own-module.ts";
import { filesOfPair } from "../page/command-files.ts";
import { deferOptimizing } from "../pprof/small-input.ts";
import { proposeType, readableFrames } from "../readable-frames.ts";
import { chooseFormat, writeReport } from "../report.ts";
import type { StoreOptions } from "../stores/window.ts";
import type { Io } from "../terminal/io.ts";
import { keptFiles } from "../terminal/kept-files.ts";
import { quoteWords } from "../terminal/quote-words.ts";
import { readOptions } from "../terminal/reading.ts";
import { shortSource } from "../terminal/short-source.ts";
import type { ColorChoice } from "../terminal/terminal.ts";
import { type BesideOptions, functionsBeside, loadBeside, memoryOf } from "./diff-beside.ts";
import { drawPicture, GROWTH_PICTURES, pictureOfName } from "./growth-picture.ts";

export interface DiffOptions extends FilterOptions, BesideOptions, StoreOptions {
  readonly format?: FormatOf<"growth">;
  readonly output?: string;
  readonly sort: SortKey;
  readonly nodecount?: number;
  readonly granularity: Granularity;
  readonly noinlines?: boolean;
  readonly sampleIndex: string;
  readonly failAbove?: Budget;
  readonly module?: readonly string[];
  readonly anonymize?: boolean;
  readonly source?: boolean;
  readonly objects?: readonly ObjectCount[];
  readonly explain?: boolean;
  readonly color: ColorChoice;
  readonly held?: readonly string[];
  readonly binary?: string;
  readonly references?: readonly string[];
}

/** Rows of the table unless told otherwise; a page has its own. */
const ROWS: Partial<Record<FormatOf<"growth">, number>> = { text: 20, html: 1 };

/** What a page shows first is what was asked for. */
function isPageQuestion({ granularity, sort, nodecount }: DiffOptions): boolean {
  return granularity === "functions" && sort === "flat" && nodecount === undefined;
}

/** `second` undefined: `first` is a capture directory. */
export async function runDiff(first: string, second: string | undefined, given: DiffOptions, io: Io): Promise<number> {
  const { base, current, capture } = await heapPair(first, second, io);
  const options = capture === undefined ? given : { ...takenAlong(capture, given), ...given };
  const picture = options.format === undefined ? pictureOfName(options.output) : undefined;
  if (picture !== undefined) {
    return await drawPicture(picture, base, current, { ...options, output: options.output as string }, io);
  }
  deferOptimizing([base, current], io.cwd);
  const settings = { ...readOptions(io), symbolizeGoText: true };
  const loaded = (await loadProfiles([base, current], settings)) as [Profile, Profile];
  if (loaded.some(isReferenceProfile)) {
    const { reportReferences } = await import("../held/references.ts");
    await reportReferences(loaded, [base, current], options, io);
    return OK;
  }
  const readable = (await Promise.all(loaded.map(readableFrames))) as [Profile, Profile];
  const format = chooseFormat("growth", options, io, GROWTH_PICTURES);
  const loadedGoroutines = await loadBeside(options, io);
  const named = { base: withoutSecrets(base), current: withoutSecrets(current) };
  const { profiles, names, goroutines, pseudonyms, ...shown } = await shownPair(
    readable,
    named,
    options,
    loadedGoroutines,
  );
  const beside = {
    goroutines,
    objects: options.objects,
    capture: capture && factsOf(capture),
    memory: await memoryOf(loaded, capture, io),
  };
  const functions = options.anonymize === true ? [] : await functionsBeside(loadedGoroutines);
  const own = options.anonymize === true ? shown.options.module : await ownModuleOf(options, io);
  const isOfPage =
    format === "html" && isPageQuestion(shown.options) && own === shown.options.module && functions.length === 0;
  const limit = isOfPage ? 0 : rowsOr(ROWS[format] ?? 0, options.nodecount);
  const built = await buildReport(...profiles, names, { ...shown.options, limit }, beside, { own, functions });
  const { comparison } = built;
  const held = await holdersOf(built.report, options, pseudonyms, profiles[1], io);
  const report = { ...built.report, held };
  const words = growthWords(report, keptFiles(io));
  await sayNotices(report, words, profiles[0], { ...options, format }, io);
  const { output, color } = options;
  const madeBy = `heapblame diff ${quoteWords([shortSource(names.base), shortSource(names.current)])}`;
  const page = async (): Promise<string> => {
    const { pageOf, sourcesOfPage } = await import("../page/write-page.ts");
    return await pageOf(profiles, [names.base, names.current], shown.options, {
      ...{ ...beside, held, iterations: options.iterations, report: isOfPage ? built.report : undefined },
      sourceFiles: await sourcesOfPage(profiles, options, io),
      files: filesOfPair(first, second, given),
    });
  };
  await writeReport(report, words, { format, output, color, madeBy, page, isExplained: options.explain === true }, io);
  return await checkGrowth(comparison, report, options.failAbove, io);
}

/** What a reader must know who looks at nothing but the document, or at none of what was asked for. */
async function sayNotices(
  report: GrowthReport,
  words: GrowthWords,
  seen: Profile,
  { sampleIndex, format }: { readonly sampleIndex: string; readonly format: FormatOf<"growth"> },
  io: Io,
): Promise<void> {
  const isEmpty = !report.totals.base && !report.totals.current;
  const proposal = isEmpty ? proposeType(seen, resolveSampleIndex(seen.header, sampleIndex)) : undefined;
  if (proposal !== undefined) await io.stderr.write(`heapblame: ${proposal}\n`);
  for (const [at, notice] of report.provenance.entries()) {
    if (isUrgent(notice, format)) await io.stderr.write(`heapblame: ${words.provenance[at]}\n`);
  }
}

/** Under the pseudonyms of the rest, where there are any. */
async function holdersOf(
  report: GrowthReport,
  { held, binary, references }: DiffOptions,
  pseudonyms: ComparedPair<DiffOptions>["pseudonyms"],
  profile: Profile,
  io: Io,
): Promise<GrowthReport["held"]> {
  if (held === undefined && references === undefined) return [];
  const { readHolders } = await import("../held/beside.ts");
  return await readHolders(
    report,
    {
      profile,
      ...(held === undefined ? {} : { held }),
      ...(binary === undefined ? {} : { binary }),
      ...(references === undefined ? {} : { references }),
    },
    pseudonyms,
    io,
  );
}

/** What it says of other memory is for advise to show. */
function factsOf({ captures, isCollected }: NonNullable<SourcePair["capture"]>): NonNullable<Companions["capture"]> {
  return { isSeries: captures > 2, isCollected, hasMemory: false };
}

/** As options of the command line. */
function takenAlong(capture: NonNullable<SourcePair["capture"]>, given: DiffOptions): Partial<DiffOptions> {
  const { goroutineBase, goroutineCurrent, iterations, held } = capture;
  // A dump without the program names nothing.
  const beside = held === undefined || given.binary === undefined ? {} : { held };
  if (goroutineBase === undefined || goroutineCurrent === undefined) return beside;
  return { ...beside, goroutineBase, goroutineCurrent, ...(iterations === undefined ? {} : { iterations }) };
}

/** Worth a line on standard error too. Text has what limits it at its end. */
function isUrgent({ code, severity }: Notice, format: FormatOf<"growth">): boolean {
  return severity === "blocking" || code === "filter" || (severity === "limiting" && format !== "text");
}

async function shownPair(
  profiles: readonly [Profile, Profile],
  names: ComparedPair<DiffOptions>["names"],
  options: DiffOptions,
  loaded: LoadedGoroutines | undefined,
): Promise<ComparedPair<DiffOptions>> {
  if (options.anonymize === true) {
    const { anonymizePair } = await import("../anonymous.ts");
    return await anonymizePair(profiles, options, loaded);
  }
  const goroutines = loaded && { ...loaded, base: loaded.base.groups, current: loaded.current.groups };
  return { profiles, names, options, goroutines };
}

async function buildReport(
  before: Profile,
  after: Profile,
  names: { readonly base: string; readonly current: string },
  options: DiffOptions & { readonly limit: number },
  beside: Companions,
  { own, functions }: { readonly own: ModuleNames | undefined; readonly functions: readonly MetFunction[] },
): Promise<{ readonly comparison: Comparison; readonly report: GrowthReport }> {
  checkHeap(before, names.base, options.sampleIndex);
  checkHeap(after, names.current, options.sampleIndex);
  checkStates([
    { name: names.base, profile: before },
    { name: names.current, profile: after },
  ]);
  const filters = await loadFilters(options);
  const comparison = compare(before, after, { filters, sources: names, mainModule: own, functions });
  const { sampleIndex, granularity, noinlines, sort, limit } = options;
  const query = { sampleIndex, granularity, noInlines: noinlines === true, sort, limit };
  return { comparison, report: growthReport(comparison, query, beside) };
}

/** By pprof's names, and by those of other writers: `heap-space`, `Unreleased malloc size`, `live`. */
const HEAP_TYPE = /(?:^|[_\- ])(?:space|objects|size|allocations)$|^(?:live|inuse)\b/i;

/** A diff of other profiles than heap ones is only for who asks for it by type. Throws ProfileError "not-heap". */
function checkHeap({ header }: Profile, source: string, sampleIndex: string): void {
  if (sampleIndex !== "" || header.sampleTypes.some(({ type }) => HEAP_TYPE.test(type))) return;
  throw notHeap(source, header);
}

/** Throws UsageError "bad-option". */
async function checkGrowth(comparison: Comparison, report: GrowthReport, budget: Budget | undefined, io: Io) {
  if (budget === undefined) return OK;
  const { type } = report.sampleType;
  if (!isLiveBytes(report.sampleType)) {
    throw new UsageError("bad-option", `--fail-above is a budget of what is live, and this compares ${type}`);
  }
  const check = checkReport(comparison, { maxGrowth: budgetBytes(budget, comparison) });
  if (check.outcome !== "clean") await sayVerdict(check, io);
  return GATE_CODES[check.outcome];
}

/** Profiles and what was asked of them as one file to open in a browser. */
import { gzipSync } from "node:zlib";
import { UsageError } from "../../errors.ts";
import type { ModuleNames } from "../../graph/go/own-modules.ts";
import { type FilterOptions, listFilters } from "../../profile/filter/options.ts";
import type { Profile } from "../../profile/tables.ts";
import { NOTHING_GIVEN } from "../../render/html/given-files.ts";
import type { PageInput, PageQuestion } from "../../render/html/payload.ts";
import type { Companions, GrowthReport } from "../../report/growth/growth.ts";
import type { HeldReport } from "../../report/held/held.ts";
import type { TrendBeside } from "../../report/trend/trend.ts";
import { VERSION } from "../../version.ts";
import type { Io } from "../terminal/io.ts";
import { type CommandFiles, namesOfPage, namesThatTravel } from "./command-files.ts";

/** Options of the commands that write pages, as far as a page shows them. */
export interface PageOptions extends FilterOptions {
  readonly sampleIndex: string;
  readonly granularity?: string;
  readonly sort?: string;
  readonly noinlines?: boolean;
  /** As the profiles name them. */
  readonly module?: ModuleNames | undefined;
  readonly view?: string;
  readonly find?: string;
}

/** What a page shows besides its profiles. */
export interface PageBeside extends Companions {
  /** Of each profile. */
  readonly captures?: readonly TrendBeside[];
  readonly iterations?: number | undefined;
  readonly sourceFiles?: Readonly<Record<string, string>> | undefined;
  /** Of the command line that asked for it. */
  readonly files?: CommandFiles | undefined;
  /** The report on the page's own question with all its functions, but for who holds, where somebody has made it. */
  readonly report?: GrowthReport | undefined;
}

/** One heap, base and current, or a series in order of time. Throws UsageError "no-common-sample-type", "bad-regexp". */
export async function pageOf(
  profiles: readonly Profile[],
  names: readonly string[],
  options: PageOptions,
  { objects = [], captures = [], iterations, sourceFiles = {}, files = {}, report: known, ...beside }: PageBeside = {},
  served: PageInput["served"] = null,
): Promise<string> {
  const [{ encodePayload }, { renderPage }, { readPageCode }, { firstReport, isLarge }] = await Promise.all([
    import("../../render/html/payload.ts"),
    import("../../render/html/page.ts"),
    import("./page-code.ts"),
    import("../../render/html/first-report.ts"),
  ]);
  const { called, given } = namesOfPage(names, files);
  const input: PageInput = {
    ...{ profiles, sources: called, given, question: questionOf(options), mainModule: options.module ?? null, beside },
    objects: objects.map(({ name, count }) => ({ name, count })),
    ...{ captures, iterations: iterations ?? null, held: null, sourceFiles, version: VERSION },
    ...{ graph: null, report: null, served },
  };
  const isBig = isLarge(profiles);
  const isWanted = profiles.length > 1 && (served === null || isBig);
  const report = !isWanted ? null : known === undefined ? firstReport(input) : underPageNames(known, input);
  // A server draws what it is asked for.
  const graph = served === null ? await drawFirstGraph(input, report) : null;
  const payload = encodePayload({ ...input, graph, report: isBig ? report : null }, isBig ? packFast : undefined);
  const connect = served === null ? "" : SERVER;
  return renderPage(await readPageCode(), `${called.join(" → ")}: heapblame`, payload, connect).join("");
}

/** Of 100 MB this takes a fifth of the time for 2 % more bytes. */
function packFast(bytes: Uint8Array): Uint8Array {
  return gzipSync(bytes, { level: 4 });
}

function underPageNames(report: GrowthReport, { sources, question, beside }: PageInput): GrowthReport {
  const [base = "base", current = "current"] = sources;
  const { held = [] } = beside as Companions;
  return {
    ...report,
    base: { ...report.base, source: base },
    current: { ...report.current, source: current },
    held: listFilters(question.filters).length === 0 ? held : [],
  };
}

async function drawFirstGraph(
  { profiles, sources, question }: PageInput,
  growth: GrowthReport | null,
): Promise<string> {
  const { drawPageGraph, plainDrawing } = await import("./page-graph.ts");
  const names = { base: sources[0] ?? "", current: sources.at(-1) ?? "" };
  const base = profiles.length > 1 ? profiles[0] : undefined;
  const asked = { ...question, drawing: plainDrawing() };
  return await drawPageGraph(base, profiles.at(-1) as Profile, names, asked, growth ?? undefined);
}

/** Where a page that a server gives may ask. */
export const SERVER = "'self'";

/** Who holds what, by dumps or references: no profile is in it. */
export async function heldPageOf(report: HeldReport): Promise<string> {
  const [{ encodePayload }, { renderPage }, { readPageCode }] = await Promise.all([
    import("../../render/html/payload.ts"),
    import("../../render/html/page.ts"),
    import("./page-code.ts"),
  ]);
  const sources = [report.base, report.current].flatMap((dump) => (dump === null ? [] : [dump.source]));
  const payload = encodePayload({
    ...{ profiles: [], sources: namesThatTravel(sources), question: questionOf({ sampleIndex: "" }) },
    ...{
      mainModule: null,
      beside: {},
      objects: [],
      captures: [],
      iterations: null,
      held: report,
      graph: null,
      report: null,
      served: null,
      given: NOTHING_GIVEN,
      sourceFiles: {},
    },
    version: VERSION,
  });
  return renderPage(await readPageCode(), `${sources.join(" → ")}: heapblame held`, payload).join("");
}

function questionOf(options: PageOptions): PageQuestion {
  return {
    sampleIndex: options.sampleIndex,
    granularity: options.granularity ?? "functions",
    sort: options.sort ?? "flat",
    noInlines: options.noinlines === true,
    filters: Object.fromEntries(listFilters(options).map(({ key, value }) => [key, value])),
    view: options.view ?? "",
    find: options.find ?? "",
  };
}

/** Throws UsageError "bad-option" where names would have to be hidden. */
export async function sourcesOfPage(
  profiles: readonly Profile[],
  { source, anonymize }: { readonly source?: boolean; readonly anonymize?: boolean },
  io: Io,
): Promise<Readonly<Record<string, string>>> {
  if (source !== true) return {};
  if (anonymize === true) throw new UsageError("bad-option", "--source shows code: leave out --anonymize");
  return (await import("./page-sources.ts")).readPageSources(profiles, io);
}

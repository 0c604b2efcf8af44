/** One report on a profile that is there: options to view, view to document, document to where pprof would have it. */
import { UsageError } from "../../errors.ts";
import { describeSystemError } from "../../fetch/files/system-error.ts";
import { hasFilters } from "../../profile/filter/options.ts";
import type { PatternCompiler } from "../../profile/filter/pattern.ts";
import { buildView } from "../../report/pprof/build-view.ts";
import { applyCommandOverrides } from "../../report/pprof/command-overrides.ts";
import { isAmong, refuseStandardOutput } from "../inputs-as-outputs.ts";
import { type Document, writeDocument } from "../output.ts";
import type { Io } from "../terminal/io.ts";
import { type Fetched, say } from "./fetch.ts";
import { withNumberedFile } from "./numbered-file.ts";
import type { PprofReport, PprofSettings } from "./options.ts";
import { PPROF_RENDERERS, type PprofRenderer } from "./reports.ts";

interface ReportRequest {
  readonly report: PprofReport;
  /** The report's pattern. */
  readonly argument: string | undefined;
  /** What was given. */
  readonly sources: readonly string[];
  readonly settings: PprofSettings;
  /** Whoever types sees standard output: nothing that is not text goes there. */
  readonly isShell: boolean;
}

/** Throws UsageError with pprof's text. */
export async function writeReport(request: ReportRequest, { profile, sides }: Fetched, io: Io): Promise<void> {
  const { report, argument } = request;
  if (report.name === "weblist") return await writeListing(request, { profile, sides }, io);
  const settings = applyCommandOverrides(report.name, request.settings);
  const notices: string[] = [];
  try {
    const context = { compile: await patternCompiler(request), notices };
    const { view, pattern } = buildView(profile, settings, argument, context);
    const renderer = PPROF_RENDERERS[report.name] as PprofRenderer;
    const document = await renderer.render({ view, pattern, settings, sides, io });
    await say(notices.splice(0), io);
    await writeTo(document, renderer, request, io);
  } finally {
    // Also those that came up before a failure.
    await say(notices, io);
  }
}

/** A page at its source view. */
async function writeListing(
  { argument = "", settings, ...request }: ReportRequest,
  fetched: Fetched,
  io: Io,
): Promise<void> {
  const { renderListing } = await import("./weblist.ts");
  const document = await renderListing({ sources: request.sources, argument, settings }, fetched, io);
  const renderer = { extension: "html", isShown: true };
  await writeTo(document, renderer, { argument, settings, ...request }, io);
}

/** The engine is loaded only where there is something to compile. */
async function patternCompiler({ settings, argument }: ReportRequest): Promise<PatternCompiler> {
  if (argument === undefined && !hasFilters(settings)) {
    return (source) => {
      throw new Error(`no pattern was expected: ${source}`);
    };
  }
  return (await import("../../profile/filter/regexp.ts")).compilePattern;
}

/** To the file named, else to standard output; but nothing binary goes to a terminal, and what is to be looked at is a file in any case. */
async function writeTo(
  document: Document,
  { extension, isShown }: Omit<PprofRenderer, "render">,
  { report, settings, sources, isShell }: ReportRequest,
  io: Io,
): Promise<void> {
  const read = [...sources, settings.base || settings.diffBase];
  if (settings.output === "") refuseStandardOutput(read, io.cwd);
  else if (!isSavedAnew(report, settings, sources) && isAmong(read, settings.output, io.cwd)) {
    const fact = `-output ${settings.output}: this command reads that file: give another name`;
    throw new UsageError("write-failed", fact);
  }
  const write = (file: string): Promise<void> => writeReportFile(document, file, io);
  if (settings.output !== "") return await write(settings.output);
  if (extension !== undefined && isShown === true) {
    const { tmpdir } = await import("node:os");
    return await withNumberedFile(`${io.env["TMPDIR"] || tmpdir()}/pprof`, `.${extension}`, io, write);
  }
  if (extension !== undefined && (io.stdout.isTerminal || isShell)) {
    return await withNumberedFile("profile", `.${extension}`, io, write);
  }
  await writeDocument(document, undefined, io);
}

async function writeReportFile(document: Document, file: string, io: Io): Promise<void> {
  await say([`Generating report in ${file}`], io);
  try {
    // To pprof "-" is a file like any other.
    await writeDocument(document, file === "-" ? "./-" : file, io);
  } catch (error) {
    const cause = error instanceof UsageError ? error.cause : undefined;
    if (cause === undefined) throw error;
    const operation = (cause as NodeJS.ErrnoException).syscall === "write" ? "write" : "open";
    throw new UsageError("write-failed", describeSystemError(operation, file, cause), { cause: error });
  }
}

/** A profile alone and all of it, in its own place, as pprof does that: nothing is lost. */
function isSavedAnew(report: PprofReport, settings: PprofSettings, sources: readonly string[]): boolean {
  const isAlone = sources.length === 1 && !settings.base && !settings.diffBase;
  return report.name === "proto" && isAlone && !hasFilters(settings);
}

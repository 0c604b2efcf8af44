/** One report on a profile that is there: options to view, view to document, document to where pprof would have it. */
import { UsageError } from "../../errors.ts";
import { hasFilters } from "../../profile/filter/options.ts";
import type { PatternCompiler } from "../../profile/filter/pattern.ts";
import { buildView } from "../../report/pprof/build-view.ts";
import { applyCommandOverrides } from "../../report/pprof/command-overrides.ts";
import { type Document, writeDocument } from "../output.ts";
import type { Io } from "../terminal/io.ts";
import { type Fetched, say } from "./fetch.ts";
import { describeSystemError } from "./go/errors.ts";
import { createNumberedFile } from "./numbered-file.ts";
import type { PprofReport, PprofSettings } from "./options.ts";
import { PPROF_RENDERERS, type PprofRenderer } from "./reports.ts";

export interface ReportRequest {
  readonly report: PprofReport;
  /** The report's pattern. */
  readonly argument: string | undefined;
  readonly settings: PprofSettings;
  /** Whoever types sees standard output: nothing that is not text goes there. */
  readonly isShell: boolean;
}

/** Throws UsageError with pprof's text. */
export async function writeReport(request: ReportRequest, { profile, sides }: Fetched, io: Io): Promise<void> {
  const { report, argument } = request;
  const settings = applyCommandOverrides(report.name, request.settings);
  const notices: string[] = [];
  try {
    const context = { compile: await patternCompiler(request), notices };
    const { view, pattern } = buildView(profile, settings, argument, context);
    const renderer = PPROF_RENDERERS[report.name] as PprofRenderer;
    const document = await renderer.render({ view, pattern, settings, sides, io });
    await say(notices.splice(0), io);
    const file = await chooseFile(renderer, request, io);
    await writeTo(document, file, io);
  } finally {
    // Also those that came up before a failure.
    await say(notices, io);
  }
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

/** The file named, else "" for standard output; but nothing binary goes to a terminal. What is to be looked at elsewhere is a file in any case. */
async function chooseFile(
  { extension, isShown }: PprofRenderer,
  { settings, isShell }: ReportRequest,
  io: Io,
): Promise<string> {
  if (settings.output !== "" || extension === undefined) return settings.output;
  if (isShown === true) {
    const { tmpdir } = await import("node:os");
    return await createNumberedFile(`${io.env["TMPDIR"] || tmpdir()}/pprof`, `.${extension}`, io);
  }
  return io.stdout.isTerminal || isShell ? await createNumberedFile("profile", `.${extension}`, io) : "";
}

async function writeTo(document: Document, file: string, io: Io): Promise<void> {
  if (file === "") return await writeDocument(document, undefined, io);
  await say([`Generating report in ${file}`], io);
  try {
    // To pprof "-" is a file like any other.
    await writeDocument(document, file === "-" ? "./-" : file, io);
  } catch (error) {
    const cause = error instanceof UsageError ? error.cause : undefined;
    if (cause === undefined) throw error;
    throw new UsageError("write-failed", describeSystemError("open", file, cause), { cause: error });
  }
}

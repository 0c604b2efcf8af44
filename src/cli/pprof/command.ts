/**
 * One pprof command line, from its words to its exit code. Texts, on both streams, are pprof's, but for what heapblame does not do: that is
 * said in a line of our own.
 */
import { FetchError, ProfileError, UsageError } from "../../errors.ts";
import { describeFailedCall, describeSystemError, isSystemError } from "../../fetch/files/system-error.ts";
import { hasFilters } from "../../profile/filter/options.ts";
import type { PatternCompiler } from "../../profile/filter/pattern.ts";
import { buildView } from "../../report/pprof/build-view.ts";
import { applyCommandOverrides } from "../../report/pprof/command-overrides.ts";
import { FAILED, OK } from "../exit-codes.ts";
import { type Document, writeDocument } from "../output.ts";
import type { Io } from "../terminal/io.ts";
import { readOptions } from "../terminal/reading.ts";
import { fetchPprofProfile, type LoadProfiles, say } from "./fetch.ts";
import { checkBases, NoSourceError, type PprofRequest, parsePprofArgs } from "./flags.ts";
import { FlagError, HelpRequest } from "./go/flags.ts";
import { withNumberedFile } from "./numbered-file.ts";
import type { PprofReport } from "./options.ts";
import { PPROF_RENDERERS } from "./reports.ts";
import { deferOptimizing } from "./small-input.ts";
import { readResolved } from "./sources.ts";
import { pprofUsage } from "./usage.ts";

/** `load` is what reads a source; by default files and URLs, as the rest of the program does. */
export async function runPprofCommand(args: readonly string[], io: Io, load?: LoadProfiles): Promise<number> {
  try {
    return await runPprofRequest(parsePprofArgs(args), io, load);
  } catch (error) {
    return await explain(error, io);
  }
}

/** The same from a request that is there already. Throws UsageError, ProfileError, FetchError. */
export async function runPprofRequest(request: PprofRequest, io: Io, load?: LoadProfiles): Promise<number> {
  await say(request.notices, io);
  checkBases(request);
  await runReport(supportedReport(request), request, io, load ?? (await defaultLoader(io)));
  return OK;
}

async function explain(error: unknown, io: Io): Promise<number> {
  if (error instanceof HelpRequest) {
    await io.stderr.write(pprofUsage());
    return OK;
  }
  if (error instanceof NoSourceError) await io.stderr.write(`${pprofUsage()}${error.message}\n`);
  else if (error instanceof FlagError) await io.stderr.write(`${error.message}\n${pprofUsage()}`);
  else if (error instanceof UsageError) await io.stderr.write(`${error.message}\n`);
  else if (error instanceof ProfileError || error instanceof FetchError) await io.stderr.write(`${error.pprofText}\n`);
  else if (isSystemError(error)) await io.stderr.write(`${describeFailedCall(error)}\n`);
  else throw error;
  return FAILED;
}

/** Throws UsageError "unsupported" that says what to do instead. */
function supportedReport({ report, settings }: PprofRequest): PprofReport {
  if (settings.http !== "") {
    throw new UsageError(
      "unsupported",
      "heapblame has no pprof web interface: use heapblame serve, or a report such as -top or -dot",
    );
  }
  if (report === undefined) {
    throw new UsageError(
      "unsupported",
      "heapblame has no interactive shell: name a report, such as -top, -tree, -peek=REGEXP or -dot",
    );
  }
  if (report.instead !== undefined) {
    throw new UsageError("unsupported", `heapblame does not do -${report.name}: ${report.instead}`);
  }
  return report;
}

async function runReport(report: PprofReport, request: PprofRequest, io: Io, load: LoadProfiles): Promise<void> {
  const { profile, sides } = await fetchPprofProfile(request, io, load);
  const settings = applyCommandOverrides(report.name, request.settings);
  const notices: string[] = [];
  try {
    const context = { compile: await patternCompiler(request), notices };
    const { view, pattern } = buildView(profile, settings, request.argument, context);
    const { render, extension } = PPROF_RENDERERS[report.name] as (typeof PPROF_RENDERERS)[string];
    const document = await render({ view, pattern, settings, sides, io });
    await say(notices.splice(0), io);
    await writeReport(document, extension, settings.output, io);
  } finally {
    // Also those that came up before a failure.
    await say(notices, io);
  }
}

/** The engine is loaded only where there is something to compile. */
async function patternCompiler({ settings, argument }: PprofRequest): Promise<PatternCompiler> {
  if (argument === undefined && !hasFilters(settings)) {
    return (source) => {
      throw new Error(`no pattern was expected: ${source}`);
    };
  }
  return (await import("../../profile/filter/regexp.ts")).compilePattern;
}

/** Where pprof writes: to the file named, else to standard output; but nothing binary goes to a terminal. */
async function writeReport(document: Document, extension: string | undefined, output: string, io: Io): Promise<void> {
  const isKeptOffTerminal = output === "" && extension !== undefined && io.stdout.isTerminal;
  if (isKeptOffTerminal) {
    return await withNumberedFile("profile", `.${extension}`, io, (file) => writeReportFile(document, file, io));
  }
  if (output === "") return await writeDocument(document, undefined, io);
  await writeReportFile(document, output, io);
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

export async function defaultLoader(io: Io): Promise<LoadProfiles> {
  const { parseEach } = await import("../../load.ts");
  return async (sources) => {
    deferOptimizing(
      sources.map(({ address }) => address),
      io.cwd,
    );
    const read = await Promise.allSettled(sources.map((source) => readResolved(source, io)));
    return await parseEach(
      sources.map(({ shown }) => shown),
      read,
      readOptions(io),
    );
  };
}

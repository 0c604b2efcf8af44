/**
 * One pprof command line, from its words to its exit code. Texts, on both streams, are pprof's, but for what heapblame does not do: that is
 * said in a line of our own.
 */
import { FetchError, ProfileError, UsageError } from "../../errors.ts";
import { describeFailedCall, isSystemError } from "../../fetch/files/system-error.ts";
import { FAILED, OK } from "../exit-codes.ts";
import type { Io } from "../terminal/io.ts";
import { readOptions } from "../terminal/reading.ts";
import { fetchPprofProfile, type LoadProfiles, say } from "./fetch.ts";
import { checkBases, NoSourceError, type PprofRequest, parsePprofArgs } from "./flags.ts";
import { FlagError, HelpRequest } from "./go/flags.ts";
import type { PprofReport } from "./options.ts";
import { deferOptimizing } from "./small-input.ts";
import { readResolved } from "./sources.ts";
import { writeReport } from "./write-report.ts";

/** Where pprof opens its shell, heapblame answers with a report of its own. */
export type WithoutReport = (request: PprofRequest) => Promise<number>;

/** `load` is what reads a source; by default files and URLs, as the rest of the program does. */
export async function runPprofCommand(
  args: readonly string[],
  io: Io,
  load?: LoadProfiles,
  withoutReport?: WithoutReport,
): Promise<number> {
  let request: PprofRequest;
  try {
    request = parsePprofArgs(args);
    if (withoutReport === undefined || !isOpen(request)) return await runPprofRequest(request, io, load);
    await say(request.notices, io);
    checkBases(request);
  } catch (error) {
    return await explain(error, args, io);
  }
  return await withoutReport(request);
}

function isOpen({ report, settings }: PprofRequest): boolean {
  return report === undefined && settings.http === "";
}

/** The same from a request that is there already. Throws UsageError, ProfileError, FetchError. */
export async function runPprofRequest(request: PprofRequest, io: Io, load?: LoadProfiles): Promise<number> {
  await say(request.notices, io);
  checkBases(request);
  if (request.settings.http !== "") return await serveRequest(request, io, load);
  const report = supportedReport(request);
  const fetched = await fetchPprofProfile(request, io, load ?? (await defaultLoader(io)));
  await writeReport({ ...request, report, isShell: false }, fetched, io);
  return OK;
}

/** `-http=HOST:PORT`: the page until it is interrupted. */
async function serveRequest(request: PprofRequest, io: Io, load?: LoadProfiles): Promise<number> {
  const { serveFetched } = await import("./serve.ts");
  const fetched = await fetchPprofProfile(request, io, load ?? (await defaultLoader(io)));
  return await serveFetched(request, fetched, io);
}

/** Says what went wrong, in pprof's words where it is pprof's to say. */
export async function explain(error: unknown, args: readonly string[], io: Io): Promise<number> {
  if (error instanceof HelpRequest) {
    await io.stderr.write((await import("./usage.ts")).pprofUsage());
    return OK;
  }
  if (error instanceof FlagError || error instanceof NoSourceError) await say(await flagLines(error, args), io);
  else if (error instanceof UsageError) await say([error.message], io);
  else if (error instanceof ProfileError || error instanceof FetchError) await say([error.pprofText], io);
  else if (isSystemError(error)) await say([describeFailedCall(error)], io);
  else throw error;
  return FAILED;
}

/** pprof prints all its flags below its line; what was wrong would be out of sight. */
async function flagLines(error: FlagError | NoSourceError, args: readonly string[]): Promise<string[]> {
  const usage = "usage: heapblame -REPORT [options] [program] FILE|URL...";
  const { describeUnknownFlag, describeBadValue, describeNoSource } = await import("./unknown-flag.ts");
  const hints =
    error instanceof NoSourceError
      ? describeNoSource(args)
      : error.unknown === undefined
        ? describeBadValue(args)
        : describeUnknownFlag(args, error.unknown);
  const facts = error instanceof NoSourceError ? [usage, error.message] : [error.message, usage];
  return [...facts, ...hints.map((line) => `heapblame: ${line}`)];
}

/** Throws UsageError "unsupported" that says what to do instead. */
function supportedReport({ report }: PprofRequest): PprofReport {
  if (report === undefined) {
    throw new UsageError("unsupported", "no report was asked for: use one such as -top or -svg, or -http=HOST:PORT");
  }
  if (report.instead !== undefined) {
    throw new UsageError("unsupported", `heapblame does not do -${report.name}: ${report.instead}`);
  }
  return report;
}

export async function defaultLoader(io: Io): Promise<LoadProfiles> {
  const { buildDecodeMemory, parseEach } = await import("../../load.ts");
  const memory = buildDecodeMemory();
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
      memory,
    );
  };
}

/** The call graph of one profile, or of what grew between two, into a file: pprof's report of that name with options of ours. */
import type { FilterOptions } from "../../profile/filter/options.ts";
import { defaultLoader, runPprofRequest } from "../pprof/command.ts";
import type { PprofRequest } from "../pprof/flags.ts";
import { defaultSettings, PPROF_REPORTS, type PprofReport } from "../pprof/options.ts";
import type { Io } from "../terminal/io.ts";
import { readOptions } from "../terminal/reading.ts";

export interface CallGraphOptions extends FilterOptions {
  readonly output: string;
  readonly sampleIndex?: string;
  readonly noinlines?: boolean;
  readonly anonymize?: boolean;
  readonly module?: readonly string[];
  /** Most nodes; -1 for what is usual, 0 for all. */
  readonly nodecount?: number;
}

/** Of `current` alone where there is no base. That it writes a file is no news. */
export async function drawCallGraph(
  format: "svg" | "png" | "pdf",
  base: string | undefined,
  current: string,
  { anonymize, module, ...options }: CallGraphOptions,
  io: Io,
): Promise<number> {
  const report = PPROF_REPORTS.find(({ name }) => name === format) as PprofReport;
  const settings = { ...defaultSettings(), ...pickSettings(options), base: base ?? "" };
  const request: PprofRequest = {
    ...{ report, argument: undefined, sources: [current], base, isDiffBase: false, settings, notices: [] },
    ...{ http: readOptions(io).http ?? {}, isPprofGrammar: false, isSum: false },
  };
  const load = await defaultLoader(io);
  const { anonymousLoader } = await import("../anonymous.ts");
  const quiet = { ...io, stderr: { ...io.stderr, write: withoutNews(io.stderr.write) } };
  return await runPprofRequest(request, quiet, anonymize === true ? anonymousLoader(load, module) : load);
}

/** Only what the call graph knows. */
function pickSettings(options: Omit<CallGraphOptions, "anonymize" | "module">): Partial<PprofRequest["settings"]> {
  const known = new Set(Object.keys(defaultSettings()));
  return Object.fromEntries(
    Object.entries(options).filter(([key, value]) => known.has(key) && value !== undefined && key !== "sort"),
  );
}

function withoutNews(write: Io["stderr"]["write"]): Io["stderr"]["write"] {
  return async (chunk) => {
    const text = typeof chunk === "string" ? chunk : new TextDecoder().decode(chunk);
    if (!text.startsWith("Generating report in ")) await write(chunk);
  };
}

/** pprof's reports as subcommands: the same options and bytes, in commander's grammar. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { UsageError, unreachable } from "../../errors.ts";
import { isFile } from "../../fetch/files/file.ts";
import { isAddress } from "../../fetch/source.ts";
import { listFilters } from "../../profile/filter/options.ts";
import { isShared, shared } from "../options/vocabulary.ts";
import type { Io } from "../terminal/io.ts";
import { readOptions } from "../terminal/reading.ts";
import type { PprofRequest } from "./flags.ts";
import {
  defaultSettings,
  PPROF_REPORTS,
  type PprofOption,
  type PprofReport,
  type PprofSettings,
  SOURCE_OPTIONS,
  VIEW_OPTIONS,
} from "./options.ts";
import { viewOfName } from "./output-name.ts";
import { examplesOf, isShown } from "./view-options.ts";

export function addPprofViews(program: Command, io: Io, setExitCode: (code: number) => void): void {
  program.commandsGroup("What go tool pprof prints:");
  for (const report of PPROF_REPORTS) if (report.instead === undefined) addView(program, report, io, setExitCode);
}

function addView(program: Command, report: PprofReport, io: Io, setExitCode: (code: number) => void): void {
  const command = program.command(report.name).description(report.help);
  if (report.hasArgument) command.argument("<regexp>", "functions to show");
  command.argument("<profile...>", "files or URLs; the program may be named before them");
  addOptions(command.optionsGroup("Profiles:"), SOURCE_OPTIONS);
  command.addOption(shared("merge"));
  addOptions(command.optionsGroup("Report:"), VIEW_OPTIONS, (key) => isShown(report.name, key));
  if (!report.hasArgument) command.addOption(shared("anonymize")).addOption(shared("module"));
  command.optionsGroup("Other:").addHelpText("after", examplesOf(report.name, report.hasArgument));
  command.action(async (...words: unknown[]) => {
    const [first, second] = words as [string | string[], string[]];
    const argument = report.hasArgument ? (first as string) : undefined;
    const sources = report.hasArgument ? second : (first as string[]);
    if (argument !== undefined) await refuseFileFirst(report.name, argument, sources, io);
    const { defaultLoader, runPprofRequest } = await import("./command.ts");
    const { anonymize, module, merge = false, ...given } = command.opts<ViewOptions>();
    const name = viewOfName(report.name, given.output ?? "");
    const view = PPROF_REPORTS.find((each) => each.name === name) ?? report;
    const request = { ...requestOf(view, argument, sources, given, io), isSum: merge };
    const load = await defaultLoader(io);
    if (anonymize !== true) return setExitCode(await runPprofRequest(request, io, load));
    const { anonymousLoader, refuseNames } = await import("../anonymous.ts");
    refuseNames(namesIn(request));
    setExitCode(await runPprofRequest(request, io, anonymousLoader(load, module)));
  });
}

/** Throws UsageError "bad-option" where the profile and the pattern change places. */
async function refuseFileFirst(name: string, pattern: string, sources: readonly string[], { cwd }: Io): Promise<void> {
  const isReadable = async (word: string): Promise<boolean> =>
    word === "-" || isAddress(word) || (await isFile(word, cwd));
  if (!(await isFile(pattern, cwd))) return;
  for (const source of sources) if (await isReadable(source)) return;
  throw new UsageError("bad-option", `${pattern} is a file; the pattern comes first: ${name} REGEXP FILE`);
}

type ViewOptions = Partial<PprofSettings> & {
  readonly anonymize?: boolean;
  readonly module?: readonly string[];
  readonly merge?: boolean;
};

/** Options that match names, or say some. */
function namesIn({ settings }: PprofRequest): Record<string, string> {
  const { tagroot, tagleaf, buildid, addComment, trimPath } = settings;
  return {
    ...Object.fromEntries(listFilters(settings).map(({ name, value }) => [`--${name.replaceAll("_", "-")}`, value])),
    ...{ "--tagroot": tagroot, "--tagleaf": tagleaf, "--buildid": buildid },
    ...{ "--add-comment": addComment, "--trim-path": trimPath },
  };
}

function addOptions(
  command: Command,
  options: Readonly<Record<string, PprofOption>>,
  isListed: (key: string) => boolean = () => true,
): void {
  for (const [key, option] of Object.entries(options)) command.addOption(optionOf(option).hideHelp(!isListed(key)));
}

function optionOf(option: PprofOption): Option {
  const name = option.name.replaceAll("_", "-");
  if (isShared(name))
    return shared(name, option.kind === "choice" && name === "sort" ? option.choices : undefined).default(undefined);
  switch (option.kind) {
    case "switch":
      return option.default
        ? new Option(`--no-${name}`, option.help.replace(/^false: /, ""))
        : new Option(`--${name}`, option.help);
    case "integer":
    case "number":
      return new Option(`--${name} <n>`, `${option.help}${usualOf(option.default)}`).argParser(numberOf(option.kind));
    case "text":
      return new Option(`--${name} <text>`, `${option.help}${usualOf(option.default)}`);
    case "choice":
      return new Option(`--${name} <word>`, option.help).choices(option.choices);
    default:
      return unreachable(option);
  }
}

function usualOf(value: string | number): string {
  return value === "" || value === -1 ? "" : ` (default: ${value})`;
}

function numberOf(kind: "integer" | "number"): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || Number.isNaN(value) || (kind === "integer" && !Number.isInteger(value))) {
      throw new InvalidArgumentError(`Give ${kind === "integer" ? "a whole number" : "a number"}.`);
    }
    return value;
  };
}

function requestOf(
  report: PprofReport,
  argument: string | undefined,
  sources: readonly string[],
  given: Partial<PprofSettings>,
  io: Io,
): PprofRequest {
  const settings = { ...defaultSettings(), ...given };
  const { base, diffBase } = settings;
  return {
    report,
    argument,
    sources,
    base: base || diffBase || undefined,
    isDiffBase: diffBase !== "",
    settings,
    http: readOptions(io).http ?? {},
    isPprofGrammar: false,
    isSum: false,
    notices: [],
  };
}

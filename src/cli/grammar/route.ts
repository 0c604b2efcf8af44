/**
 * Which command a command line of ours is for, and its words as commander reads them: what pprof's users type (`top20 -cum FILE`, `FILE -top`,
 * `diff -base A B`) becomes what it is here. Without a command it is for the one that reports on whatever is given.
 */
import { resolve } from "node:path";
import type { Command, Option } from "commander";
import { UsageError } from "../../errors.ts";
import { isFile } from "../../fetch/files/file.ts";
import { flagName, isQuestion, PPROF_FLAGS } from "../pprof/flag-names.ts";
import type { PprofReport } from "../pprof/options.ts";
import { showAllHelp } from "../terminal/help.ts";
import { findNearest } from "../terminal/suggest.ts";
import { knownOptions, type OwnWords, takesNext, toOwnWords } from "./own-words.ts";

interface Route {
  readonly command: Command;
  /** Beginning with the command's name, but for questions about the program. Throws UsageError "bad-option". */
  readonly line: () => OwnWords;
  /** Whether the user named the command. */
  readonly isNamed: boolean;
}

/** `usual` is the command for words that name none. Throws UsageError "bad-option". */
export async function routeCommandLine(
  args: readonly string[],
  program: Command,
  usual: Command,
  cwd: string,
): Promise<Route> {
  const [first = ""] = args;
  if (isQuestion(first)) {
    if (args.includes("--all")) showAllHelp(program);
    const question = /^--?h/.test(first) ? "--help" : "--version";
    return { command: usual, line: () => plain(question, ...args.slice(1)), isNamed: false };
  }
  const at = findOperand(args, knownOptions(usual, program));
  const word = args[at];
  const others = args.filter((_, index) => index !== at);
  if (word === "help") return helpRoute(others, program, usual);
  const named = program.commands.find((command) => command.name() === word);
  if (named !== undefined) return routeTo(named, await withoutProgram(others, named, program, cwd), program, true);
  // What is usual as kubectl's plugin is about a pod, and its name is a word like any other.
  const isAboutFiles = usual.name() === "report";
  if (isAboutFiles && word !== undefined && /^[a-z]+[0-9]*$/i.test(word) && !(await isFile(word, cwd))) {
    if (word === "version") return { command: usual, line: () => plain("--version"), isNamed: false };
    refuseReport(word);
    const counted = countedReport(word);
    if (counted === undefined) throw noSuchCommand(word, program, "no file and no command");
    const view = commandOf(program, counted.report.name);
    return routeTo(view, ["--nodecount", counted.count, ...others], program, true);
  }
  return reportAmong(args, program, usual) ?? routeTo(usual, args, program, false);
}

/** They have a place for the program, or none for profiles. */
const WITHOUT_PROFILES: ReadonlySet<string> = new Set(["fetch", "capture", "report", "held", "shell", "help"]);

/** Of several files the first may be the program, as in pprof's command line; a report of ours has no use for it. */
async function withoutProgram(
  args: readonly string[],
  command: Command,
  program: Command,
  cwd: string,
): Promise<readonly string[]> {
  if (WITHOUT_PROFILES.has(command.name()) || PPROF_FLAGS.get(command.name())?.kind === "report") return args;
  const known = knownOptions(command, program);
  const first = findOperand(args, known);
  const rest = args.slice(first + 1);
  if (first < 0 || findOperand(rest, known) < 0 || args[first] === "-") return args;
  const { inspectObjectFile } = await import("../pprof/symbols/object-file.ts");
  const isProgram = (await inspectObjectFile(resolve(cwd, args[first] as string))) === "object";
  return isProgram ? [...args.slice(0, first), ...rest] : args;
}

function routeTo(command: Command, args: readonly string[], program: Command, isNamed: boolean): Route {
  // What follows is a command line of pprof's.
  const isShell = command.name() === "shell" && !args.some(isQuestion);
  if (isShell) return { command, line: () => plain(command.name(), "--", ...args), isNamed };
  const line = (): OwnWords => {
    const { words, ignored } = toOwnWords(args, command, program);
    return { words: [command.name(), ...words], ignored };
  };
  return { command, line, isNamed };
}

function plain(...words: readonly string[]): OwnWords {
  return { words, ignored: [] };
}

export function commandOf(program: Command, name: string): Command {
  return program.commands.find((command) => command.name() === name) as Command;
}

/** Index of the first word that is no option and no option's value; -1 for none. */
function findOperand(args: readonly string[], known: ReadonlyMap<string, Option>): number {
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] as string;
    if (arg === "--") return -1;
    if (arg === "-" || !arg.startsWith("-")) return at;
    if (takesNext(arg, known) || takesPprofValue(arg)) at++;
  }
  return -1;
}

/** Whether the next word is the value of this flag of pprof. */
function takesPprofValue(arg: string): boolean {
  const flag = arg.includes("=") ? undefined : PPROF_FLAGS.get(flagName(arg) ?? "");
  return flag?.kind === "option" && flag.option.kind !== "switch";
}

function helpRoute([topic]: readonly string[], program: Command, usual: Command): Route {
  if (topic === "--all") showAllHelp(program);
  if (topic === undefined || topic === "--all") return { command: usual, line: () => plain("--help"), isNamed: false };
  const command = commandOf(program, topic);
  if (command === undefined) throw noSuchCommand(topic, program, "no command");
  return { command, line: () => plain(command.name(), "--help"), isNamed: true };
}

/** Throws UsageError "unsupported" for a report of pprof's that heapblame does not do. */
function refuseReport(name: string): void {
  const flag = PPROF_FLAGS.get(name);
  if (flag?.kind !== "report" || flag.report.instead === undefined) return;
  throw new UsageError("unsupported", `heapblame does not do ${name}: ${flag.report.instead}`);
}

/** `top20`: a report, and how many nodes of it. */
function countedReport(word: string): { readonly report: PprofReport; readonly count: string } | undefined {
  const [, name = "", count = ""] = /^([a-z]+)([0-9]+)$/.exec(word) ?? [];
  const flag = PPROF_FLAGS.get(name);
  if (flag?.kind !== "report" || flag.report.instead !== undefined) return undefined;
  return { report: flag.report, count };
}

function noSuchCommand(word: string, program: Command, fact: string): UsageError {
  const nearest = findNearest(
    word.toLowerCase(),
    program.commands.map((command) => command.name()),
  );
  const question = nearest === undefined ? "" : `; did you mean ${nearest}?`;
  return new UsageError("bad-option", `${fact} \`${word}\`${question}`);
}

/** A report of pprof's that is asked for behind the files: as if it stood in front of them. */
function reportAmong(args: readonly string[], program: Command, usual: Command): Route | undefined {
  const known = knownOptions(usual, program);
  for (let at = 0; at < args.length && args[at] !== "--"; at++) {
    const arg = args[at] as string;
    const flag = known.has(arg) ? undefined : PPROF_FLAGS.get(flagName(arg) ?? "");
    if (flag?.kind !== "report") {
      if (takesNext(arg, known) || takesPprofValue(arg)) at++;
      continue;
    }
    const { name, hasArgument, instead } = flag.report;
    if (instead !== undefined) throw new UsageError("unsupported", `heapblame does not do -${name}: ${instead}`);
    const inWord = arg.includes("=") ? arg.slice(arg.indexOf("=") + 1) : undefined;
    const value = hasArgument ? (inWord ?? args[at + 1]) : undefined;
    const used = hasArgument && inWord === undefined ? 2 : 1;
    const others = [...args.slice(0, at), ...args.slice(at + used)];
    const view = commandOf(program, name);
    return routeTo(view, [...(value === undefined ? [] : [value]), ...others], program, true);
  }
  return undefined;
}

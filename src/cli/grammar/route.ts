/**
 * Which command a command line of ours is for, and its words as commander reads them: what pprof's users type (`top20 -cum FILE`, `FILE -top`,
 * `diff -base A B`) becomes what it is here. Without a command it is for the one that reports on whatever is given.
 */
import { resolve } from "node:path";
import type { Command } from "commander";
import { UsageError } from "../../errors.ts";
import { isFile, nearestFileHint } from "../../fetch/files/file.ts";
import { findNearest } from "../../nearest.ts";
import { flagName, isQuestion, PPROF_FLAGS } from "../pprof/flag-names.ts";
import type { PprofReport } from "../pprof/options.ts";
import { showAllHelp } from "../terminal/help.ts";
import { findOperands, idleBesideAddress, idlePodOptions, mayBePod, withKindAndName, withPods } from "./habits.ts";
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
    const [topic] = args.slice(1);
    if (/^--?h/.test(first)) {
      const isTopic = findCommand(program, topic) !== undefined;
      return await helpRoute(isTopic ? [topic as string] : [], program, usual);
    }
    if (topic !== undefined) {
      throw new UsageError("bad-option", `${first} prints the version, alone; all there is in a report is --explain`);
    }
    return { command: usual, line: () => plain("--version"), isNamed: false };
  }
  const operands = findOperands(args, knownOptions(usual, program), takesPprofValue);
  const at = operands[0] ?? -1;
  const word = args[at];
  const others = args.filter((_, index) => index !== at);
  if (word === "help") return await helpRoute(others, program, usual);
  const isThere = word !== undefined && (await isFile(word, cwd));
  const named = findCommand(program, word) ?? (isThere ? undefined : findCommand(program, word?.toLowerCase()));
  if (named !== undefined) return await namedRoute(named, others, program, cwd);
  if (word === "version" && !isThere) return { command: usual, line: () => plain("--version"), isNamed: false };
  // What is usual as kubectl's plugin is about a pod, and its name is a word like any other; files are what they are everywhere.
  const report = commandOf(program, "report");
  if (usual !== report && !(isThere && !mayBePod(word))) return await routeTo(usual, args, program, false, cwd);
  if (!isThere && word !== undefined && /^[a-z]+[0-9]*$/i.test(word)) {
    refuseReport(word);
    const counted = countedReport(word);
    if (counted === undefined) throw await noSuchCommand(word, program, "no file and no command", cwd);
    const view = commandOf(program, counted.report.name);
    return await routeTo(view, ["--nodecount", counted.count, ...others], program, true, cwd);
  }
  const last = operands.length > 1 ? (operands.at(-1) as number) : -1;
  const behind = findCommand(program, args[last]);
  if (behind !== undefined && !(await isFile(args[last] as string, cwd))) {
    return await routeTo(behind, args.toSpliced(last, 1), program, true, cwd);
  }
  return (await reportAmong(args, program, report, cwd)) ?? (await routeTo(report, args, program, false, cwd));
}

/** `diff help` asks for the same as `help diff`, and `top 20 FILE` as `top20 FILE`. */
async function namedRoute(command: Command, args: readonly string[], program: Command, cwd: string): Promise<Route> {
  const operands = findOperands(args, knownOptions(command, program), takesPprofValue);
  const [first = -1, second = -1] = operands;
  const word = args[first] ?? "";
  const isFree = first >= 0 && !(await isFile(word, cwd));
  if (isFree && word === "help" && second < 0) return await helpRoute([command.name()], program, command);
  if (isFree && second >= 0 && /^\d+$/.test(word) && takesNodecount(command)) {
    return await routeTo(command, ["--nodecount", word, ...args.toSpliced(first, 1)], program, true, cwd);
  }
  return await routeTo(command, await withoutProgram(args, command, program, cwd), program, true, cwd);
}

function takesNodecount(command: Command): boolean {
  const flag = PPROF_FLAGS.get(command.name());
  return flag?.kind === "report" && !flag.report.hasArgument;
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
  const [first = -1, second = -1] = findOperands(args, known, takesPprofValue);
  if (second < 0 || args[first] === "-") return args;
  const { inspectObjectFile } = await import("../pprof/symbols/object-file.ts");
  const isProgram = (await inspectObjectFile(resolve(cwd, args[first] as string))) === "object";
  return isProgram ? args.toSpliced(first, 1) : args;
}

async function routeTo(
  command: Command,
  typed: readonly string[],
  program: Command,
  isNamed: boolean,
  cwd: string,
): Promise<Route> {
  // What follows is a command line of pprof's.
  const isShell = command.name() === "shell" && !typed.some(isQuestion);
  if (isShell) return { command, line: () => plain(command.name(), "--", ...typed), isNamed };
  const operands = findOperands(typed, knownOptions(command, program), takesPprofValue);
  const isOfProcess = command.name() === "capture" || command.name() === "fetch";
  const args = isOfProcess ? withKindAndName(typed, operands) : await withPods(typed, operands, cwd);
  const line = (): OwnWords => {
    const { words, ignored } = toOwnWords(args, command, program);
    const own = [command.name(), ...words];
    if (WITHOUT_PODS.has(command.name())) return { words: own, ignored };
    const idle = isOfProcess ? idleBesideAddress(words, typed[operands[0] ?? -1]) : idlePodOptions(words);
    return { words: own, ignored: [...ignored, ...idle] };
  };
  return { command, line, isNamed };
}

/** They show nothing. */
const WITHOUT_PODS: ReadonlySet<string> = new Set(["mcp", "guide", "completion", "man"]);

function plain(...words: readonly string[]): OwnWords {
  return { words, ignored: [] };
}

export function commandOf(program: Command, name: string): Command {
  return findCommand(program, name) as Command;
}

function findCommand(program: Command, word: string | undefined): Command | undefined {
  return program.commands.find((command) => command.name() === word);
}

/** Whether the next word is the value of this flag of pprof. */
function takesPprofValue(arg: string): boolean {
  const flag = arg.includes("=") ? undefined : PPROF_FLAGS.get(flagName(arg) ?? "");
  return flag?.kind === "option" && flag.option.kind !== "switch";
}

async function helpRoute([topic]: readonly string[], program: Command, usual: Command): Promise<Route> {
  if (topic === "--all") showAllHelp(program);
  if (topic === undefined || topic === "--all") return { command: usual, line: () => plain("--help"), isNamed: false };
  const command = findCommand(program, topic);
  if (command === undefined) throw await noSuchCommand(topic, program, "no command");
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

/** `cwd`: where a file may have been meant. */
async function noSuchCommand(word: string, program: Command, fact: string, cwd?: string): Promise<UsageError> {
  const { commandElsewhere } = await import("./foreign-words.ts");
  const nearest = findNearest(
    word.toLowerCase(),
    program.commands.map((command) => command.name()),
  );
  const elsewhere = commandElsewhere(word.toLowerCase());
  const hint =
    elsewhere !== undefined
      ? `; here it is heapblame ${elsewhere}`
      : nearest === undefined
        ? cwd === undefined
          ? ""
          : await nearestFileHint(word, cwd)
        : `; did you mean ${nearest}?`;
  return new UsageError("bad-option", `${fact} \`${word}\`${hint}`);
}

/** A report of pprof's that is asked for behind the files: as if it stood in front of them. */
async function reportAmong(
  args: readonly string[],
  program: Command,
  usual: Command,
  cwd: string,
): Promise<Route | undefined> {
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
    return await routeTo(view, [...(value === undefined ? [] : [value]), ...others], program, true, cwd);
  }
  return undefined;
}

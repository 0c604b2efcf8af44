/** heapblame's own command line, in commander's grammar. Commands are declared here and loaded when they run. */
import { fstatSync, type Stats } from "node:fs";
import { Command, CommanderError } from "commander";
import { UsageError } from "../errors.ts";
import { VERSION } from "../version.ts";
import { noEffectLine } from "./grammar/no-effect.ts";
import { commandOf, routeCommandLine } from "./grammar/route.ts";
import { sizeNotices } from "./grammar/size-notice.ts";
import { addAdvise } from "./options/advise.ts";
import { addCheck } from "./options/check.ts";
import { addFetching } from "./options/fetch.ts";
import { addFleet } from "./options/fleet.ts";
import { addHeld } from "./options/held.ts";
import { addLimitOptions } from "./options/limits.ts";
import { addManual } from "./options/manual.ts";
import { addMcp } from "./options/mcp.ts";
import { addPictures } from "./options/pictures.ts";
import { addRemoteOptions, remoteOf } from "./options/remote.ts";
import { addReports } from "./options/report.ts";
import { addServe } from "./options/serve.ts";
import { addShell } from "./options/shell.ts";
import { addTrend } from "./options/trend.ts";
import { addPprofViews } from "./pprof/views.ts";
import { firstScreen } from "./terminal/first-screen.ts";
import { arrangeHelp } from "./terminal/help.ts";
import type { Io } from "./terminal/io.ts";

/** Parses and runs; returns the exit code. Throws the errors of errors.ts. */
export async function runProgram(args: readonly string[], io: Io): Promise<number> {
  let exitCode = 0;
  const help: Promise<void>[] = [];
  const program = buildProgram(
    io,
    (code) => {
      exitCode = code;
    },
    (text) => help.push(io.stdout.write(text)),
  );
  if (args.length === 0) {
    const input = io.openStdin === undefined || isPlugin(io) ? undefined : redirected(0);
    if (input?.isFile() === true && input.size > 0) return await runProgram(["-"], io);
    await io.stdout.write(firstScreen(program.name()));
    if (input?.isFIFO() === true) await io.stderr.write("heapblame: what is piped in is read with: heapblame -\n");
    return 0;
  }
  const usual = commandOf(program, isPlugin(io) ? "capture" : "report");
  if (args[0] === "__complete") return await writeCandidates(args.slice(1), program, usual.name(), io);
  let typed = program.name();
  let routed: Command | undefined;
  try {
    const { command, line, isNamed } = await routeCommandLine(args, program, usual, io.cwd);
    routed = command;
    if (isNamed) typed = `${program.name()} ${command.name()}`;
    const { words, ignored } = line();
    const notices = [...(ignored.length > 0 ? [noEffectLine(ignored)] : []), ...sizeNotices(words, command, program)];
    for (const notice of notices) await io.stderr.write(`heapblame: ${notice}\n`);
    await program.parseAsync([...words], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) {
      await Promise.all(help);
      return 0;
    }
    throw await pointingAtHelp(error, typed, args, routed);
  }
}

/** What was typed wrongly comes with the help of the command that it was typed for. */
async function pointingAtHelp(
  error: unknown,
  typed: string,
  words: readonly string[],
  command: Command | undefined,
): Promise<unknown> {
  const isMistake = error instanceof CommanderError || (error instanceof UsageError && error.code === "bad-option");
  if (!isMistake) return error;
  const foreign =
    error instanceof CommanderError
      ? (await import("./grammar/foreign-words.ts")).foreignWordFact(error, words, command)
      : undefined;
  const fact =
    foreign ?? error.message.replace(/^error: |\.$/g, "").replace(/\n\(Did you mean (.*)\?\)$/, "; did you mean $1?");
  const isTooMany = error instanceof CommanderError && error.code === "commander.excessArguments";
  const isTooFew = error instanceof CommanderError && error.code === "commander.missingArgument";
  const isUnnamed = error instanceof CommanderError && error.code === "commander.missingMandatoryOptionValue";
  const known = command === undefined ? "" : isTooMany ? tooManyHint(command) : isTooFew ? tooFewHint(command) : "";
  const hint = foreign === undefined && isUnnamed ? `, as -o ${command?.name()}.svg` : known;
  const see = fact.endsWith("?") ? " See" : "; see";
  return new UsageError("bad-option", `${fact}${hint}${see} ${typed} --help`, { cause: error });
}

function tooManyHint(command: Command): string {
  if (command.name() === "diff") return "; heapblame trend compares more";
  if (command.name() === "fetch") return "; where to write goes with -o";
  if (command.name() === "capture") return "; it is of one process, or with -l of all pods with those labels";
  const hasBase = command.options.some(({ long }) => long === "--base");
  return hasBase ? "; a profile before it goes with --base" : "";
}

/** Somebody gave the profile where the pattern belongs. */
function tooFewHint(command: Command): string {
  const [first] = command.registeredArguments;
  return first?.name() === "regexp" ? `; the pattern comes first: ${command.name()} REGEXP FILE` : "";
}

/** What shells ask; a tab stands between a word and what it is. */
async function writeCandidates(words: readonly string[], program: Command, usual: string, io: Io): Promise<number> {
  const { candidatesFor } = await import("./terminal/completion.ts");
  const lines = candidatesFor(words, program, usual).map(({ word, text }) => `${word}\t${text}\n`);
  await io.stdout.write(lines.join(""));
  return 0;
}

/** What a standard stream leads to; undefined where the system does not say. */
function redirected(descriptor: 0 | 1): Stats | undefined {
  try {
    return fstatSync(descriptor);
  } catch {
    return undefined;
  }
}

function isPlugin({ invokedAs }: Io): boolean {
  return invokedAs === "kubectl heapblame";
}

export function buildProgram(
  outside: Io,
  setExitCode: (code: number) => void,
  writeHelp: (text: string) => void,
): Command {
  const program = new Command(outside.invokedAs ?? "heapblame");
  const io: Io = { ...outside, remote: () => remoteOf(program.opts(), outside), limits: () => program.opts() };
  program
    .description("Says which frames a Go heap grew by, from pprof heap profiles.")
    .version(VERSION, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .exitOverride()
    .configureOutput({
      writeOut: writeHelp,
      writeErr: () => {},
      getOutHelpWidth: () => io.stdout.columns ?? 80,
    })
    .showSuggestionAfterError(true)
    .hook("preAction", async (_program, command) => {
      if (!command.opts()["output"] && !command.opts()["writeBaseline"] && redirected(1)?.isFile() !== true) return;
      const { refuseInputsAsOutputs } = await import("./inputs-as-outputs.ts");
      await refuseInputsAsOutputs(command, io);
    });
  arrangeHelp(program);
  addRemoteOptions(program);
  addLimitOptions(program);
  addReports(program, io, setExitCode);
  addTrend(program, io, setExitCode);
  addFleet(program, io, setExitCode);
  addCheck(program, io, setExitCode);
  addFetching(program, io, setExitCode);
  addPictures(program, io, setExitCode);
  addServe(program, io, setExitCode);
  addMcp(program, io, runProgram);
  addAdvise(program, io, setExitCode);
  addHeld(program, io, setExitCode);
  addPprofViews(program, io, setExitCode);
  addShell(program, io, setExitCode, runProgram);
  addManual(program, io);
  return program;
}

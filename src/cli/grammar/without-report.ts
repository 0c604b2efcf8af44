/** A pprof command line that names no report, where pprof opens its shell: heapblame answers with its own report, and says how to get the other. */
import type { Command } from "commander";
import { isFile } from "../../fetch/files/file.ts";
import type { PprofRequest } from "../pprof/flags.ts";
import { ALL_OPTIONS, defaultSettings, type PprofOption, type PprofSettings } from "../pprof/options.ts";
import { buildProgram, runProgram } from "../program.ts";
import type { Io } from "../terminal/io.ts";
import { quoteWords } from "../terminal/quote-words.ts";
import { noEffectLine } from "./no-effect.ts";
import { knownOptions, type OwnWords } from "./own-words.ts";
import { commandOf } from "./route.ts";

/** `args` as they were typed. Throws as runProgram. */
export async function runWithoutReport(request: PprofRequest, args: readonly string[], io: Io): Promise<number> {
  const { words, ignored } = ownWords(request, io);
  const isOurs = await namesCommand(request, io);
  const lines = isOurs ? [] : [`pprof would open its shell here: heapblame shell ${quoteWords(args)}`];
  if (ignored.length > 0) lines.push(noEffectLine(ignored));
  for (const line of lines) await io.stderr.write(`heapblame: ${line}\n`);
  return await runProgram([...words, ...request.sources], io);
}

/** `--focus x diff A B`: the command is ours, the flag before it pprof's. */
async function namesCommand({ sources: [first = ""] }: PprofRequest, io: Io): Promise<boolean> {
  const names = new Set(emptyProgram(io).commands.map((command) => command.name()));
  return names.has(first) && !(await isFile(first, io.cwd));
}

function emptyProgram(io: Io): Command {
  return buildProgram(
    io,
    () => {},
    () => {},
  );
}

function ownWords({ settings }: PprofRequest, io: Io): OwnWords {
  const program = emptyProgram(io);
  const known = knownOptions(commandOf(program, "report"), program);
  const usual = defaultSettings();
  const words: string[] = [];
  const ignored: string[] = [];
  for (const key of Object.keys(ALL_OPTIONS) as (keyof PprofSettings)[]) {
    if (settings[key] === usual[key]) continue;
    const option: PprofOption = ALL_OPTIONS[key];
    const own = wordsFor(key, option, settings[key]);
    if (own !== undefined && known.has(own[0]?.split("=")[0] as string)) for (const word of own) words.push(word);
    else ignored.push(option.kind === "choice" ? String(settings[key]) : option.name);
  }
  return { words, ignored };
}

function wordsFor(
  key: keyof PprofSettings,
  option: PprofOption,
  value: string | number | boolean,
): readonly string[] | undefined {
  if (key === "timeout") return [`--request-timeout=${value}s`];
  if (key === "trim") return ["--nodecount=0"];
  const name = `--${option.name.replaceAll("_", "-")}`;
  return option.kind === "switch" ? [name] : [`${name}=${value}`];
}

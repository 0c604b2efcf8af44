/**
 * pprof's flags among the words of heapblame's own commands (`top -cum FILE`, `diff -sample_index=inuse_objects A B`): each becomes the option
 * that it is there. Words that stay are commander's.
 */
import type { Command, Option } from "commander";
import { UsageError } from "../../errors.ts";
import { findNearest } from "../../nearest.ts";
import { RENAMED } from "../options/vocabulary.ts";
import { flagName, isQuestion, isSingleDashWord, PPROF_FLAGS, type PprofFlag } from "../pprof/flag-names.ts";
import { parseSwitch } from "../pprof/go/numbers.ts";
import type { PprofOption } from "../pprof/options.ts";
import { isOfLooks } from "./no-effect.ts";
import { splitPodOption } from "./pod-option.ts";

export interface OwnWords {
  readonly words: readonly string[];
  /** Flags that were given and that the command does not heed, by pprof's names. */
  readonly ignored: readonly string[];
}

/** Throws UsageError "bad-option" for a word of pprof's kind that `command` cannot do anything with. */
export function toOwnWords(args: readonly string[], command: Command, program: Command): OwnWords {
  const known = knownOptions(command, program);
  const words: string[] = [];
  const ignored: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] as string;
    if (arg === "--") return { words: [...words, ...args.slice(at)], ignored };
    if (isQuestion(arg)) {
      words.push(/^--?h/.test(arg) ? "--help" : "--version");
      continue;
    }
    const [, short = "", glued = ""] = /^(-[a-z])=(.*)$/is.exec(arg) ?? [];
    if (known.get(short)?.required === true) {
      words.push(short, glued);
      continue;
    }
    const ofPods = known.has("-l") ? splitPodOption(arg) : undefined;
    if (ofPods !== undefined && known.has(ofPods[0])) {
      words.push(ofPods[0], ofPods[1]);
      continue;
    }
    const translated = translate(arg, args[at + 1], command, known);
    if (translated === undefined) {
      words.push(arg);
      if (takesNext(arg, known) && at + 1 < args.length) words.push(args[++at] as string);
      continue;
    }
    for (const word of translated.words) words.push(word);
    if (translated.ignored !== undefined) ignored.push(translated.ignored);
    if (translated.usedNext) at++;
  }
  return { words, ignored };
}

/** By `--name` and `-n`. */
export function knownOptions(command: Command, program: Command): ReadonlyMap<string, Option> {
  return new Map(
    [...program.options, ...command.options].flatMap((option) =>
      [option.long, option.short].flatMap((name): [string, Option][] => (name ? [[name, option]] : [])),
    ),
  );
}

/** Whether the value of the option is the next word. */
export function takesNext(arg: string, known: ReadonlyMap<string, Option>): boolean {
  return !arg.includes("=") && known.get(arg)?.required === true;
}

interface Translated {
  readonly words: readonly string[];
  /** The next word was the flag's value. */
  readonly usedNext: boolean;
  /** The flag's name, where it does nothing here. */
  readonly ignored?: string;
}

/** Undefined for a word that is to stay as it is. */
function translate(
  arg: string,
  next: string | undefined,
  command: Command,
  known: ReadonlyMap<string, Option>,
): Translated | undefined {
  const name = flagName(arg);
  const isOurs = !isSingleDashWord(arg);
  // Commander says what an option of ours is called now.
  if (name === undefined || (isOurs && (known.has(`--${name}`) || `--${name}` in RENAMED))) return undefined;
  const flag = PPROF_FLAGS.get(isOurs ? name.replaceAll("-", "_") : name);
  if (flag === undefined) {
    if (isOurs) return undefined;
    throw new UsageError("bad-option", `flag provided but not defined: -${name}${suggestion(name, known)}`);
  }
  const value = arg.includes("=") ? arg.slice(arg.indexOf("=") + 1) : undefined;
  const words = wordsFor(flag, name, value ?? (takesValue(flag) ? next : undefined), known);
  const usedNext = value === undefined && takesValue(flag);
  if (words !== undefined) return { words, usedNext };
  if ((flag.kind === "option" || flag.kind === "word") && isOfLooks(flag.option))
    return { words: [], usedNext, ignored: name };
  if (flag.kind === "report") {
    throw new UsageError("bad-option", `-${name} is pprof's report: give it first, without ${command.name()}`);
  }
  throw new UsageError("bad-option", `-${name} of pprof changes nothing in what ${command.name()} shows`);
}

function takesValue(flag: PprofFlag): boolean {
  return flag.kind === "report" ? flag.report.hasArgument : flag.kind === "option" && flag.option.kind !== "switch";
}

/** The flag as an option of ours; undefined where there is none. */
function wordsFor(
  flag: PprofFlag,
  name: string,
  value: string | undefined,
  known: ReadonlyMap<string, Option>,
): readonly string[] | undefined {
  switch (flag.kind) {
    case "word":
      return known.has(`--${flag.option.name}`)
        ? isOn(name, value)
          ? [`--${flag.option.name}`, flag.word]
          : []
        : undefined;
    case "value":
      return known.has("--sample-index") ? (isOn(name, value) ? ["--sample-index", flag.sampleIndex] : []) : undefined;
    case "option":
      return optionWords(flag.option, value, known);
    default:
      return undefined;
  }
}

function optionWords(
  option: PprofOption,
  value: string | undefined,
  known: ReadonlyMap<string, Option>,
): readonly string[] | undefined {
  const long = `--${option.name.replaceAll("_", "-")}`;
  if (option.kind === "switch") {
    const wanted = isOn(option.name, value);
    const spelled = option.default === true ? `--no-${option.name}` : long;
    // Ours leave nothing out but what is more than the rows.
    if (option.name === "trim" && !known.has(spelled) && known.has("--nodecount"))
      return wanted ? [] : ["--nodecount=0"];
    return known.has(spelled) ? (wanted === option.default ? [] : [spelled]) : undefined;
  }
  // pprof counts seconds.
  if (option.name === "timeout" && !known.has(long))
    return [`--request-timeout=${value}${/^\d+$/.test(value ?? "") ? "s" : ""}`];
  if (!known.has(long)) return undefined;
  // With the value in one word: it may begin with a dash.
  return value === undefined ? [long] : [`${long}=${value}`];
}

/** Throws UsageError "bad-option" in Go's words. */
function isOn(name: string, value: string | undefined): boolean {
  if (value === undefined) return true;
  try {
    return parseSwitch(value);
  } catch (error) {
    const fact = `invalid boolean value ${JSON.stringify(value)} for -${name}: ${(error as Error).message}`;
    throw new UsageError("bad-option", fact, { cause: error });
  }
}

function suggestion(name: string, known: ReadonlyMap<string, Option>): string {
  const short = known.get(`-${name[0]}`);
  const value = name.slice(1);
  const isValue = short?.argChoices?.includes(value) === true || (short?.required === true && /[./]/.test(value));
  if (isValue) return `; give the value as a word of its own: -${name[0]} ${value}`;
  const own = [...known.keys()].filter((long) => long.startsWith("--")).map((long) => long.slice(2));
  const nearest = findNearest(name.replaceAll("-", "_"), PPROF_FLAGS.keys()) ?? findNearest(name, own);
  return nearest === undefined ? "" : `; did you mean --${nearest.replaceAll("_", "-")}?`;
}

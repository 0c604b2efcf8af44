/** A line of pprof's shell as a report that is asked for: the command, its pattern, and the options of this one time. */
import { UsageError } from "../../../errors.ts";
import { quoteText } from "../../../profile/go-quote.ts";
import { PPROF_REPORTS, type PprofReport, type PprofSettings } from "../options.ts";
import { VARIABLES } from "./variables.ts";

export interface ShellCommand {
  readonly report: PprofReport;
  readonly argument: string | undefined;
  readonly settings: PprofSettings;
}

const ROWS_OF_TOP = 10;

/** `tokens`: one at least. Throws UsageError "bad-option" in pprof's words. */
export function parseShellCommand(tokens: readonly string[], settings: PprofSettings): ShellCommand {
  const { report, words } = commandOf(tokens);
  const argument = report.hasArgument ? words[0] : undefined;
  const rest = words.slice(report.hasArgument ? 1 : 0);
  if (report.hasArgument && argument === undefined) {
    throw new UsageError("bad-option", `command ${report.name} requires an argument`);
  }
  return { report, argument, settings: settingsOf(report, rest, settings) };
}

/** `top10` is `top 10`. */
function commandOf(tokens: readonly string[]): { readonly report: PprofReport; readonly words: readonly string[] } {
  const [typed = "", ...words] = tokens;
  const whole = findReport(typed);
  if (whole !== undefined) return { report: whole, words };
  const [, name = typed, digits] = /^(.*[^0-9])([0-9]+)$/s.exec(typed) ?? [];
  const withCount = digits === undefined ? words : [digits, ...words];
  const report = findReport(name);
  if (report !== undefined) return { report, words: withCount };
  if (isDescribed(name)) {
    throw new UsageError("bad-option", `did you mean: ${name}=${withCount[0] ?? "<val>"}`);
  }
  throw new UsageError("bad-option", `unrecognized command: ${quoteText(name)}`);
}

function findReport(name: string): PprofReport | undefined {
  return PPROF_REPORTS.find((report) => report.name === name);
}

/** pprof has help for the words of a choice, not for the choice. */
function isDescribed(name: string): boolean {
  return VARIABLES.has(name) && name !== "sort" && name !== "granularity";
}

const INT32 = 2 ** 31;

function settingsOf(report: PprofReport, words: readonly string[], settings: PprofSettings): PprofSettings {
  let { nodecount, output, sort } = settings;
  let focus = "";
  let ignore = "";
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    if (isInt32(word)) nodecount = Number(word);
    else if (word.startsWith(">")) {
      const file = word.length > 1 ? word.slice(1) : words[++at];
      if (file === undefined) throw new UsageError("bad-option", "unexpected end of line after >");
      output = file;
    } else if (word === "-cum" || word === "--cum") sort = "cum";
    else if (word.startsWith("-")) ignore = either(ignore, word.slice(1));
    else focus = either(focus, word);
  }
  const isTags = report.name === "tags";
  const isTop = report.name === "top" || report.name === "text";
  return {
    ...settings,
    output,
    sort,
    nodecount: nodecount === -1 && isTop ? ROWS_OF_TOP : nodecount,
    ...(focus === "" ? {} : isTags ? { tagfocus: focus } : { focus }),
    ...(ignore === "" ? {} : isTags ? { tagignore: ignore } : { ignore }),
  };
}

function isInt32(word: string): boolean {
  return /^[+-]?\d+$/.test(word) && Number(word) >= -INT32 && Number(word) < INT32;
}

/** A pattern for what either of two matches. */
function either(a: string, b: string): string {
  return a !== "" && b !== "" ? `${a}|${b}` : a + b;
}

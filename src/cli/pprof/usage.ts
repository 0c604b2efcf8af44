/** What `-help` and a bad flag print: pprof's options as heapblame has them, one line each. */
import {
  PPROF_REPORTS,
  type PprofOption,
  SOURCE_OPTIONS,
  TLS_OPTIONS,
  VALUE_SHORTHANDS,
  VIEW_OPTIONS,
} from "./options.ts";

export function pprofUsage(): string {
  const reports = PPROF_REPORTS.filter(({ instead }) => instead === undefined);
  const refused = PPROF_REPORTS.filter(({ instead }) => instead !== undefined);
  return [
    "usage: heapblame -REPORT [options] [program] FILE|URL...",
    "",
    "pprof's own command line, for heap profiles. heapblame --help shows heapblame's commands.",
    "",
    "Reports (one of them):",
    ...reports.map(({ name, hasArgument, help }) => line(hasArgument ? `-${name}=REGEXP` : `-${name}`, help)),
    "",
    "Where profiles come from:",
    ...Object.values(SOURCE_OPTIONS).flatMap(optionLines),
    ...Object.values(TLS_OPTIONS).flatMap(optionLines),
    "",
    "What the report shows:",
    ...Object.values(VIEW_OPTIONS).flatMap(optionLines),
    ...VALUE_SHORTHANDS.map(([flag, meaning]) => line(`-${flag}`, shorthandHelp(flag, meaning))),
    "",
    `Not done by heapblame: ${refused.map(({ name }) => `-${name}`).join(" ")}`,
    "Without a report heapblame answers with one of its own; heapblame shell opens pprof's shell.",
    "",
  ].join("\n");
}

function shorthandHelp(flag: string, meaning: string): string {
  return flag === "mean_delay" ? `-mean -sample_index=${meaning}` : `-sample_index=${meaning}`;
}

function optionLines(option: PprofOption): string[] {
  if (option.kind === "choice") return [line(option.choices.map((word) => `-${word}`).join(" "), option.help)];
  const value = option.kind === "switch" ? "" : option.kind === "text" ? "=TEXT" : "=NUMBER";
  const usual =
    option.default === "" || option.default === false || option.default === -1 ? "" : ` (default ${option.default})`;
  return [line(`-${option.name}${value}`, `${option.help}${usual}`)];
}

function line(flag: string, help: string): string {
  return flag.length > COLUMN - 2 ? `  ${flag}\n  ${" ".repeat(COLUMN)}${help}` : `  ${flag.padEnd(COLUMN)}${help}`;
}

const COLUMN = 24;

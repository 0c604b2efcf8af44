/** `help` in the shell: commands, options, and one of them at length. */
import { PPROF_REPORTS, type PprofOption, type PprofReport, VIEW_OPTIONS } from "../options.ts";
import { OWN_COMMANDS } from "./own-commands.ts";
import { VARIABLES } from "./variables.ts";

export function shellHelp(topic: string): string {
  if (topic === "") return overview();
  const report = PPROF_REPORTS.find(({ name }) => name === topic);
  if (report !== undefined) return `${report.instead ?? report.help}\n  ${usageOf(report)}\n`;
  const own = OWN_COMMANDS.find(({ name }) => name === topic);
  if (own !== undefined) return `${own.help}\n  ${own.usage}\n`;
  const variable = VARIABLES.get(topic);
  return variable === undefined ? `Unknown command: ${topic}\n` : `${variable.option.help}\n`;
}

function usageOf({ name, hasArgument }: PprofReport): string {
  return `${name}${hasArgument ? " <regexp>" : " [n] [-cum]"} [focus_regexp]... [-ignore_regexp]... [>file] [| command]`;
}

function overview(): string {
  const reports = PPROF_REPORTS.filter(({ instead }) => instead === undefined);
  return [
    "Commands of pprof:",
    ...reports.map(({ name, help }) => line(name, help)),
    line("o/options", "options and their values"),
    line("q/quit/exit/^D", "end"),
    line(":", "clear focus, ignore, hide, tagfocus and tagignore"),
    "",
    "Commands of heapblame:",
    ...OWN_COMMANDS.map(({ name, help }) => line(name, help)),
    "",
    "Options, set by name=value:",
    ...Object.values(VIEW_OPTIONS).flatMap(optionLines),
    "",
    'A report takes "> file" and "| command" behind it. "help <command|option>" says more.',
    "",
  ].join("\n");
}

function optionLines(option: PprofOption): string[] {
  return [line(option.name, option.kind === "choice" ? `${option.help}: ${option.choices.join(", ")}` : option.help)];
}

function line(name: string, help: string): string {
  return `  ${name.padEnd(21)} ${help}`;
}

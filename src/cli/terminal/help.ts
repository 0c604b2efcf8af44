/**
 * How help is laid out. The program's own fits one screen: the groups of commands, those of many by their names; `help --all` has everything.
 * Commands before options; the options for pods and URLs where they matter, and a line about them elsewhere.
 */

import { type Command, Help, type Option } from "commander";
import { groupBy } from "../../measurement/group-by.ts";
import { LIMITS_GROUP } from "../options/limits.ts";
import { REMOTE_GROUP } from "../options/remote.ts";

/** Descriptions narrower than commander's 40 columns still read better wrapped than running over. */
const NARROWEST_DESCRIPTION = 24;

/** Commands that have no other sources than pods and URLs, and keep nothing besides. */
const ASKING: ReadonlySet<string> = new Set(["fetch", "capture"]);

/** A group of more is listed by names on the one screen, and so is what the program says of itself. */
const MOST_DESCRIBED = 5;

export const ABOUT_GROUP = "About heapblame:";

const ALL = "isAllHelp";

/** For the program and all its commands: to be called before they are added. */
export function arrangeHelp(program: Command): void {
  program.configureHelp({
    minWidthToWrap: NARROWEST_DESCRIPTION,
    visibleGlobalOptions: (command) => (ASKING.has(command.name()) ? optionsOf(program, REMOTE_GROUP, ["save"]) : []),
    formatHelp: (command, helper) => {
      if (command === program) return programHelp(program, helper);
      helper.showGlobalOptions = ASKING.has(command.name());
      const text = new Help().formatHelp(command, helper);
      const limits = mention(program, LIMITS_GROUP, helper);
      return helper.showGlobalOptions
        ? text.replace("Global Options:", "Pods and URLs:") + limits
        : text + mention(program, REMOTE_GROUP, helper) + limits;
    },
  });
}

/** From now on the program's help is all of it. */
export function showAllHelp(program: Command): void {
  program.setOptionValue(ALL, true);
}

function programHelp(program: Command, helper: Help): string {
  if (program.getOptionValue(ALL) !== true) return oneScreen(program, helper);
  helper.subcommandDescription = (command) => command.description();
  return `${optionsLast(new Help().formatHelp(program, helper))}${PROGRAM_EXAMPLES}`;
}

/** Commands as they are grouped, in the order they were added. */
export function commandGroups(program: Command): Map<string, Command[]> {
  return groupBy(new Help().visibleCommands(program), (command) => command.helpGroup() || "Commands:");
}

function oneScreen(program: Command, helper: Help): string {
  const name = program.name();
  const width = helper.helpWidth ?? 80;
  const lines = [...commandGroups(program)].flatMap(([heading, commands]) => {
    if (commands.length <= MOST_DESCRIBED && heading !== ABOUT_GROUP) return [heading, ...commands.map(describe)];
    const names = commands.map((command) => command.name()).join(", ");
    return [
      heading,
      ...helper
        .boxWrap(names, width - 2)
        .split("\n")
        .map((line) => `  ${line}`),
    ];
  });
  return [
    `Usage: ${name} [command] [options] <profile...>`,
    program.description(),
    ...lines,
    `Options: ${name} help COMMAND; all of it: ${name} help --all`,
    "",
  ].join("\n");
}

/** In few words. */
function describe(command: Command): string {
  return `  ${command.name().padEnd(10)}  ${command.summary() || command.description()}`;
}

function optionsOf(program: Command, group: string, without: readonly string[] = []): Option[] {
  return program.options.filter(
    (option) => option.helpGroupHeading === group && !without.includes(option.attributeName()),
  );
}

/** Sections have a blank line between them. */
function optionsLast(text: string): string {
  const sections = text.trimEnd().split("\n\n");
  const isOptions = (section: string): boolean => /^(Options|Limits|Pods and URLs[^\n]*):\n/.test(section);
  return `${[...sections.filter((section) => !isOptions(section)), ...sections.filter(isOptions)].join("\n\n")}\n`;
}

/** All by name; what they are is said once. */
function mention(program: Command, group: string, helper: Help): string {
  const names = optionsOf(program, group).map(({ short, long }) => short ?? long);
  const line = `${names.join(", ")}: see ${program.name()} help --all`;
  return `\n${group}\n${helper.boxWrap(line, (helper.helpWidth ?? 80) - 2).replace(/^/gm, "  ")}\n`;
}

const PROGRAM_EXAMPLES = `
Examples:
  heapblame before.out after.out             who grew
  heapblame capture localhost:6060           who grows, from a running process
  heapblame top --base before.out after.out  what go tool pprof prints
  heapblame -top -base before.out after.out  the same in pprof's words
`;

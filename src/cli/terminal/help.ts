/** How help is laid out: commands before options; the options for pods and URLs where they matter, and a line about them elsewhere. */
import { type Command, Help, type Option } from "commander";
import { REMOTE_GROUP } from "../options/remote.ts";

/** Descriptions narrower than commander's 40 columns still read better wrapped than running over. */
const NARROWEST_DESCRIPTION = 24;

/** Commands that have no other sources than pods and URLs, and keep nothing besides. */
const ASKING: ReadonlySet<string> = new Set(["fetch", "capture"]);

/** For the program and all its commands: to be called before they are added. */
export function arrangeHelp(program: Command): void {
  program.configureHelp({
    minWidthToWrap: NARROWEST_DESCRIPTION,
    visibleGlobalOptions: (command) => (ASKING.has(command.name()) ? remoteOptions(program, ["save"]) : []),
    formatHelp: (command, helper) => {
      if (command === program) return optionsLast(new Help().formatHelp(command, helper));
      helper.showGlobalOptions = ASKING.has(command.name());
      const text = new Help().formatHelp(command, helper);
      return helper.showGlobalOptions
        ? text.replace("Global Options:", "Pods and URLs:")
        : text + mention(program, helper);
    },
  });
}

function remoteOptions(program: Command, without: readonly string[] = []): Option[] {
  return program.options.filter(
    (option) => option.helpGroupHeading === REMOTE_GROUP && !without.includes(option.attributeName()),
  );
}

/** Sections have a blank line between them. */
function optionsLast(text: string): string {
  const sections = text.trimEnd().split("\n\n");
  const isOptions = (section: string): boolean => /^(Options|Pods and URLs[^\n]*):\n/.test(section);
  return `${[...sections.filter((section) => !isOptions(section)), ...sections.filter(isOptions)].join("\n\n")}\n`;
}

/** All by name; what they are is said once. */
function mention(program: Command, helper: Help): string {
  const names = remoteOptions(program).map(({ short, long }) => short ?? long);
  const line = `${names.join(", ")}: see ${program.name()} --help`;
  return `\n${REMOTE_GROUP}\n${helper.boxWrap(line, (helper.helpWidth ?? 80) - 2).replace(/^/gm, "  ")}\n`;
}

/** pprof's filters as options of heapblame's own commands, by pprof's names. */
import type { Command } from "commander";
import { FILTERS } from "../../profile/filter/options.ts";
import { ownName } from "./active-filters.ts";
import { shared } from "./vocabulary.ts";

/** No report of ours shows labels. */
const OFFERED = Object.values(FILTERS).filter(({ name }) => name !== "tagshow" && name !== "taghide");

export function addFilterOptions(command: Command): Command {
  for (const { name } of OFFERED) command.addOption(shared(ownName(name)));
  return command;
}

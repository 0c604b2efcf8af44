/** The module table of a profile, learned from all its functions. */
import type { Profile } from "../../profile/tables.ts";
import { guessMainModule } from "./main-module.ts";
import { buildModuleTable, type ModuleTable } from "./module.ts";

/** `mainModule` overrules the guess from main.main. */
export function modulesOf(profile: Profile, mainModule?: string): ModuleTable {
  const { functions, strings } = profile;
  const symbols = Array.from(functions.name, (name, row) => ({
    name: strings.at(name),
    file: strings.at(functions.file[row] as number),
  }));
  return buildModuleTable(new Set(symbols.map(({ file }) => file)), mainModule ?? guessMainModule(symbols));
}

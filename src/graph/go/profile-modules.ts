/** The module table of a profile, learned from all its functions, and which modules are the program's own. */
import { NONE, type Profile } from "../../profile/tables.ts";
import { findMainModule } from "./main-module.ts";
import { buildModuleTable, type ModuleTable } from "./module.ts";
import { isStandardPath, moduleRoot } from "./module-root.ts";
import { type ModuleNames, moduleList, type OwnModules, UNKNOWN_OWN } from "./own-modules.ts";
import { eachFunction } from "./profile-functions.ts";
import { parseSourceFile } from "./source-origin.ts";
import { packageOf } from "./symbol.ts";

/** A function and the file it is in. */
export interface MetFunction {
  readonly name: string;
  readonly file: string;
}

/** `stated` overrules what the functions tell. */
export function modulesOf(profile: Profile, stated?: ModuleNames): ModuleTable {
  return tableOf(profile, findOwnModules(profile, stated));
}

export function tableOf(profile: Profile, { modules }: OwnModules): ModuleTable {
  const { functions, strings } = profile;
  const files = new Set(functions.file);
  return buildModuleTable(new Set(Array.from(files, (file) => strings.at(file))), modules);
}

/** `more`: functions of the same program that are not in the profile, such as those on the stacks of its goroutines. */
export function findOwnModules(profile: Profile, stated?: ModuleNames, more: readonly MetFunction[] = []): OwnModules {
  const given = moduleList(stated);
  const by = typeof stated === "object" && "by" in stated ? stated.by : "stated";
  if (given.length > 0) return { modules: given, by };
  const found = findMainModule(functionsWith(profile, more));
  if (found !== undefined) return { modules: [found.module], by: found.by };
  const importing = moduleOfInternal(profile);
  return importing === undefined ? UNKNOWN_OWN : { modules: [importing], by: "internal" };
}

function* functionsWith(profile: Profile, more: readonly MetFunction[]): Iterable<MetFunction> {
  yield* eachFunction(profile);
  yield* more;
}

/** The part above internal/ of a package that package main calls; undefined where none is, or where they are of several trees. */
function moduleOfInternal(profile: Profile): string | undefined {
  const roots = new Set<string>();
  for (const row of calledByMain(profile)) {
    const root = aboveInternal(profile, row);
    if (root !== undefined) roots.add(moduleRoot(root));
  }
  return roots.size === 1 ? [...roots][0] : undefined;
}

/** `example.com/app/internal/store.Open`: a plain function, since a method may be called through an interface by who cannot import it. */
const PLAIN = /^\w+$/;

function aboveInternal({ functions, strings }: Profile, row: number): string | undefined {
  const name = strings.at(functions.name[row] as number);
  const path = packageOf(name);
  const [above] = /^.+?(?=\/internal(?:\/|$))/.exec(path) ?? [];
  if (above === undefined || isStandardPath(above) || !PLAIN.test(name.slice(path.length + 1))) return undefined;
  const { kind } = parseSourceFile(strings.at(functions.file[row] as number));
  return kind === "module" || kind === "vendor" || kind === "goroot" ? undefined : above;
}

/** Functions whose caller on some stack is one of package main. */
function calledByMain({ samples, locations, functions, strings }: Profile): Set<number> {
  const isMain = Array.from(functions.name, (name) => packageOf(strings.at(name)) === "main");
  const called = new Set<number>();
  for (let sample = 0; sample < samples.length; sample++) {
    let callee = NONE;
    for (let at = samples.start[sample] as number; at < (samples.start[sample + 1] as number); at++) {
      const location = samples.locations[at] as number;
      for (let line = locations.start[location] as number; line < (locations.start[location + 1] as number); line++) {
        const row = locations.lineFunction[line] as number;
        if (callee !== NONE && isMain[row] === true && isMain[callee] !== true) called.add(callee);
        callee = row;
      }
    }
  }
  return called;
}

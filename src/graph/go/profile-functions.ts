/** The functions of a profile with their files, one at a time: objects of all of them at once would take more room than the profile. */
import type { Profile } from "../../profile/tables.ts";

/** With repetitions, where functions of several files share a name. */
export function* functionNames({ functions, strings }: Profile): Iterable<string> {
  for (const name of functions.name) yield strings.at(name);
}

export function* eachFunction({
  functions,
  strings,
}: Profile): Iterable<{ readonly name: string; readonly file: string }> {
  for (let row = 0; row < functions.name.length; row++) {
    yield { name: strings.at(functions.name[row] as number), file: strings.at(functions.file[row] as number) };
  }
}

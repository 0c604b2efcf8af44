/**
 * Go's profile has each function once, with the file of that of its places which it met first. What a generator wrote (goyacc, ragel, qtc) has //line
 * directives, so one function lies in several files, and two profiles of one process may name it by two: they would be two functions, and the
 * counters of one would seem to have gone.
 */
import { StringAppender } from "../append-strings.ts";
import type { Profile } from "../tables.ts";

/** `profile` with the files that `other`, of the same build, has its functions in; itself where they agree, or where the builds are not known to be one. */
export function withFilesOf(other: Profile, profile: Profile): Profile {
  if (!isOneBuild(other, profile) || !(hasOtherFiles(other) || hasOtherFiles(profile))) return profile;
  const known = functionsByName(other);
  const strings = new StringAppender(profile.strings);
  const file = Int32Array.from(profile.functions.file);
  let isMoved = false;
  for (const [name, row] of functionsByName(profile)) {
    const at = known.get(name);
    if (row === undefined || at === undefined) continue;
    const wanted = other.strings.at(other.functions.file[at] as number);
    if (wanted === profile.strings.at(file[row] as number)) continue;
    file[row] = strings.intern(wanted);
    isMoved = true;
  }
  if (!isMoved) return profile;
  return { ...profile, functions: { ...profile.functions, file }, strings: strings.finish() };
}

function isOneBuild(a: Profile, b: Profile): boolean {
  const [first, second] = [buildOf(a), buildOf(b)];
  return first !== "" && first === second;
}

function buildOf({ mappings, strings }: Profile): string {
  return mappings.length === 0 ? "" : strings.at(mappings.buildId[0] as number);
}

/** Directives name what the generator read: hardly ever a file of Go's. */
function hasOtherFiles({ functions, strings }: Profile): boolean {
  for (const file of new Set(functions.file)) if (!/\.(?:go|s)$|^$/.test(strings.at(file))) return true;
  return false;
}

/** Rows by name; undefined where several have it. */
function functionsByName({ functions, strings }: Profile): Map<string, number | undefined> {
  const rows = new Map<string, number | undefined>();
  for (let row = 0; row < functions.length; row++) {
    const name = strings.at(functions.name[row] as number);
    rows.set(name, rows.has(name) ? undefined : row);
  }
  return rows;
}

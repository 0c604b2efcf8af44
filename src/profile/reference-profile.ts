/** Profiles of references, as goref writes them: a stack is a path from the variable that holds to what is held, its values are exact and no samples. */
import type { Profile } from "./tables.ts";

/** How goref names a pointer on the way, `entries. (map[string]int)`, in its two parts; undefined for the name of a holder. */
export function parseReference(name: string): { readonly label: string; readonly type: string } | undefined {
  const end = name.indexOf(". (");
  if (end < 0 || !name.endsWith(")")) return undefined;
  return { label: name.slice(0, end), type: name.slice(end + 3, -1) };
}

/** Nothing else writes bytes in use without a period, a mapping `-` and such names. */
export function isReferenceProfile({ header, mappings, functions, strings }: Profile): boolean {
  const types = header.sampleTypes.map(({ type, unit }) => `${type}/${unit}`).join();
  if (types !== "inuse_objects/count,inuse_space/bytes" || header.period !== 0n) return false;
  if (mappings.length !== 1 || strings.at(mappings.file[0] as number) !== "-") return false;
  return functions.name.some((name) => parseReference(strings.at(name)) !== undefined);
}

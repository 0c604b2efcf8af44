/** What a profile is about, from its sample types: so that a command for heap profiles can say what it was given instead. */

import { ProfileError } from "../errors.ts";
import { firstOf } from "../measurement/first-of.ts";
import type { Header, Profile, ValueType } from "./tables.ts";

type ProfileKind = "heap" | "cpu" | "goroutine" | "threadcreate" | "contention" | "other";

export function describeProfileKind(header: Pick<Header, "sampleTypes">): ProfileKind {
  const { sampleTypes } = header;
  const has = (pattern: RegExp): boolean => sampleTypes.some(({ type }) => pattern.test(type));
  if (sampleTypes.some(isMemory)) return "heap";
  if (has(/^contentions$|^delay$/)) return "contention";
  if (has(/^goroutine(?:s|leak)?$/)) return "goroutine";
  if (has(/^threadcreate$/)) return "threadcreate";
  if (has(/^(cpu|wall|samples?)\b/)) return "cpu";
  return "other";
}

const OTHERS: Readonly<Record<ProfileKind, string>> = {
  heap: "",
  other: "",
  cpu: " but a CPU profile",
  goroutine: " but one of goroutines (heapblame goroutines BEFORE AFTER compares two)",
  threadcreate: " but one of threads",
  contention: " but one of waiting",
};

/** `source`: as it is shown. For whoever wants live bytes and has none: ProfileError "not-heap" that says what was given instead. */
export function notHeap(source: string, header: Pick<Header, "sampleTypes">): ProfileError {
  const types = firstOf(header.sampleTypes.map(({ type }) => type));
  const other = OTHERS[describeProfileKind(header)];
  const fact = `${source}: this is no heap profile${other}: its sample types are ${types || "none"}`;
  return new ProfileError("not-heap", fact, fact);
}

/** Whether a sample type is surely none of memory: time, waits, goroutines, threads. What it counts was not allocated, and nobody holds it. */
export function isNoMemory(type: ValueType): boolean {
  const kind = describeProfileKind({ sampleTypes: [type] });
  return kind !== "heap" && kind !== "other";
}

const MEMORY_UNIT = /^(b|bytes?|[kmgtp]i?b|(kilo|mega|giga|kibi|mebi|gibi)bytes?)$/i;

function isMemory({ unit }: ValueType): boolean {
  return MEMORY_UNIT.test(unit);
}

/** How goref names a pointer on the way, `entries. (map[string]int)`, in its two parts; undefined for the name of a holder. */
export function parseReference(name: string): { readonly label: string; readonly type: string } | undefined {
  const end = name.indexOf(". (");
  if (end < 0 || !name.endsWith(")")) return undefined;
  return { label: name.slice(0, end), type: name.slice(end + 3, -1) };
}

/** Of goref: a stack is a path from the variable that holds to what is held, values are exact and no samples. Nothing else writes bytes in use without a period, a mapping `-` and such names. */
export function isReferenceProfile({ header, mappings, functions, strings }: Profile): boolean {
  const types = header.sampleTypes.map(({ type, unit }) => `${type}/${unit}`).join();
  if (types !== "inuse_objects/count,inuse_space/bytes" || header.period !== 0n) return false;
  if (mappings.length !== 1 || strings.at(mappings.file[0] as number) !== "-") return false;
  return functions.name.some((name) => parseReference(strings.at(name)) !== undefined);
}

/** What a profile is about, from its sample types: so that a command for heap profiles can say what it was given instead. */
import type { Header, ValueType } from "./tables.ts";

export type ProfileKind = "heap" | "cpu" | "goroutine" | "threadcreate" | "contention" | "other";

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

const MEMORY_UNIT = /^(b|bytes?|[kmgtp]i?b|(kilo|mega|giga|kibi|mebi|gibi)bytes?)$/i;

function isMemory({ unit }: ValueType): boolean {
  return MEMORY_UNIT.test(unit);
}

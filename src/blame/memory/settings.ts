/** The ways in which a memory limit, GOMEMLIMIT and GOGC are set wrong in practice. */
import { parseGoMemoryLimit, parseQuantity } from "../../measurement/quantity.ts";
import type { FindingOf, NoFacts } from "../finding.ts";

/** What is wrong with settings, by code, with the facts of each. */
export interface SettingFacts {
  /** `isSeen`: of a container whose specification was read; else none was given. */
  readonly "limit-absent": { readonly isSeen: boolean };
  /** As typed; `bytes` is what that means. */
  readonly "limit-tiny": { readonly text: string; readonly bytes: number };
  /** The environment was seen. */
  readonly "memlimit-absent": NoFacts;
  /** It was not. */
  readonly "memlimit-unknown": NoFacts;
  /** `meant`: bytes, null where it cannot be guessed. */
  readonly "memlimit-malformed": {
    readonly text: string;
    readonly meant: number | null;
  };
  readonly "memlimit-tiny": { readonly text: string; readonly bytes: number };
  readonly "memlimit-off": NoFacts;
  readonly "memlimit-equals-limit": LimitPair;
  readonly "memlimit-above-limit": LimitPair;
  readonly "gogc-off": NoFacts;
}

/** GOMEMLIMIT as typed, and that and the container's limit in bytes. */
export interface LimitPair {
  readonly text: string;
  readonly bytes: number;
  readonly limit: number;
}

/** Something about GOMEMLIMIT, GOGC and the limit. */
export type SettingFinding = FindingOf<SettingFacts>;

interface MemorySettings {
  /** As typed; undefined if the container has none. */
  readonly limit: { readonly text: string; readonly bytes: number } | undefined;
  /** The environment variable as typed. */
  readonly gomemlimit: string | undefined;
  readonly isGogcOff: boolean;
  /** The container's specification was read: what it does not set is not set there. */
  readonly isContainerSeen: boolean;
}

const SMALLEST_PLAUSIBLE = 1024 ** 2;
/** From this part of the limit on, GOMEMLIMIT leaves no room. */
const TOO_CLOSE = 0.97;

export function checkSettings(settings: MemorySettings): SettingFinding[] {
  return [...checkLimit(settings), ...checkMemoryLimit(settings), ...checkGogc(settings)];
}

function checkLimit({ limit, isContainerSeen: isSeen }: MemorySettings): SettingFinding[] {
  if (limit === undefined) {
    return [{ code: "limit-absent", severity: isSeen ? "limiting" : "note", facts: { isSeen } }];
  }
  return limit.bytes >= SMALLEST_PLAUSIBLE ? [] : [{ code: "limit-tiny", severity: "blocking", facts: limit }];
}

function checkMemoryLimit({ gomemlimit, limit, isContainerSeen }: MemorySettings): SettingFinding[] {
  if (gomemlimit === undefined && !isContainerSeen) return [{ code: "memlimit-unknown", severity: "note", facts: {} }];
  if (gomemlimit === undefined || gomemlimit === "") {
    return [{ code: "memlimit-absent", severity: "limiting", facts: {} }];
  }
  const bytes = parseGoMemoryLimit(gomemlimit);
  if (bytes === undefined) return [malformed(gomemlimit)];
  if (bytes === Number.POSITIVE_INFINITY) return [{ code: "memlimit-off", severity: "limiting", facts: {} }];
  const facts = { text: gomemlimit, bytes };
  const isTiny = bytes < SMALLEST_PLAUSIBLE;
  const tiny: SettingFinding[] = isTiny ? [{ code: "memlimit-tiny", severity: "blocking", facts }] : [];
  return limit === undefined ? tiny : [...tiny, ...against({ ...facts, limit: limit.bytes })];
}

function malformed(text: string): SettingFinding {
  const bytes = parseQuantity(text.replace(/b$/i, "")) ?? parseQuantity(text.replace(/i?b$/i, "i"));
  const meant = bytes === undefined || bytes < SMALLEST_PLAUSIBLE ? null : bytes;
  return {
    code: "memlimit-malformed",
    severity: "blocking",
    facts: { text, meant },
  };
}

function against(facts: LimitPair): SettingFinding[] {
  if (facts.bytes > facts.limit) return [{ code: "memlimit-above-limit", severity: "blocking", facts }];
  if (facts.bytes < TOO_CLOSE * facts.limit) return [];
  return [{ code: "memlimit-equals-limit", severity: "limiting", facts }];
}

function checkGogc({ isGogcOff }: MemorySettings): SettingFinding[] {
  return isGogcOff ? [{ code: "gogc-off", severity: "limiting", facts: {} }] : [];
}

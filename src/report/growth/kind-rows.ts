/** Decoded Kubernetes objects of a Kind, in the growth report. */

import type { Retention } from "../../blame/counts/retention.ts";
import type { Interval } from "../../stats/interval.ts";
import { checkAmount } from "../question.ts";

/** So many objects of a Kind the cluster has. */
export interface ObjectCount {
  /** As the user named it: `pods`. */
  readonly name: string;
  readonly count: number;
  readonly matches: (kind: string) => boolean;
}

/** Decoded objects of a Kind, on both sides. */
export interface KindGrowth {
  readonly kind: string;
  /** Import path of its Go type. */
  readonly package: string;
  /** Bytes. */
  readonly base: number;
  readonly current: number;
  readonly delta: number;
  /** 95 % interval of delta, null where withheld. */
  readonly low: number | null;
  readonly high: number | null;
  /** delta over the report's denominator. */
  readonly share: number;
  /** Bytes of current that are managedFields, with their interval. */
  readonly managedFields: number;
  readonly managedFieldsLow: number | null;
  readonly managedFieldsHigh: number | null;
  /** Growth over what was allocated between the captures, in recorded objects; null unless both are of one process. */
  readonly retention: Retention | null;
  /** Objects alive in current; null where they cannot be counted. */
  readonly alive: {
    readonly count: number;
    readonly low: number;
    readonly high: number;
    readonly samples: number;
  } | null;
  /** As the user gave it for the cluster. */
  readonly inCluster: number | null;
}

/** Decoded Kubernetes objects, by Kind. */
export interface KindsEvidence {
  /** Most live bytes first. */
  readonly rows: readonly KindGrowth[];
  /** Of all Kinds together: part of current that is managedFields. */
  readonly managedFieldsShare: number;
  /** Bytes that stripping managedFields would save, with their 95 % interval; null where that is withheld. */
  readonly saving: Interval | null;
  /** Names of what was counted in the cluster and is not among the decoded objects. */
  readonly absent: readonly string[];
}

/** `pods=61`: named as kubectl names it, in the singular or the plural, with or without the API group. Throws UsageError. */
export function objectCount(name: string, count: number): ObjectCount {
  checkAmount(`number of ${name}`, count);
  const wanted = name.toLowerCase().split(".")[0];
  return {
    name,
    count,
    matches: (kind) => [kind, pluralOfKind(kind)].some((known) => known.toLowerCase() === wanted),
  };
}

/** `Pods`, `NetworkPolicies`, `Ingresses`, `Endpoints`. */
export function pluralOfKind(kind: string): string {
  if (kind.endsWith("ts")) return kind;
  if (/(?:s|x|ch)$/.test(kind)) return `${kind}es`;
  return /[^aeiou]y$/.test(kind) ? `${kind.slice(0, -1)}ies` : `${kind}s`;
}

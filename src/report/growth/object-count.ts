/** How many objects of a Kind a cluster has, as the user gives it. */

import { checkString } from "../../profile/argument.ts";
import { checkAmount } from "../question.ts";

/** So many objects of a Kind the cluster has. */
export interface ObjectCount {
  /** As the user named it: `pods`. */
  readonly name: string;
  readonly count: number;
  readonly matches: (kind: string) => boolean;
}

/** `pods=61`: named as kubectl names it, in the singular or the plural, with or without the API group. Throws UsageError. */
export function objectCount(name: string, count: number): ObjectCount {
  checkAmount(`number of ${checkString(name, "the name of a kind")}`, count);
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

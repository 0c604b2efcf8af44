/** A finalizer or a cleanup that does not return: those behind it do not run. */
import type { GoroutineGroup } from "../../profile/legacy/goroutines.ts";
import type { FindingOf } from "../finding.ts";
import { foreignPackage, type GoroutineSigns } from "./goroutine-signs.ts";

/** What finalizers that do not return rest on. */
export interface FinalizerFacts {
  readonly "finalizer-blocked": {
    readonly function: string;
    readonly waitsIn: string;
    readonly kind: "finalizer" | "cleanup";
    /** It stood in the same function before. */
    readonly isStill: boolean;
  };
}

const FINALIZERS = /^runtime\.(?:runFinalizers|runfinq)$/;
const CLEANUPS = /^runtime\.(?:runCleanups|\(\*cleanupQueue\))/;

export function findBlockedFinalizer({ groups, groupsBefore }: GoroutineSigns): FindingOf<FinalizerFacts>[] {
  const found = finalizerOf(groups);
  if (found === undefined) return [];
  const isStill = finalizerOf(groupsBefore)?.function === found.function;
  return [{ code: "finalizer-blocked", severity: "limiting", facts: { ...found, isStill } }];
}

/** The finalizer that the first of these is in. */
function finalizerOf(
  groups: readonly GoroutineGroup[],
): Omit<FinalizerFacts["finalizer-blocked"], "isStill"> | undefined {
  for (const { frames } of groups) {
    const at = frames.findIndex((name) => FINALIZERS.test(name) || CLEANUPS.test(name));
    const user = frames.slice(0, Math.max(0, at)).findLast((name) => foreignPackage(name) !== undefined);
    if (user === undefined) continue;
    const waitsIn = frames.find((name) => !/^(?:runtime|internal)[./]/.test(name)) ?? user;
    return { function: user, waitsIn, kind: FINALIZERS.test(frames[at] as string) ? "finalizer" : "cleanup" };
  }
  return undefined;
}

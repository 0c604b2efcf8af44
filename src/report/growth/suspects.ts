/** Suspects as the report states them. */

import type { Retention } from "../../blame/counts/retention.ts";
import type { SuspectGoroutines } from "../../blame/goroutines/cause.ts";
import type { FrameIdentity } from "../../blame/suspects/frame-identity.ts";
import type { Role } from "../../blame/suspects/roles.ts";
import type { Suspect } from "../../blame/suspects/suspects.ts";
import type { Owner } from "../../graph/go/module.ts";

/** A place where growth gathers that noise does not explain; values in the unit of the sample type. */
export interface SuspectGrowth {
  /** Outermost frame that is more than plumbing: where the goroutine starts, or the handler. */
  readonly entry: string;
  /** The accumulation point: below it growth fans out. */
  readonly frame: string;
  /** First-party function nearest to the allocation; null if there is none on the stacks. */
  readonly ownFrame: string | null;
  /** What allocates most of it. */
  readonly leaf: string;
  /** Part of it that `leaf` allocates, from a half on. */
  readonly leafShare: number;
  /** First-party functions below `ownFrame` that it parts into, most first, each with its part of this growth: two or more, or none. */
  readonly branches: readonly { readonly frame: string; readonly share: number }[];
  /** What the frames are for, null if their names do not tell. */
  readonly role: Role | null;
  /** Of the accumulation point. */
  readonly module: string;
  readonly version: string;
  readonly owner: Owner;
  readonly growth: number;
  /** 95 % interval of growth, null where withheld. */
  readonly low: number | null;
  readonly high: number | null;
  readonly share: number;
  /** Recorded objects gained, null where they cannot be counted. */
  readonly samples: number | null;
  readonly fingerprint: string;
  /** Growth over what was allocated between the captures, in recorded objects; null unless both are of one process. */
  readonly retention: Retention | null;
  /** What is live over the rate of allocation, null as retention is. */
  readonly ageSeconds: number | null;
  /** Accumulation points of one cause, put together. */
  readonly stacks: number;
  /** Goroutines with the entry, the own frame or the accumulation point on their stacks; null without any, or without goroutine profiles. */
  readonly goroutines: SuspectGoroutines | null;
}

export function describeSuspect(suspect: Suspect, goroutines?: SuspectGoroutines): SuspectGrowth {
  const { entry, frame, ownFrame, leaf, interval } = suspect;
  const nameOf = (identity: FrameIdentity): string => identity.name;
  return {
    entry: nameOf(entry),
    frame: nameOf(frame),
    ownFrame: ownFrame === undefined ? null : nameOf(ownFrame),
    leaf: nameOf(leaf),
    leafShare: suspect.leafShare,
    branches: suspect.branches.map((branch) => ({ frame: branch.frame.name, share: branch.share })),
    role: suspect.role ?? null,
    module: frame.module,
    version: frame.version,
    owner: frame.owner,
    growth: suspect.growth,
    low: interval === undefined ? null : Math.round(interval.low),
    high: interval === undefined ? null : Math.round(interval.high),
    share: suspect.share,
    samples: suspect.samples ?? null,
    fingerprint: suspect.fingerprint,
    retention: suspect.retention ?? null,
    ageSeconds: suspect.ageSeconds === undefined ? null : Math.round(suspect.ageSeconds * 10) / 10,
    stacks: suspect.stacks,
    goroutines: goroutines ?? null,
  };
}

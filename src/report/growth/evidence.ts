/** What a growth report rests on: the stacks and their totals, the samples behind them, and the suspects. */

import { type CountPair, type SampledGrowth, sampledGrowth } from "../../blame/counts/growth-counts.ts";
import type { Comparison } from "../../blame/provenance/comparison.ts";
import { isGoProfile } from "../../blame/provenance/go-profile.ts";
import { relationOfRows } from "../../blame/provenance/pair.ts";
import { type FrameIdentity, identifyFrames } from "../../blame/suspects/frame-identity.ts";
import { GrowthTree } from "../../blame/suspects/growth-tree.ts";
import { findSuspects, type Suspect } from "../../blame/suspects/suspects.ts";
import { type AuditEntry, auditEvidence, type CaptureFacts } from "../../blame/verdict/audit.ts";
import { type VerdictCode, verdictCode } from "../../blame/verdict/verdict.ts";
import { foldRuntime, releaseIndependentName } from "../../graph/go/fold-runtime.ts";
import type { ModuleTable } from "../../graph/go/module.ts";
import type { OwnModules } from "../../graph/go/own-modules.ts";
import { findOwnModules, tableOf } from "../../graph/go/profile-modules.ts";
import { canonicalFunction } from "../../graph/go/symbol.ts";
import type { Granularity } from "../../graph/granularity.ts";
import { buildNodes, type NodeQuery, type NodeTable } from "../../graph/nodes.ts";
import { cleanPath } from "../../profile/file-path.ts";
import { baseValues, currentValues, type Diff } from "../../profile/merge/diff.ts";
import { isNoMemory } from "../../profile/profile-kind.ts";
import { NONE, type ValueType } from "../../profile/tables.ts";
import {
  chooseDenominator,
  computeCertainty,
  computeTotals,
  type Denominator,
  type StackTotals,
  type TotalCertainty,
} from "./totals.ts";

/** What needs no statistics. */
export interface StackEvidence {
  readonly comparison: Comparison;
  /** Of the comparison; of two builds without what differs between releases of Go, which would make two stacks of one. */
  readonly diff: Diff;
  readonly sampleType: ValueType;
  /** What is taken for the program's own, and by what. */
  readonly own: OwnModules;
  readonly modules: ModuleTable;
  /** Functions by canonical name. */
  readonly nodes: NodeTable;
  readonly identities: readonly FrameIdentity[];
  /** Of the functions that have been met; more are added. */
  readonly identityOfFunction: (FrameIdentity | undefined)[];
  readonly stacks: StackTotals;
  readonly denominator: Denominator;
}

export interface Evidence extends StackEvidence {
  /** undefined where statistics are withheld. */
  readonly growth: SampledGrowth | undefined;
  /** The same told in objects. */
  readonly objects: SampledGrowth | undefined;
  /** Recorded objects of both, by row. */
  readonly counts: CountPair;
  /** Both are live values of one process, so what survived is known. */
  readonly hasSurvivors: boolean;
  readonly certainty: TotalCertainty | undefined;
  readonly suspects: readonly Suspect[];
  /** Suspect of each sample, NONE for none. */
  readonly suspectOf: Int32Array;
  /** Of what changed; undefined where nothing is looked for. */
  readonly tree: GrowthTree | undefined;
}

export function gatherStacks(comparison: Comparison, sampleIndex: number, noInlines: boolean): StackEvidence {
  const diff = foldReleases(comparison);
  const { profile } = diff;
  const sampleType = profile.header.sampleTypes[sampleIndex] as ValueType;
  const own = findOwnModules(profile, comparison.mainModule, comparison.functions);
  const modules = tableOf(profile, own);
  const groupName = comparison.isOtherBuild ? releaseIndependentName : canonicalFunction;
  const nodes = buildNodes(profile, nodeQuery("functions", noInlines, groupName));
  const identityOfFunction: (FrameIdentity | undefined)[] = [];
  const identities = identifyFrames(profile, nodes, modules, noInlines, identityOfFunction);
  const stacks = computeTotals(diff, sampleIndex, nodes);
  const denominator = chooseDenominator(stacks.totals);
  return { comparison, diff, sampleType, own, modules, nodes, identities, identityOfFunction, stacks, denominator };
}

export function gatherEvidence(comparison: Comparison, sampleIndex: number, noInlines: boolean): Evidence {
  const { pair, counts, isBlocked, isOtherBuild } = comparison;
  const found = gatherStacks(comparison, sampleIndex, noInlines);
  const { diff, sampleType, nodes, identities, stacks, denominator } = found;
  const { profile } = diff;
  const relation = relationOfRows(pair);
  const growth = isBlocked ? undefined : sampledGrowth(counts, relation, sampleType);
  const countType = sampleType.type.replace(/space$/, "objects");
  const objects = isBlocked ? undefined : sampledGrowth(counts, relation, { ...sampleType, type: countType });
  const hasSurvivors = growth?.kind === "inuse" && relation === "same";
  const tree =
    isBlocked || Number(denominator.value) <= 0
      ? undefined
      : new GrowthTree(profile, nodes, baseValues(diff, sampleIndex), currentValues(diff, sampleIndex));
  const { suspects, suspectOf } =
    tree === undefined
      ? { suspects: [], suspectOf: new Int32Array(profile.samples.length).fill(NONE) }
      : findSuspects(profile, nodes, identities, tree, {
          growth,
          counts: hasSurvivors ? counts : undefined,
          seconds: secondsBetween(diff),
          isOneBuild: !isOtherBuild,
          denominator: Number(denominator.value),
        });
  const certainty = growth && computeCertainty(growth, stacks.stacks);
  return { ...found, growth, objects, counts, hasSurvivors, certainty, suspects, suspectOf, tree };
}

/** A file is one row here; pprof's `-files` has one for each function in it. */
export function nodeQuery(granularity: Granularity, noInlines: boolean, groupName: NodeQuery["groupName"]): NodeQuery {
  const kept = { noInlines, showColumns: false, keepObjectFiles: false, trimFile: (file: string) => file };
  if (granularity !== "files") return { ...kept, granularity, groupName };
  return { ...kept, granularity: "functions", groupName: (_, file) => (file === "" ? "" : cleanPath(file)) };
}

function foldReleases({ diff, isOtherBuild }: Comparison): Diff {
  return isOtherBuild ? { ...diff, profile: foldRuntime(diff.profile) } : diff;
}

/** 0 if the profiles do not say, or say nonsense. */
function secondsBetween({ base, current }: Diff): number {
  const [before, after] = [base.header.timeNanos, current.header.timeNanos];
  return before > 0n && after > before ? Number(after - before) / 1e9 : 0;
}

export function verdictOf({ stacks, certainty, suspects, sampleType, comparison }: Evidence): VerdictCode {
  return verdictCode({
    type: sampleType.type,
    isBlocked: comparison.isBlocked,
    net: stacks.totals.net,
    isSignificant: certainty?.significant,
    suspects: suspects.filter(isSureOf).length,
  });
}

/** Its interval, where there is one, lies above 0. */
function isSureOf({ interval }: Suspect): boolean {
  return interval === undefined || interval.low > 0;
}

export function buildAudit(
  { comparison, diff, sampleType, certainty, suspects }: Evidence,
  capture: CaptureFacts,
  hasGoroutines: boolean,
): AuditEntry[] {
  // What is asked of memory is not of time, waits and goroutines.
  if (isNoMemory(sampleType) && !comparison.isBlocked) return [];
  return auditEvidence({
    type: sampleType.type,
    relation: comparison.pair.relation,
    isBlocked: comparison.isBlocked,
    seconds: secondsBetween(diff),
    limitOfTotal: certainty?.detectionLimit ?? 0,
    limitOfStack: certainty?.detectionLimitOfStack ?? 0,
    suspects,
    samples: certainty?.samplesCurrent,
    capture,
    isGo: isGoProfile(diff.profile),
    hasGoroutines,
  });
}

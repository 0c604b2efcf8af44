/** Growth by package and by module: each sample counts for one of either, so the tables add up to the total. */

import {
  changeInterval,
  type GrowthSums,
  type SampledGrowth,
  significantChanges,
  sumGrowth,
} from "../../blame/counts/growth-counts.ts";
import type { FrameIdentity } from "../../blame/suspects/frame-identity.ts";
import { chargedNodes, type Partition, partitionBy } from "../../blame/suspects/ownership.ts";
import { FALSE_DISCOVERIES } from "../../blame/suspects/suspects.ts";
import type { Owner } from "../../graph/go/module.ts";
import type { NodeTable } from "../../graph/nodes.ts";
import { absolute, addInto, subtract, type Value, type ValueColumn, zerosLike } from "../../profile/int64.ts";
import { baseValues, currentValues, type Diff } from "../../profile/merge/diff.ts";
import { compareText } from "../../profile/string-table.ts";

/** A module of both sides; values in the unit of the sample type. */
export interface OwnerGrowth {
  /** Path of the module, `std` of the standard library, "" where it is not known. */
  readonly module: string;
  /** "" where the files do not say it. */
  readonly version: string;
  readonly owner: Owner;
  readonly base: Value;
  readonly current: Value;
  readonly delta: Value;
  /** delta over the report's denominator. */
  readonly share: number;
  /** 95 % interval of delta, null where withheld. */
  readonly low: number | null;
  readonly high: number | null;
  readonly significant: boolean | null;
}

/** A package of both sides. */
export interface PackageGrowth extends OwnerGrowth {
  readonly package: string;
}

interface OwnerTables {
  readonly modules: readonly OwnerGrowth[];
  readonly packages: readonly PackageGrowth[];
}

export function growthByOwner(
  diff: Diff,
  sampleIndex: number,
  nodes: NodeTable,
  identities: readonly FrameIdentity[],
  growth: SampledGrowth | undefined,
  denominator: number,
): OwnerTables {
  const charged = chargedNodes(diff.profile, nodes, identities);
  const table = (keyOf: (identity: FrameIdentity) => string): PackageGrowth[] =>
    buildTable(diff, sampleIndex, partitionBy(charged, identities, keyOf), growth, denominator);
  return {
    // The runtime is of the standard library.
    modules: table(
      ({ module, version, owner }) => `${module}@${version} ${owner === "runtime" ? "stdlib" : owner}`,
    ).map(({ package: _, ...row }) => (row.owner === "runtime" ? { ...row, owner: "stdlib" as const } : row)),
    packages: table(({ package: path, module }) => `${path} ${module}`),
  };
}

function buildTable(
  diff: Diff,
  sampleIndex: number,
  { keys, groupOf }: Partition<FrameIdentity | undefined>,
  growth: SampledGrowth | undefined,
  denominator: number,
): PackageGrowth[] {
  const sum = (column: ValueColumn): ValueColumn => {
    const sums = zerosLike(column, keys.length);
    for (let sample = 0; sample < column.length; sample++) addInto(sums, groupOf[sample] as number, column, sample);
    return sums;
  };
  const base = sum(baseValues(diff, sampleIndex));
  const current = sum(currentValues(diff, sampleIndex));
  const certainty = growth && certaintyOf(sumGrowth(growth, groupOf, keys.length));
  const rows = keys.flatMap((identity, group): PackageGrowth[] => {
    const before = base[group] as Value;
    const after = current[group] as Value;
    if (!before && !after) return [];
    const delta = subtract(after, before);
    return [
      {
        module: identity?.module ?? "",
        version: identity?.version ?? "",
        owner: identity?.owner ?? "unknown",
        package: identity?.package ?? "",
        base: before,
        current: after,
        delta,
        share: denominator === 0 ? 0 : Number(delta) / denominator,
        ...(certainty?.(group) ?? { low: null, high: null, significant: null }),
      },
    ];
  });
  return rows.sort(compareOwners);
}

function certaintyOf(sums: GrowthSums): (group: number) => Pick<OwnerGrowth, "low" | "high" | "significant"> {
  const isSignificant = significantChanges(sums, FALSE_DISCOVERIES);
  return (group) => {
    const { low, high } = changeInterval(sums, group);
    return { low: Math.round(low), high: Math.round(high), significant: isSignificant[group] as boolean };
  };
}

function compareOwners(a: PackageGrowth, b: PackageGrowth): number {
  const [left, right] = [absolute(a.delta), absolute(b.delta)];
  if (left !== right) return left > right ? -1 : 1;
  return compareText(a.module, b.module) || compareText(a.package, b.package) || compareText(a.version, b.version);
}

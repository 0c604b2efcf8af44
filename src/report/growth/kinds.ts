/** Growth by the Kind of the Kubernetes objects that were decoded: how much of each is live, how much of that is managedFields, how many there are. */
import { changeInterval, type SampledGrowth, sumGrowth } from "../../blame/counts/growth-counts.ts";
import { findKindStacks, type KindStacks } from "../../blame/counts/kind-stacks.ts";
import { countLiveObjects } from "../../blame/counts/live-objects.ts";
import { computeRetention, type RecordedCounts, type Retention, sumRecords } from "../../blame/counts/retention.ts";
import type { SampleCounts } from "../../blame/counts/sample-count.ts";
import { sumRows } from "../../blame/counts/sums.ts";
import { baseValues, currentValues, type Diff } from "../../profile/merge/diff.ts";
import { compareText } from "../../profile/string-table.ts";
import { NONE } from "../../profile/tables.ts";
import { gammaInterval, type Interval } from "../../stats/interval.ts";
import type { Evidence } from "./evidence.ts";
import type { ObjectCount } from "./object-count.ts";

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

/** Kinds with less than this part of current, or of growth, together are left alone. */
const SIGNIFICANT = 0.1;

/** undefined where decoded objects are no large part, or the values are not live bytes. */
export function growthByKind(
  diff: Diff,
  sampleIndex: number,
  evidence: Evidence,
  inCluster: readonly ObjectCount[],
): KindsEvidence | undefined {
  if (!/^(?:inuse_)?space$/.test(diff.profile.header.sampleTypes[sampleIndex]?.type ?? "")) return undefined;
  const stacks = findKindStacks(diff.profile, evidence.nodes, evidence.identities);
  if (stacks === undefined) return undefined;
  const sums = sumKinds(diff, sampleIndex, stacks);
  const totals = evidence.stacks.totals;
  const all = sums.reduce((sum, each) => ({ current: sum.current + each.current, delta: sum.delta + each.delta }), {
    current: 0,
    delta: 0,
  });
  const isLarge =
    all.current >= SIGNIFICANT * Number(totals.current) || all.delta >= SIGNIFICANT * Math.max(1, Number(totals.grew));
  if (!isLarge || all.current === 0) return undefined;
  const certainty = evidence.growth && certaintyOf(evidence.growth, stacks);
  const alive = evidence.growth && aliveOf(stacks, evidence.counts.current);
  const records = evidence.hasSurvivors ? sumRecords(evidence.counts, stacks.kindOf, stacks.kinds.length) : undefined;
  const rows = stacks.kinds.map(({ kind, package: path }, at): KindGrowth => {
    const sum = sums[at] as KindSum;
    return {
      kind,
      package: path,
      ...sum,
      ...{ low: certainty?.change(at).low ?? null, high: certainty?.change(at).high ?? null },
      share: Number(evidence.denominator.value) === 0 ? 0 : sum.delta / Number(evidence.denominator.value),
      managedFieldsLow: certainty?.managed(at).low ?? null,
      managedFieldsHigh: certainty?.managed(at).high ?? null,
      retention: (records && computeRetention(records[at] as RecordedCounts)) ?? null,
      alive: alive?.kind === at ? alive.objects : null,
      inCluster: inCluster.find((given) => given.matches(kind))?.count ?? null,
    };
  });
  rows.sort((a, b) => b.current - a.current || compareText(a.kind, b.kind));
  const shown = rows.filter((row) => row.base !== 0 || row.current !== 0);
  const managedFieldsShare = shown.reduce((sum, row) => sum + row.managedFields, 0) / all.current;
  const absent = inCluster.filter(({ matches }) => !shown.some(({ kind }) => matches(kind)));
  return {
    rows: shown,
    managedFieldsShare,
    saving: certainty?.allManaged() ?? null,
    absent: absent.map(({ name }) => name),
  };
}

interface KindSum {
  readonly base: number;
  readonly current: number;
  readonly delta: number;
  readonly managedFields: number;
}

function sumKinds(diff: Diff, sampleIndex: number, { kinds, kindOf, isManaged }: KindStacks): KindSum[] {
  const before = baseValues(diff, sampleIndex);
  const after = currentValues(diff, sampleIndex);
  const sums = kinds.map(() => ({ base: 0, current: 0, managedFields: 0 }));
  for (const [row, kind] of kindOf.entries()) {
    const sum = sums[kind];
    if (sum === undefined) continue;
    sum.base += Number(before[row]);
    sum.current += Number(after[row]);
    if (isManaged[row] === 1) sum.managedFields += Number(after[row]);
  }
  return sums.map((sum) => ({ ...sum, delta: sum.current - sum.base }));
}

interface KindCertainty {
  change(kind: number): Interval;
  managed(kind: number): Interval;
  allManaged(): Interval;
}

function certaintyOf(growth: SampledGrowth, { kinds, kindOf, isManaged }: KindStacks): KindCertainty {
  const sums = sumGrowth(growth, kindOf, kinds.length);
  const managed = (holds: (kind: number) => boolean): Interval => {
    const counts = growth.current.map((count, row) =>
      isManaged[row] === 1 && holds(kindOf[row] as number) ? count : 0,
    );
    return rounded(gammaInterval(sumRows(growth.currentSampling, counts)));
  };
  return {
    change: (kind) => rounded(changeInterval(sums, kind)),
    managed: (kind) => managed((each) => each === kind),
    allManaged: () => managed((each) => each !== NONE),
  };
}

function rounded({ low, high }: Interval): Interval {
  return { low: Math.round(low), high: Math.round(high) };
}

function aliveOf(stacks: KindStacks, { sampling, inuse, alloc }: SampleCounts): AliveKind | undefined {
  const found = countLiveObjects(stacks, sampling, inuse?.counts ?? new Float64Array(), alloc?.counts);
  if (found === undefined) return undefined;
  const { kind, count, samples } = found;
  return { kind, objects: { count: Math.round(count), ...rounded(found), samples } };
}

interface AliveKind {
  readonly kind: number;
  readonly objects: NonNullable<KindGrowth["alive"]>;
}

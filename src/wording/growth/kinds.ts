/** What numbers and sizes of decoded Kubernetes objects say, in sentences. */
import { chooseColumnUnit, formatPercent, formatValue } from "../../measurement/delta.ts";
import type { KindGrowth, KindsEvidence } from "../../report/growth/growth.ts";
import { pluralOfKind } from "../../report/growth/object-count.ts";

/** From this part on it is worth to strip managedFields (they are 12 to 40 % of such heaps). */
const MUCH_MANAGED = 0.1;
/** More bytes for each object of the cluster than any has: they are not of one copy each. */
const IMPLAUSIBLE = 1024 ** 2;

export function describeCounts({ rows, absent }: KindsEvidence): string[] {
  return [...rows.flatMap(describeCount), ...absent.map(describeAbsent)];
}

const COUNT = chooseColumnUnit([], "count");

function describeCount({ kind, current, alive, inCluster }: KindGrowth): string[] {
  const plural = pluralOfKind(kind);
  if (alive === null) {
    return inCluster === null || inCluster === 0 ? [] : [describeBytesEach(plural, current, inCluster)];
  }
  const range = `${about(alive.low)} to ${about(alive.high)}`;
  const estimate = `About ${about(alive.count)} ${plural} are alive in the process (95% interval ${range}, from ${alive.samples} samples)`;
  if (inCluster === null) return [`${estimate}: compare that with the cluster.`];
  const cluster = `${formatValue(inCluster, COUNT)} in the cluster`;
  if (alive.low > inCluster) {
    return [
      `${estimate}, ${cluster}: at least ${about(alive.low - inCluster)} are kept beside the one copy that an informer holds.`,
    ];
  }
  if (alive.high < inCluster) return [`${estimate}, ${cluster}: fewer than one copy of each.`];
  const fits =
    alive.count > 2 * inCluster ? "so few samples do not rule out one copy of each" : "that is one copy of each";
  return [`${estimate}, ${cluster}: ${fits}.`];
}

function describeBytesEach(plural: string, bytes: number, count: number): string {
  const each = bytes / count;
  const size = formatValue(each, chooseColumnUnit([each], "bytes"));
  const claim = each > IMPLAUSIBLE ? ", more than one copy of each can take" : "";
  return `${plural} cannot be counted here (watches bring several Kinds, or none is sampled); there are ${size} of them for each of ${formatValue(count, COUNT)} in the cluster${claim}.`;
}

function describeAbsent(name: string): string {
  return `No ${name} are among the live objects that were decoded.`;
}

/** The saving with its interval, where that is known. */
export function describeManaged({ rows, managedFieldsShare: share, saving }: KindsEvidence): string[] {
  const bytes = rows.reduce((sum, { managedFields }) => sum + managedFields, 0);
  if (share < MUCH_MANAGED || (saving !== null && saving.low <= 0)) return [];
  const unit = chooseColumnUnit([bytes], "bytes");
  const range =
    saving === null
      ? ""
      : ` (95% interval ${formatValue(saving.low, { ...unit, suffix: "" })} to ${formatValue(saving.high, unit)})`;
  return [
    `managedFields are ${formatPercent(share)} of what was decoded and is live: cache.Options{DefaultTransform: cache.TransformStripManagedFields()} (controller-runtime) or informer.SetTransform would save about ${formatValue(bytes, unit)}${range}. It does not mend a leak.`,
  ];
}

/** Two digits: an estimate has no more. */
function about(count: number): string {
  const size = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1);
  return formatValue(Math.round(count / size) * size, COUNT);
}

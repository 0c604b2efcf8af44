/** Several pods of one application, each captured by itself: a row for each, and on request all of them added up. */
import type { Capture } from "../../blame/provenance/provenance.ts";
import { checkComparable } from "../../profile/merge/check-comparable.ts";
import { comparableProfiles } from "../../profile/merge/common-types.ts";
import { mergeProfiles } from "../../profile/merge/merge.ts";
import type { GrowthReport } from "../growth/growth.ts";
import { type CaptureInput, type CaptureQuery, type CaptureReport, type CaptureState, liveGrowth } from "./capture.ts";
import { type LiveChange, liveChange } from "./live-change.ts";

/** Several pods of one application. */
export interface ReplicasReport {
  readonly kind: "replicas";
  readonly schemaVersion: 1;
  /** Most growth first. */
  readonly replicas: readonly Replica[];
  /** Pods with one snapshot of a process: there is nothing to compare. */
  readonly uncompared: readonly string[];
  /** Of all of them added up; null unless asked for. */
  readonly merged: GrowthReport | null;
}

/** One of several pods. */
export interface Replica extends LiveChange {
  readonly name: string;
  readonly restarts: number;
  readonly report: CaptureReport;
}

/** `reports`: one a pod. Those with one snapshot are only named. */
export function replicasReport(
  reports: readonly { readonly name: string; readonly report: CaptureReport }[],
  merged: GrowthReport | null,
): ReplicasReport {
  const replicas = reports.flatMap(({ name, report }): Replica[] => {
    if (report.growth === null) return [];
    return [
      {
        name,
        ...liveChange(report.growth),
        restarts: report.events.filter(({ kind }) => kind === "restart").length,
        report,
      },
    ];
  });
  return {
    kind: "replicas",
    schemaVersion: 1,
    replicas: replicas.sort((a, b) => Number(b.net) - Number(a.net)),
    uncompared: reports.flatMap(({ name, report }) => (report.growth === null ? [name] : [])),
    merged,
  };
}

/** The first snapshots of all of them against the last ones: what the application as a whole grew by. */
export function mergedGrowth(inputs: readonly CaptureInput[], query: CaptureQuery): GrowthReport {
  const ends = (at: 0 | -1): Capture => {
    const captures = inputs.map(({ source, run }) => ({ name: source, profile: (run.at(at) as CaptureState).profile }));
    checkComparable(captures);
    return {
      name: at === 0 ? `first snapshots of ${inputs.length} pods` : `last snapshots of ${inputs.length} pods`,
      profile: mergeProfiles(comparableProfiles(captures.map(({ profile }) => profile))),
    };
  };
  return liveGrowth(ends(0), ends(-1), query);
}

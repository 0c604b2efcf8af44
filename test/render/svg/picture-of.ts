/** Pictures for tests: what the command line makes of two files, without its flags. */

import { compare } from "../../../src/blame/provenance/comparison.ts";
import { subtractBase } from "../../../src/profile/merge/diff.ts";
import type { Profile, ValueType } from "../../../src/profile/tables.ts";
import { FLAME_DEFAULTS, leastSeen } from "../../../src/render/svg/flame/flame.ts";
import { diffFlame, type FlameReport } from "../../../src/report/pictures/flame.ts";
import type { FlameWidth } from "../../../src/report/pictures/flame-widths.ts";
import { type PictureGraph, pictureGraph } from "../../../src/report/pictures/graph.ts";
import type { GraphQuery } from "../../../src/report/pictures/graph-report.ts";
import { callGraphReport } from "../../../src/report/pprof/call-graph.ts";
import { growthOf } from "../../report/growth-of.ts";
import { readProfile, viewOf } from "../../report/view-of.ts";

const QUERY: GraphQuery = {
  nodeCount: 80,
  nodeFraction: 0.005,
  edgeFraction: 0.001,
  sort: "flat",
  dropNegative: false,
  callTree: false,
};

/** Column of inuse_space, or the last one. */
export function spaceColumn(profile: Profile): number {
  const index = profile.header.sampleTypes.findIndex(({ type }) => type === "inuse_space");
  return index < 0 ? profile.header.sampleTypes.length - 1 : index;
}

export function graphOf(base: Profile | undefined, current: Profile, query: Partial<GraphQuery> = {}): PictureGraph {
  const profile = base === undefined ? current : subtractBase(current, base);
  const sampleIndex = spaceColumn(profile);
  const type = profile.header.sampleTypes[sampleIndex] as ValueType;
  const report = callGraphReport(viewOf(profile, { sampleIndex: type.type }), { ...QUERY, ...query });
  const growth = base === undefined ? undefined : growthOf(base, current, { sampleIndex });
  return pictureGraph(report, growth, type.unit);
}

export function graphOfFiles(base: string | undefined, current: string, query: Partial<GraphQuery> = {}): PictureGraph {
  return graphOf(base === undefined ? undefined : readProfile(base), readProfile(current), query);
}

export function flameOf(base: Profile, current: Profile, width: FlameWidth = "current", gone = false): FlameReport {
  const comparison = compare(base, current);
  const sampleIndex = spaceColumn(comparison.diff.profile);
  return diffFlame(comparison, sampleIndex, {
    noInlines: false,
    width,
    gone,
    least: leastSeen(FLAME_DEFAULTS.width),
  });
}

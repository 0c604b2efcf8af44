/** The table of one heap: what each function, package, module, file or line holds of it by what it allocated. */
import { identifyFrames } from "../blame/suspects/frame-identity.ts";
import { modulesOf } from "../graph/go/profile-modules.ts";
import type { Granularity } from "../graph/granularity.ts";
import { groupNameFor } from "../graph/group-name.ts";
import { buildNodes, printableName } from "../graph/nodes.ts";
import { computeFlat, computeWeights } from "../graph/weights.ts";
import type { ValueColumn } from "../profile/int64.ts";
import type { Profile } from "../profile/tables.ts";
import type { Level } from "./page-state.ts";
import type { TableRow } from "./table/rows.ts";

export function heapRows(profile: Profile, sampleIndex: number, level: Level, noInlines: boolean): TableRow[] {
  const granularity: Granularity = level === "kinds" ? "functions" : level;
  const modules = modulesOf(profile);
  const nodes = buildNodes(profile, {
    ...{ granularity, noInlines, showColumns: false, keepObjectFiles: false, trimFile: (file) => file },
    groupName: groupNameFor(granularity, () => modules),
  });
  const identities = identifyFrames(profile, nodes, modules, noInlines);
  const { flat, cum } = computeWeights(profile, nodes, profile.samples.values[sampleIndex] as ValueColumn);
  const objects = objectColumn(profile, sampleIndex);
  const counts = objects && computeFlat(profile, nodes, objects);
  const total = flat.reduce((sum: number, value) => sum + Number(value), 0);
  return nodes.infos.flatMap((info, node) => {
    const [own, through] = [Number(flat[node]), Number(cum[node])];
    if (own === 0 && through === 0) return [];
    return {
      ...{ name: printableName(info), isOwn: identities[node]?.owner === "own" },
      ...{ base: 0, current: own, delta: own, cum: through, low: null, high: null, isSure: null },
      share: total === 0 ? 0 : own / total,
      objects: counts === undefined ? null : Number(counts[node]),
    };
  });
}

/** What counts the objects of a column of bytes. */
function objectColumn({ header, samples }: Profile, sampleIndex: number): ValueColumn | undefined {
  const wanted = header.sampleTypes[sampleIndex]?.type.replace(/space$/, "objects");
  const index = header.sampleTypes.findIndex(({ type }) => type === wanted);
  return index < 0 ? undefined : samples.values[index];
}

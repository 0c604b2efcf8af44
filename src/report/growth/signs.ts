/** The evidence of a growth report as the findings look at it. */
import { goroutineSigns } from "../../blame/findings/goroutine-signs.ts";
import { type GrowthSigns, SuspectSamples } from "../../blame/findings/signs.ts";
import { isGoProfile } from "../../blame/provenance/go-profile.ts";
import type { Suspect } from "../../blame/suspects/suspects.ts";
import { type OwnModules, UNKNOWN_OWN } from "../../graph/go/own-modules.ts";
import { isLiveBytes } from "../../profile/live-bytes.ts";
import { baseValues, currentValues } from "../../profile/merge/diff.ts";
import type { Evidence } from "./evidence.ts";
import { verdictOf } from "./evidence.ts";
import type { GoroutineCaptures } from "./goroutines.ts";

/** What was captured with the two profiles. */
interface Beside {
  readonly goroutines?: GoroutineCaptures | undefined;
  readonly memory?: GrowthSigns["memory"];
}

export function growthSigns(evidence: Evidence, sampleIndex: number, beside: Beside): GrowthSigns {
  const { comparison, diff, sampleType, nodes, identities, counts, suspects, suspectOf, certainty, growth } = evidence;
  const { totals } = evidence.stacks;
  const [before, after] = [baseValues(diff, sampleIndex), currentValues(diff, sampleIndex)];
  const changeOf = (row: number): number => Number(after[row]) - Number(before[row]);
  const samples = new SuspectSamples(diff.profile, nodes, identities, counts, suspectOf, changeOf);
  const stacks = samples.stacks();
  const everyRow = new Int32Array(suspectOf.length);
  const spread =
    verdictOf(evidence) === "grew" && stacks.length === 0
      ? new SuspectSamples(diff.profile, nodes, identities, counts, everyRow, changeOf).stacks()
      : [];
  return {
    verdict: verdictOf(evidence),
    ...{ type: sampleType.type, unit: sampleType.unit },
    ...{ base: Number(totals.base), current: Number(totals.current), net: Number(totals.net) },
    interval: certainty?.net,
    suspects,
    stacks,
    spread,
    sizes: growth === undefined ? [] : samples.sizes(),
    sure: stacks.reduce((sum, { change }) => sum + change, 0),
    parts: ["parts-grew", "shrank"].includes(verdictOf(evidence)) ? samples.growthOf(new Set(suspects.map(partOf))) : 0,
    cut: samples.cut(),
    isGo: isGoProfile(diff.profile),
    ownModules: ownBasis(evidence).modules,
    provenance: comparison.pair.findings.map(({ code }) => code),
    goroutines: beside.goroutines && goroutineSigns(beside.goroutines),
    memory: beside.memory,
    liveGrowth: isLiveBytes(sampleType) && comparison.filters.length === 0 ? Number(totals.net) : undefined,
  };
}

/** Which modules are taken for the program's own; none where it is not a Go program. */
export function ownBasis({ own, diff, identities }: Evidence): OwnModules {
  if (own.by === "stated" || own.by === "build-info") return own;
  if (!isGoProfile(diff.profile)) return UNKNOWN_OWN;
  if (own.modules.length > 0) return own;
  // Modules that are only on the builder's disk, more than one.
  const local = new Set(identities.filter(({ owner }) => owner === "own").map(({ module }) => module));
  return local.size === 0 ? UNKNOWN_OWN : { modules: [...local], by: "paths" };
}

/** The function whose growth on all stacks counts as one part: not the one that everything is called from. */
function partOf({ ownFrame, frame }: Suspect): string {
  return ownFrame === undefined || ownFrame.name === "main.main" ? frame.name : ownFrame.name;
}

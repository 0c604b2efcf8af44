/** What findings look at, over profiles written as text: one stack a line, root first, with its growth in bytes, and objects where they matter. */
import type { GrowthSigns, SureStack } from "../../../src/blame/findings/signs.ts";
import { identifyFrames } from "../../../src/blame/suspects/frame-identity.ts";
import { modulesOf } from "../../../src/graph/go/profile-modules.ts";
import { canonicalFunction } from "../../../src/graph/go/symbol.ts";
import { buildNodes } from "../../../src/graph/nodes.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { nodeQuery } from "../../../src/report/growth/evidence.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";

/** `main.main;example.com/app.F 3 4096`: objects, then bytes, that it grew by. */
export function signsOf(text: string, given: Partial<GrowthSigns> = {}): GrowthSigns {
  const stacks = stacksOf(profileFromText(text));
  const sure = stacks.reduce((sum, { change }) => sum + change, 0);
  return {
    ...{ verdict: "grew", type: "inuse_space", unit: "bytes", base: 0, current: sure, net: sure, interval: undefined },
    ...{
      suspects: [],
      stacks,
      spread: [],
      sizes: [],
      sure,
      parts: 0,
      cut: undefined,
      isGo: true,
      ownModules: ["example.com/app"],
    },
    ...{ provenance: [], goroutines: undefined, memory: undefined, liveGrowth: sure },
    ...given,
  };
}

function stacksOf(profile: Profile): SureStack[] {
  const nodes = buildNodes(profile, nodeQuery("functions", false, canonicalFunction));
  const identities = identifyFrames(profile, nodes, modulesOf(profile, "example.com/app"), false);
  const { samples } = profile;
  return Array.from({ length: samples.length }, (_, row): SureStack => {
    const locations = Array.from(samples.locations.slice(samples.start[row], samples.start[row + 1]));
    const frames = locations.flatMap((at) =>
      Array.from(nodes.nodeOf.slice(nodes.start[at], nodes.start[at + 1]), (node) => identities[node] ?? []).flat(),
    );
    const [objects, change] = [Number(samples.values[0]?.[row]), Number(samples.values[1]?.[row])];
    return { suspect: 0, frames, change, objects, samples: objects, size: objects === 0 ? 0 : change / objects };
  });
}

/** What was found, by code. */
export function codesOf(findings: readonly { readonly code: string }[]): string[] {
  return findings.map(({ code }) => code);
}

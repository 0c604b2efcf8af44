/** Who allocated what grew: the places, short, each with its growth and its part. */
import { type ColumnUnit, formatDelta, formatPercent, formatValue } from "../../measurement/delta.ts";
import type { GrowthReport, SuspectGrowth } from "../../report/growth/growth.ts";
import { shortFrame } from "../frames.ts";
import { roundTo } from "../phrases.ts";
import { NEARLY_ALL } from "./findings.ts";
import { headlineUnit } from "./headline.ts";

/** One place that allocated what grew. */
export interface PlaceWords {
  readonly frame: string;
  /** As the profile has it. */
  readonly name: string;
  /** `+42.5` */
  readonly growth: string;
  /** `10.5`; "" where it is withheld. */
  readonly certainty: string;
  /** `79%` */
  readonly share: string;
  /** What allocates most of it, where that is another function. */
  readonly by: string;
}

/** The places that allocated what grew, most first. */
export interface AllocatedWords {
  /** `97% allocated decoding core/v1.Pod in` */
  readonly lead: string;
  readonly places: readonly PlaceWords[];
  /** How many there are besides. */
  readonly left: number;
}

const MOST = 4;
const SPREAD = 3;
/** From here on the places are all of it. */
const ALL = 0.995;

export function allocatedWords(report: GrowthReport): AllocatedWords | null {
  const { suspects, findings, verdict } = report;
  const isShown = ["grew", "uncounted", "allocated"].includes(verdict.code) || findings.some(isOfParts);
  if (!isShown || findings.some(isHeadOnly)) return null;
  const unit = headlineUnit(report);
  if (suspects.length === 0) return spreadWords(report, unit);
  const places = joinNameless(suspects);
  const share = suspects.reduce((sum, suspect) => sum + suspect.share, 0);
  // More than all: others shrank.
  const part = share >= ALL ? "All" : wholePercent(share);
  const decoder = findings.find(({ code }) => code === "decoder-not-holder");
  const decoded = decoder?.code === "decoder-not-holder" ? decodedText(suspects, decoder.facts.share) : "";
  // Shares are of what it shrank by.
  const hasShares = verdict.code !== "shrank";
  return {
    lead: !hasShares
      ? `What grew was allocated${decoded} in`
      : `${part}${findings.some(isOfParts) ? " of what grew was" : ""} allocated${decoded} in`,
    places: places
      .slice(0, MOST)
      .map((suspect) => placeWords(hasShares ? suspect : { ...suspect, share: Number.NaN }, unit)),
    left: Math.max(0, places.length - MOST),
  };
}

/** Growth of the whole that no single place surely has: the functions that allocated most of it, none of them with a part or an interval. */
function spreadWords({ verdict, functions, sampleType }: GrowthReport, unit: ColumnUnit): AllocatedWords | null {
  if (verdict.code !== "grew" || sampleType.unit !== "bytes") return null;
  const grown = functions
    .filter(({ deltaFlat }) => deltaFlat > 0)
    .sort((a, b) => Number(b.deltaFlat) - Number(a.deltaFlat));
  const places = grown.slice(0, SPREAD).map(({ name, deltaFlat }): PlaceWords => {
    const growth = formatDelta(deltaFlat, { ...unit, suffix: "" });
    return { frame: shortFrame(name), name, growth, certainty: "", share: "", by: "" };
  });
  if (places.length === 0) return null;
  return { lead: "No single place surely grew; by the samples most is allocated in", places, left: 0 };
}

/** Places of one file without names are one: nothing tells a reader which is which. The interval of a sum is not known. */
function joinNameless(suspects: readonly SuspectGrowth[]): SuspectGrowth[] {
  const joined = new Map<string, SuspectGrowth>();
  for (const [at, suspect] of suspects.entries()) {
    const name = nameOf(suspect);
    const key = name.startsWith("[") ? name : String(at);
    const known = joined.get(key);
    const sum = known && { growth: known.growth + suspect.growth, share: known.share + suspect.share };
    joined.set(key, sum === undefined ? suspect : { ...(known ?? suspect), ...sum, low: null, high: null });
  }
  return [...joined.values()];
}

function isOfParts({ code }: GrowthReport["findings"][number]): boolean {
  return code === "parts-grew";
}

/** The heap hardly moved. */
function isHeadOnly({ code }: GrowthReport["findings"][number], _: number, all: GrowthReport["findings"]): boolean {
  return code === "did-not-change" && !all.some(isOfParts);
}

function placeWords(suspect: SuspectGrowth, unit: ColumnUnit): PlaceWords {
  const { growth, low, high, share, leaf } = suspect;
  const bare = { ...unit, suffix: "" };
  const name = nameOf(suspect);
  return {
    frame: shortFrame(name),
    name,
    growth: formatDelta(growth, bare),
    certainty: low === null || high === null ? "" : formatValue(roundTo((high - low) / 2, unit), bare),
    share: !(share <= 1.005) ? "" : wholePercent(share),
    by: leaf === name || suspect.role === "goroutine" ? "" : shortFrame(leaf),
  };
}

/** The program's own function where there is one, else where the goroutine of a decoder starts, else the accumulation point. */
function nameOf({ ownFrame, frame, entry, role }: SuspectGrowth): string {
  if (ownFrame !== null) return ownFrame;
  // What the runtime makes for a goroutine.
  if (role === "goroutine") return "runtime.malg";
  return role === "decoder" ? entry : frame;
}

/** ` decoding core/v1.Pod`; `, 80% of it while decoding,` where more than that was allocated besides. */
function decodedText(suspects: readonly SuspectGrowth[], share: number): string {
  if (share < NEARLY_ALL) return `, ${wholePercent(share)} of it while decoding,`;
  const types = new Set(
    suspects.flatMap(({ frame }) => {
      const [, path = "", type = ""] = /^(.*)\.\(\*(\w+)\)\.Unmarshal\w*$/.exec(frame) ?? [];
      return type === "" ? [] : [shortFrame(`${path}.${type}`)];
    }),
  );
  const [only] = types;
  return types.size === 1 ? ` decoding ${only}` : " while decoding";
}

/** `79%`; `<1%`. */
export function wholePercent(ratio: number): string {
  const percent = Math.round(ratio * 100);
  return percent === 0 && ratio > 0 ? "<1%" : formatPercent(percent / 100).replace(".0%", "%");
}

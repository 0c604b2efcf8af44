/** Who allocated what grew, or what is live: the places, short, each with its amount and its part. */
import type { Role } from "../../blame/suspects/roles.ts";
import { type ColumnUnit, formatDelta } from "../../measurement/delta.ts";
import type { Value } from "../../profile/int64.ts";
import { isNoMemory } from "../../profile/profile-kind.ts";
import type { GrowthReport } from "../../report/growth/growth.ts";
import { shortFrame } from "../frames.ts";
import { plusMinus, wholePercent } from "../phrases.ts";
import { NEARLY_ALL } from "./findings.ts";
import { headlineUnit } from "./headline.ts";

/** One place that allocated what the report is about. */
export interface PlaceWords {
  readonly frame: string;
  /** As the profile has it. */
  readonly name: string;
  /** `+42.5` of growth, `42.5` of what is live. */
  readonly amount: string;
  /** `10.5`; "" where it is withheld. */
  readonly certainty: string;
  /** `79%` */
  readonly share: string;
  /** What allocates most of it, where that is another function. */
  readonly by: string;
  /** How much of it that is: `81% of it `; "" for nearly all. */
  readonly byPart: string;
  /** What allocates the rest, where it parts into several: `41% ` and the function. */
  readonly others: readonly { readonly by: string; readonly byPart: string }[];
}

/** The places that allocated it, most first. */
export interface AllocatedWords {
  /** `97% allocated decoding core/v1.Pod in` */
  readonly lead: string;
  readonly places: readonly PlaceWords[];
  /** How many there are besides. */
  readonly left: number;
}

const MOST = 4;
const SPREAD = 3;
/** Of the largest: less is not most of it. */
const LEAST_SPREAD = 0.05;
const ALL = 0.995;

export function allocatedWords(report: GrowthReport): AllocatedWords | null {
  const { suspects, findings, verdict } = report;
  const isShown = ["grew", "uncounted", "allocated"].includes(verdict.code) || findings.some(isOfParts);
  if (!isShown || findings.some(isHeadOnly)) return null;
  if (suspects.length === 0) return spreadWords(report);
  const share = suspects.reduce((sum, suspect) => sum + suspect.share, 0);
  const decoder = findings.find(({ code }) => code === "decoder-not-holder");
  const decoded = decoder?.code === "decoder-not-holder" ? decodedText(suspects, decoder.facts.share) : "";
  // Shares are of what it shrank by.
  const hasShares = verdict.code !== "shrank";
  const made = isNoMemory(report.sampleType) ? "" : ` allocated${decoded}`;
  const lead = !hasShares
    ? `What grew was${made} in`
    : `${partText(share)}${findings.some(isOfParts) ? " of what grew was" : ""}${made} in`;
  const amounts = suspects.map((suspect) => ({
    ...{ ...suspect, amount: suspect.growth },
    share: hasShares ? suspect.share : Number.NaN,
  }));
  const bare = { ...headlineUnit(report), suffix: "" };
  return wordPlaces(lead, amounts, bare, (amount) => formatDelta(amount, bare));
}

/** What is said of a place that allocated: of growth and of one heap alike. */
interface AllocatingPlace {
  readonly frame: string;
  readonly entry: string;
  readonly leaf: string;
  readonly leafShare: number;
  readonly branches: readonly { readonly frame: string; readonly share: number }[];
  readonly ownFrame: string | null;
  readonly role: Role | null;
  readonly amount: Value;
  readonly low: number | null;
  readonly high: number | null;
  readonly share: number;
}

/** From here on the places are all of it; more than all: others shrank. */
export function partText(share: number): string {
  return share >= ALL ? "All" : wholePercent(share);
}

export function wordPlaces(
  lead: string,
  allocating: readonly AllocatingPlace[],
  bare: ColumnUnit,
  format: (amount: Value) => string,
): AllocatedWords {
  const places = joinNameless(allocating);
  return {
    lead,
    places: places.slice(0, MOST).map((place) => placeWords(place, bare, format)),
    left: Math.max(0, places.length - MOST),
  };
}

/** Growth of the whole that no single place surely has: the functions that allocated most of it, none of them with a part or an interval. */
function spreadWords(report: GrowthReport): AllocatedWords | null {
  const { verdict, functions, sampleType } = report;
  const bare = { ...headlineUnit(report), suffix: "" };
  if (verdict.code !== "grew" || sampleType.unit !== "bytes") return null;
  const grown = functions
    .filter(({ deltaFlat }) => deltaFlat > 0)
    .sort((a, b) => Number(b.deltaFlat) - Number(a.deltaFlat));
  const most = Number(grown[0]?.deltaFlat ?? 0);
  const chosen = grown.slice(0, SPREAD).filter(({ deltaFlat }) => Number(deltaFlat) >= LEAST_SPREAD * most);
  const places = chosen.map(({ name, deltaFlat }): PlaceWords => {
    return {
      ...{ frame: placeOf(name), name },
      amount: formatDelta(deltaFlat, bare),
      certainty: "",
      share: "",
      by: "",
      byPart: "",
      others: [],
    };
  });
  if (places.length === 0) return null;
  return { lead: "No single place surely grew; by the samples most is allocated in", places, left: 0 };
}

/** Only stacks of nothing but the runtime end in its allocator: that it allocates tells nothing. */
function placeOf(name: string): string {
  return name === "runtime.mallocgc" ? "the Go runtime itself" : shortFrame(name);
}

/** Places of one name are one: nothing tells a reader which is which. They are of different samples, so their errors add up as squares do. */
function joinNameless(places: readonly AllocatingPlace[]): AllocatingPlace[] {
  const joined = new Map<string, AllocatingPlace>();
  for (const place of places) {
    const known = joined.get(nameOf(place));
    joined.set(nameOf(place), known === undefined ? place : sumOf(known, place));
  }
  return [...joined.values()];
}

function sumOf(a: AllocatingPlace, b: AllocatingPlace): AllocatingPlace {
  const amount = Number(a.amount) + Number(b.amount);
  const [first, second] = [reachOf(a), reachOf(b)];
  const reach = first === null || second === null ? null : Math.hypot(first, second);
  const range = { low: reach === null ? null : amount - reach, high: reach === null ? null : amount + reach };
  const leaf = a.leaf === b.leaf ? a.leaf : nameOf(a);
  const leafShare = (a.leafShare * Number(a.amount) + b.leafShare * Number(b.amount)) / amount;
  const branches = branchesOf(a, b, amount);
  return { ...a, leaf, leafShare, branches, amount, share: a.share + b.share, ...range };
}

/** Of two places that have none, or the same; else what one parts into is not what the other does. */
function branchesOf(a: AllocatingPlace, b: AllocatingPlace, amount: number): AllocatingPlace["branches"] {
  const isSame =
    a.branches.length === b.branches.length && a.branches.every(({ frame }, at) => frame === b.branches[at]?.frame);
  if (!isSame) return [];
  return a.branches.map(({ frame, share }, at) => ({
    frame,
    share: (share * Number(a.amount) + (b.branches[at]?.share ?? 0) * Number(b.amount)) / amount,
  }));
}

function reachOf({ low, high }: AllocatingPlace): number | null {
  return low === null || high === null ? null : (high - low) / 2;
}

function isOfParts({ code }: GrowthReport["findings"][number]): boolean {
  return code === "parts-grew";
}

/** The heap hardly moved. */
function isHeadOnly({ code }: GrowthReport["findings"][number], _: number, all: GrowthReport["findings"]): boolean {
  return code === "did-not-change" && !all.some(isOfParts);
}

function placeWords(place: AllocatingPlace, bare: ColumnUnit, format: (amount: Value) => string): PlaceWords {
  const { amount, low, high, share } = place;
  const name = nameOf(place);
  return {
    frame: shortFrame(name),
    name,
    amount: format(amount),
    certainty: plusMinus({ low, high }, bare).slice(1),
    share: !(share <= 1.005) ? "" : wholePercent(share),
    ...madeWords(place, name),
  };
}

/** The program's own functions that it parts into; else what allocates most of it. */
function madeWords(
  { leaf, leafShare, branches, role }: AllocatingPlace,
  name: string,
): Pick<PlaceWords, "by" | "byPart" | "others"> {
  const isItself = leaf === name || role === "goroutine";
  const [first, ...rest] = role === "goroutine" ? [] : branches;
  if (first !== undefined) {
    const others = rest.map(({ frame, share }) => ({ by: shortFrame(frame), byPart: `${wholePercent(share)} ` }));
    return { by: shortFrame(first.frame), byPart: `${wholePercent(first.share)} of it `, others };
  }
  const byPart = isItself || leafShare >= NEARLY_ALL ? "" : `${wholePercent(leafShare)} of it `;
  return { by: isItself ? "" : shortFrame(leaf), byPart, others: [] };
}

/** The program's own function where there is one, else where the goroutine of a decoder starts, else the accumulation point. */
function nameOf({ ownFrame, frame, entry, role }: AllocatingPlace): string {
  if (ownFrame !== null) return ownFrame;
  // What the runtime makes for a goroutine.
  if (role === "goroutine") return "runtime.malg";
  return role === "decoder" ? entry : frame;
}

/** ` decoding core/v1.Pod`; `, 80% of it while decoding,` where more than that was allocated besides. */
export function decodedText(places: readonly Pick<AllocatingPlace, "frame">[], share: number): string {
  if (share < NEARLY_ALL) return `, ${wholePercent(share)} of it while decoding,`;
  const types = new Set(
    places.flatMap(({ frame }) => {
      const [, path = "", type = ""] = /^(.*)\.\(\*(\w+)\)\.Unmarshal\w*$/.exec(frame) ?? [];
      return type === "" ? [] : [shortFrame(`${path}.${type}`)];
    }),
  );
  const [only] = types;
  return types.size === 1 ? ` decoding ${only}` : " while decoding";
}

/** Who allocated what grew, and who may hold it, as far as stacks and goroutines show. */
import { type ColumnUnit, formatDelta, formatPercent } from "../../measurement/delta.ts";
import type { GrowthReport, SuspectGrowth } from "../../report/growth/growth.ts";
import { formatWhole, listOf } from "../phrases.ts";
import { describeGoroutines } from "./goroutines.ts";

export function describeSuspects(report: GrowthReport, counts: readonly string[], unit: ColumnUnit): string[] {
  const { suspects, verdict, totals, certainty } = report;
  const [first] = suspects;
  if (first === undefined) {
    return totals.net > 0 && certainty?.significant !== false
      ? ["No single place has a part of it that stands out."]
      : [];
  }
  const whole = report.denominator.of === "net" ? "the growth" : "what grew";
  if (verdict.code === "allocated") {
    const sentence = `${partOf(first.share, "that")} was allocated in ${first.frame}${placeOf(first)}.`;
    return [sentence, ...describeOthers(suspects.slice(1), unit)];
  }
  const rest = describeRest(suspects);
  if (isForeignDecoder(first)) {
    const others = suspects.filter((suspect) => !isForeignDecoder(suspect));
    return [
      ...describeDecoders(suspects.filter(isForeignDecoder), whole, report, counts),
      ...describeOthers(others, unit),
      ...rest,
    ];
  }
  const sentence = `${partOf(first.share, whole)} was allocated in ${first.frame}${placeOf(first)}.`;
  const goroutines = goroutinesText(report);
  const facets = [...describeRole(first), ...describeRetention(first), ...goroutines];
  return [sentence, ...facets, ...describeOthers(suspects.slice(1), unit), ...rest];
}

/** More than all of it, where other places shrank, is all. */
function partOf(share: number, whole: string): string {
  return share >= 0.995 ? `All of ${whole}` : `${formatPercent(share)} of ${whole}`;
}

/** Below this the suspects do not say it all. */
const NEARLY_ALL = 0.9;

function describeRest(suspects: readonly SuspectGrowth[]): string[] {
  const share = suspects.reduce((sum, suspect) => sum + suspect.share, 0);
  return share >= NEARLY_ALL ? [] : ["The rest is spread over places too small to be told from noise."];
}

/** Allocates what it decodes, and nobody of the program's own is on the stack: the stack cannot show who keeps it. */
function isForeignDecoder({ role, ownFrame }: SuspectGrowth): boolean {
  return role === "decoder" && ownFrame === null;
}

function goroutinesText({ goroutines, suspects, verdict }: GrowthReport): string[] {
  return goroutines === null ? [] : describeGoroutines(goroutines, suspects, verdict.facts.hasSurplus);
}

function describeDecoders(
  decoders: readonly SuspectGrowth[],
  whole: string,
  report: GrowthReport,
  counts: readonly string[],
): string[] {
  const share = decoders.reduce((sum, suspect) => sum + suspect.share, 0);
  const places = listOf([...new Set(decoders.map(({ frame }) => frame))].slice(0, 2));
  const entries = [...new Set(decoders.map(({ entry }) => entry))].slice(0, 2);
  const under = entries.some((name) => !places.includes(name)) ? `, under ${listOf(entries)}` : "";
  return [
    `${partOf(share, whole)} was allocated by decoders: ${places}${under}.`,
    "They are the allocator, not the holder: no function of the program's own is on these stacks, so these do not show who keeps the decoded objects.",
    ...(decoders.length === 1 ? describeRetention(decoders[0] as SuspectGrowth) : []),
    ...counts,
    ...goroutinesText(report),
    ...describeNextStep(report, counts, entries),
  ];
}

/** What would find the holder; nothing where goroutines have named the cause. */
function describeNextStep(
  { goroutines }: GrowthReport,
  counts: readonly string[],
  entries: readonly string[],
): string[] {
  if (goroutines !== null && goroutines.cause !== "steady" && goroutines.cause !== "other") return [];
  const source = entries.some((name) => /StreamWatcher|Reflector/.test(name)) ? "`kubectl get`" : "what the source has";
  const steps = [
    ...(goroutines === null ? ["give the goroutine profiles of both ends too"] : []),
    ...(counts.length === 0 ? [`compare the number of live objects with ${source}`] : []),
    "look at what own handlers store",
  ];
  return [`To find out, ${listOf(steps)}.`];
}

function placeOf(suspect: SuspectGrowth): string {
  const { entry, frame, leaf, ownFrame, stacks } = suspect;
  const more = stacks > 1 ? ` and ${stacks - 1} more ${stacks === 2 ? "place" : "places"} on the same path` : "";
  const via = leaf === frame ? "" : ` (most of it by ${leaf})`;
  const own = [frame, entry, leaf].includes(ownFrame ?? frame) ? "" : `, nearest own function ${ownFrame}`;
  const from = entry === frame ? "" : `, reached from ${entry}`;
  return `${more}${via}${from}${own}`;
}

const ROLES: Readonly<Record<NonNullable<SuspectGrowth["role"]>, string>> = {
  decoder: "It is allocated while decoding: whoever keeps what was decoded holds the memory.",
  container: "That is a container that grows: what puts entries in and does not take them out holds the memory.",
  pool: "That is a pool or a buffer, which keeps its largest size for a while; it may be given back.",
  goroutine: "That is what goroutines need to exist: compare goroutine profiles of both ends.",
  init: "It is reached from an init function, which runs once, at start.",
  observability: "That is profiling or metrics at work: an effect of looking, not of the program's load.",
};

function describeRole({ role, ownFrame, owner: ownerOfFrame }: SuspectGrowth): string[] {
  const owner =
    ownFrame === null ? ["No function of the program's own is on these stacks, so they cannot show who holds it."] : [];
  const isOwn = ownFrame !== null && ownerOfFrame === "own" && role !== "decoder" && role !== "observability";
  return [...(role === null || isOwn ? [] : [ROLES[role]]), ...owner];
}

/** From this share on next to nothing was freed. Below it the figure says little, since what replaces something adds nothing. */
const MOSTLY_KEPT = 0.8;

function describeRetention({ retention }: SuspectGrowth): string[] {
  return retention !== null && retention.low >= MOSTLY_KEPT
    ? [`Next to nothing of what is allocated there is freed: it grew by ${formatWhole(retention.ratio)} of that.`]
    : [];
}

const MOST_OTHERS = 3;

function describeOthers(suspects: readonly SuspectGrowth[], unit: ColumnUnit): string[] {
  if (suspects.length === 0) return [];
  const named = suspects
    .slice(0, MOST_OTHERS)
    .map(({ frame, ownFrame, growth }) => `${ownFrame ?? frame} (${formatDelta(growth, unit)})`);
  const rest = suspects.length > named.length ? [`${suspects.length - named.length} more`] : [];
  return [`Beside it grew ${listOf([...named, ...rest])}.`];
}

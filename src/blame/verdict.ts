/**
 * What a diff supports, in a paragraph of plain words, and what it does not. It names who allocated; who holds the memory it names only where
 * the stacks can show it. Of two captures it never says that growth goes on.
 */
import { type ColumnUnit, chooseColumnUnit, formatDelta, formatPercent, formatValue } from "../measurement/delta.ts";
import type { Value } from "../profile/int64.ts";
import type { ValueType } from "../profile/tables.ts";
import type { Interval } from "./interval.ts";
import type { Finding } from "./provenance.ts";
import type { Suspect } from "./suspects.ts";

export interface VerdictFacts {
  readonly sampleType: ValueType;
  readonly base: Value;
  readonly current: Value;
  readonly net: Value;
  /** Of the net growth; undefined where statistics are withheld. */
  readonly interval: Interval | undefined;
  /** Whether the net change is more than noise. */
  readonly isSignificant: boolean | undefined;
  /** Growth of the whole below this could not have been seen, 0 if unknown. */
  readonly detectionLimit: number;
  readonly suspects: readonly Suspect[];
  /** What the suspects' shares are of: the net growth, or the gross growth. */
  readonly sharesOf: "net" | "grew";
  readonly findings: readonly Finding[];
}

export function describeVerdict(facts: VerdictFacts): string {
  const blocking = facts.findings.filter(({ severity }) => severity === "blocking");
  if (blocking.length > 0) {
    return [...blocking.map(({ text }) => text), "So nothing is said about growth."].join(" ");
  }
  const unit = chooseColumnUnit([facts.base, facts.current, facts.net], facts.sampleType.unit);
  const sentences = [describeTotal(facts, unit), ...describeSuspects(facts, unit), ...describeReservations(facts)];
  return sentences.filter((sentence) => sentence !== "").join(" ");
}

const isAlloc = ({ sampleType }: VerdictFacts): boolean => sampleType.type.startsWith("alloc_");

function subjectOf({ sampleType }: VerdictFacts): string {
  if (sampleType.type.endsWith("objects")) return "the number of live objects";
  return sampleType.unit === "bytes" ? "the live heap" : sampleType.type;
}

function describeTotal(facts: VerdictFacts, unit: ColumnUnit): string {
  if (isAlloc(facts)) return describeAllocations(facts, unit);
  const { base, current, net, interval, isSignificant } = facts;
  const subject = capital(subjectOf(facts));
  const from = `from ${formatValue(base, unit)} to ${formatValue(current, unit)}`;
  if (interval === undefined || isSignificant === undefined) {
    const change = net > 0 ? "grew" : net < 0 ? "shrank" : "did not change";
    const amount = net ? ` by ${formatMagnitude(net, unit)}` : "";
    return `${subject} ${change}${amount}, ${from}; how much of that is sampling noise cannot be told.`;
  }
  const range = rangeOf(interval, unit);
  if (isSignificant) {
    const change = net > 0 ? "grew" : "shrank";
    return `${subject} ${change} by ${formatMagnitude(net, unit)}, ${from} (${range}).`;
  }
  const limit =
    facts.detectionLimit > 0
      ? ` Growth of less than ${formatValue(roundTo(facts.detectionLimit, unit), unit)} in all could not have been seen.`
      : "";
  const parts = facts.suspects.length > 0 ? ", but parts of it did" : "";
  return `${subject} did not change by more than sampling noise explains${parts}: ${from}, ${formatDelta(net, unit)} (${range}).${parts === "" ? limit : ""}`;
}

function describeAllocations({ net, interval, sampleType }: VerdictFacts, unit: ColumnUnit): string {
  const what = sampleType.type.endsWith("objects") ? " objects" : "";
  const range = interval === undefined ? "" : ` (${rangeOf(interval, unit)})`;
  const caveat = "freed since or not: this shows who allocates, not what stays. Compare inuse_space for that.";
  if (net < 0)
    return `${formatMagnitude(net, unit)}${what} fewer were allocated up to current than up to base${range}, ${caveat}`;
  return `Between the captures ${formatMagnitude(net, unit)}${what} were allocated${range}, ${caveat}`;
}

function describeSuspects(facts: VerdictFacts, unit: ColumnUnit): string[] {
  const { suspects } = facts;
  const [first] = suspects;
  if (first === undefined) {
    return facts.net > 0 && facts.isSignificant !== false ? ["No single place has a part of it that stands out."] : [];
  }
  const whole = facts.sharesOf === "net" ? "the growth" : "what grew";
  if (isAlloc(facts)) {
    const sentence = `${partOf(first.share, "that")} was allocated in ${first.frame.name}${placeOf(first)}.`;
    return [sentence, ...describeOthers(suspects.slice(1), unit)];
  }
  const rest = describeRest(suspects);
  if (isForeignDecoder(first)) {
    const others = suspects.filter((suspect) => !isForeignDecoder(suspect));
    return [...describeDecoders(suspects.filter(isForeignDecoder), whole), ...describeOthers(others, unit), ...rest];
  }
  const sentence = `${partOf(first.share, whole)} was allocated in ${first.frame.name}${placeOf(first)}.`;
  const facets = [...describeRole(first), ...describeRetention(first)];
  return [sentence, ...facets, ...describeOthers(suspects.slice(1), unit), ...rest];
}

/** More than all of it, where other places shrank, is all. */
function partOf(share: number, whole: string): string {
  return share >= 0.995 ? `All of ${whole}` : `${formatPercent(share)} of ${whole}`;
}

/** Below this the suspects do not say it all. */
const NEARLY_ALL = 0.9;

function describeRest(suspects: readonly Suspect[]): string[] {
  const share = suspects.reduce((sum, suspect) => sum + suspect.share, 0);
  return share >= NEARLY_ALL ? [] : ["The rest is spread over places too small to be told from noise."];
}

/** Allocates what it decodes, and nobody of the program's own is on the stack: the stack cannot show who keeps it. */
function isForeignDecoder({ role, ownFrame }: Suspect): boolean {
  return role === "decoder" && ownFrame === undefined;
}

function describeDecoders(decoders: readonly Suspect[], whole: string): string[] {
  const share = decoders.reduce((sum, suspect) => sum + suspect.share, 0);
  const places = listOf([...new Set(decoders.map(({ frame }) => frame.name))].slice(0, 2));
  const entries = [...new Set(decoders.map(({ entry }) => entry.name))].slice(0, 3);
  const sentences = [
    `${partOf(share, whole)} was allocated by decoders: ${places}, in goroutines that start at ${listOf(entries)}.`,
    "They are the allocator, not the holder: no function of the program's own is on these stacks, so they cannot show who keeps the decoded objects.",
    ...describeRetention(
      decoders[0] as Suspect,
      decoders.length > 1 ? `under ${shortName(entries[0] as string)}` : "there",
    ),
  ];
  const first = entries[0] as string;
  const isWatch = entries.some((name) => /StreamWatcher|Reflector/.test(name));
  const source = isWatch ? "with `kubectl get`" : "with what the source has";
  return [
    ...sentences,
    `To find the holder: capture goroutine profiles at both ends (more goroutines in ${shortName(first)} mean clients that are never stopped, many that wait in a handler mean events that queue up), compare the number of live objects ${source}, and look at what own handlers store: map keys, caches, queues.`,
  ];
}

function placeOf(suspect: Suspect): string {
  const { entry, frame, leaf, ownFrame, stacks } = suspect;
  const more = stacks > 1 ? ` and ${stacks - 1} more ${stacks === 2 ? "place" : "places"} on the same path` : "";
  const via = leaf.name === frame.name ? "" : ` (most of it by ${leaf.name})`;
  const isNamed = [frame.name, entry.name].includes(ownFrame?.name ?? frame.name) || ownFrame?.name === leaf.name;
  const own = isNamed ? "" : `, nearest own function ${ownFrame?.name}`;
  const from = entry.name === frame.name ? "" : `, reached from ${entry.name}`;
  return `${more}${via}${from}${own}`;
}

const ROLES: Readonly<Record<NonNullable<Suspect["role"]>, string>> = {
  decoder: "It is allocated while decoding: whoever keeps what was decoded holds the memory.",
  container: "That is a container that grows: what puts entries in and does not take them out holds the memory.",
  pool: "That is a pool or a buffer, which keeps its largest size for a while; it may be given back.",
  goroutine: "That is what goroutines need to exist: compare goroutine profiles of both ends.",
  init: "It is reached from an init function, which runs once, at start.",
  observability: "That is profiling or metrics at work: an effect of looking, not of the program's load.",
};

function describeRole({ role, ownFrame, frame }: Suspect): string[] {
  const owner =
    ownFrame === undefined
      ? ["No function of the program's own is on these stacks, so they cannot show who holds it."]
      : [];
  const isOwn = ownFrame !== undefined && frame.owner === "own" && role !== "decoder" && role !== "observability";
  return [...(role === undefined || isOwn ? [] : [ROLES[role]]), ...owner];
}

/** Between these a part stayed and a part went: that says little. */
const MOSTLY_KEPT = 0.8;

function describeRetention({ retention }: Suspect, where = "there"): string[] {
  if (retention === undefined) return [];
  const kept = formatPercent(retention.ratio).replace(".0%", "%");
  if (retention.low >= MOSTLY_KEPT)
    return [`Of what was allocated ${where} between the captures, ${kept} is still live: next to nothing is freed.`];
  return [`Of what was allocated ${where} between the captures, ${kept} is still live.`];
}

const MOST_OTHERS = 3;

function describeOthers(suspects: readonly Suspect[], unit: ColumnUnit): string[] {
  if (suspects.length === 0) return [];
  const named = suspects
    .slice(0, MOST_OTHERS)
    .map(({ frame, ownFrame, growth }) => `${(ownFrame ?? frame).name} (${formatDelta(growth, unit)})`);
  const rest = suspects.length > named.length ? [`${suspects.length - named.length} more`] : [];
  return [`Beside it grew ${listOf([...named, ...rest])}.`];
}

function describeReservations(facts: VerdictFacts): string[] {
  const codes = new Set(facts.findings.map(({ code }) => code));
  const sentences: string[] = [];
  if (codes.has("other-build"))
    sentences.push("The two are of different builds, so this is also what the change of code did.");
  else if (codes.has("different-process")) {
    sentences.push("The two are of different processes: a different age or load makes such a difference too.");
  }
  const grew = facts.suspects.length > 0 || (facts.net > 0 && facts.isSignificant !== false);
  if (!isAlloc(facts) && grew) {
    sentences.push("Two captures cannot tell growth that goes on from a cache that fills, a backlog or a single step.");
  }
  return sentences;
}

function formatMagnitude(value: Value, unit: ColumnUnit): string {
  return formatValue(value < 0 ? -value : value, unit);
}

function rangeOf({ low, high }: Interval, unit: ColumnUnit): string {
  const bare = { ...unit, suffix: "" };
  return `95% interval ${formatDelta(roundTo(low, unit), bare)} to ${formatDelta(roundTo(high, unit), unit)}`;
}

/** Counts are whole, their intervals are not. */
function roundTo(value: number, unit: ColumnUnit): number {
  return unit.divisor === 1 ? Math.round(value) : value;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function listOf(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** `(*StreamWatcher).receive` */
function shortName(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1).replace(/^[^.]*\./, "");
}

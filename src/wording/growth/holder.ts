/** Who holds, beside who allocated: sentences of the verdict on growth, from heap dumps and from references. */
import type { HolderEvidence } from "../../report/held/evidence.ts";
import type { HolderRow } from "../../report/held/rows.ts";
import { bytesText, countText } from "../amounts.ts";
import { shortFrame } from "../frames.ts";
import { holderText, onlyText, rootsText } from "../holder-names.ts";
import { formatWhole } from "../phrases.ts";
import { LOOK_FOR_HOLDER, LOOK_FOR_MOST } from "./findings.ts";

const NOT_SHOWN = /, so they do not show who holds it\.$/;

/** The sentences with who holds before them: whoever is told that is not told to look for it, nor that it is not known. */
export function withHolders(sentences: readonly string[], held: readonly HolderEvidence[]): string[] {
  const holders = held.map(holderSentence).filter((text) => text !== "");
  const rest = isHolderFound(held) ? sentences.map(withoutSearch).filter((text) => text !== "") : sentences;
  return [...holders, ...rest];
}

function withoutSearch(sentence: string): string {
  return sentence === LOOK_FOR_HOLDER || sentence === LOOK_FOR_MOST ? "" : sentence.replace(NOT_SHOWN, ".");
}

/** Some of it names where the suspect's objects are kept. */
export function isHolderFound(held: readonly HolderEvidence[]): boolean {
  return held.some(isFound);
}

/** It names where the suspect's objects are kept. */
function isFound({ evidence, holders }: HolderEvidence): boolean {
  return evidence === "dump" && holders.some((row) => samplesOf(row) > 0);
}

/** What the sentence says keeps the suspect's objects; undefined where that was not found. */
export function namedHolder(held: HolderEvidence): HolderRow | undefined {
  if (!isFound(held)) return undefined;
  return held.base === null ? mostSampled(held.holders) : mostGrown(held);
}

/** "" where the evidence says nothing of it. */
export function holderSentence(held: HolderEvidence): string {
  if (held.evidence === "references") return referencesText(held);
  return held.base === null ? momentText(held) : growthText(held, held.base);
}

/** Two dumps: what holds more, and how much of what the suspect allocated. */
function growthText(held: HolderEvidence, base: NonNullable<HolderEvidence["base"]>): string {
  const first = mostGrown(held);
  if (first === undefined) return `${NOBODY} ${held.live > 0 ? momentText(held) : ""}`.trimEnd();
  const grown = held.current.liveBytes - base.liveBytes;
  const more = first.deltaBytes ?? 0;
  const part = `${bytesText(more)} of the growth (of ${bytesText(grown)}, exact, by heap dumps)`;
  const range = `${bytesText(more)} more (${bytesText(first.baseBytes ?? 0)} -> ${bytesText(first.bytes)}, exact, by heap dumps)`;
  return `${more <= grown ? part : range} is held by ${behindText(first, held)}${elsewhereText(first, held)}`;
}

function mostGrown({ holders }: HolderEvidence): HolderRow | undefined {
  return holders.find(({ deltaBytes }) => (deltaBytes ?? 0) > 0);
}

const NOBODY = "By the heap dumps (exact) no holder of 0.5% or more of the heap holds more.";

/** One dump: it is of one moment, and says of what is alive. */
function momentText(held: HolderEvidence): string {
  const { suspect, isSampled, current, live, holders } = held;
  if (suspect === null) return "";
  if (!isSampled) return `${current.source} has no samples: the process takes none.`;
  const first = mostSampled(holders);
  if (live === 0 || first === undefined) {
    return `In ${current.source} no sampled object of ${code(suspect)} is alive at a single holder.`;
  }
  return `In ${current.source} ${bytesText(first.bytes)} (exact) is held by ${behindText(first, held)}`;
}

/** ``the keys of the map `subscriptions` ..., and by nothing else: 23 of the 25 sampled objects of `receive` ... lie behind it.`` */
function behindText(row: HolderRow, held: HolderEvidence): string {
  const { suspect, live } = held;
  const { count = 0, only = 0, low = 0, high = 0 } = row.samples ?? {};
  const samples =
    suspect === null || count === 0
      ? ""
      : `: ${countText(count)} of the ${countText(live)} sampled objects of ${code(suspect)} that are alive lie behind it (95% interval ${formatWhole(low)} to ${formatWhole(high)})${
          only < count ? `, ${countText(only)} of them behind nothing else` : ""
        }`;
  return `${holderText(row)}${onlyText(row, bytesText)}${samples}.${rootsText(row)}`;
}

/** Where most samples are, if that is not what grew most. */
function elsewhereText(first: HolderRow, { suspect, live, holders }: HolderEvidence): string {
  const most = mostSampled(holders);
  if (suspect === null || most === undefined || samplesOf(most) <= samplesOf(first)) return "";
  return ` ${countText(samplesOf(most))} of the ${countText(live)} sampled objects of ${code(suspect)} that are alive are held by ${holderText(most)}.`;
}

/** Undefined where none has any. */
function mostSampled(holders: readonly HolderRow[]): HolderRow | undefined {
  const [most] = [...holders].sort((a, b) => samplesOf(b) - samplesOf(a));
  return most === undefined || samplesOf(most) === 0 ? undefined : most;
}

function samplesOf({ samples }: HolderRow): number {
  return samples?.count ?? 0;
}

/** Nothing ties references to who allocated. */
function referencesText({ holders, current, base }: HolderEvidence): string {
  const first = holders.find(({ deltaBytes }) => (deltaBytes ?? 0) > 0);
  const from = base === null ? current.source : `${base.source} and ${current.source}`;
  if (first === undefined) return `By ${from} (references, exact) no holder of 0.5% or more of the heap holds more.`;
  const held = `${bytesText(first.deltaBytes ?? 0)} more (${bytesText(first.baseBytes ?? 0)} -> ${bytesText(first.bytes)})`;
  return `By ${from} (references, exact) ${held} is held by ${holderText(first)}; who allocated it they do not say.${rootsText(first)}`;
}

function code(name: string): string {
  return `\`${shortFrame(name)}\``;
}

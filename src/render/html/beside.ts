/** What was captured beside the profiles of the page, for the two that are compared. */
import type { ProcessBooks } from "../../blame/memory/beside-heap.ts";
import { buildWaterfall, type Waterfall } from "../../blame/memory/waterfall.ts";
import { liveBytes } from "../../profile/live-bytes.ts";
import type { Companions } from "../../report/growth/growth.ts";
import { objectCount } from "../../report/growth/object-count.ts";
import type { PageInput } from "./payload.ts";

export type Ends = readonly [from: number, to: number];

/** What was captured is of its moments; who holds was looked for with the suspect of all there is, from the first to the last. */
export function besideOf(input: PageInput, ends: Ends, isUnfiltered: boolean): Companions {
  const objects = input.objects.map(({ name, count }) => objectCount(name, count));
  const known = ofCaptures(input, ends);
  if (!isWhole(input, ends)) return { ...known, objects };
  const { held, ...beside } = input.beside as Companions;
  return { ...known, ...beside, ...(isUnfiltered ? { held } : {}), objects };
}

/** Of a series. */
function ofCaptures(input: PageInput, [from, to]: Ends): Companions {
  const { captures, sources, iterations } = input;
  const [before, after] = [captures[from], captures[to]];
  if (before === undefined || after === undefined) return {};
  const memory = { base: booksAt(input, from), current: booksAt(input, to) };
  const hasMemory = memory.current.memStats !== undefined;
  const capture = { isSeries: captures.length > 2, isCollected: false, hasMemory };
  const [base, current] = [before.goroutines, after.goroutines];
  if (base === undefined || current === undefined) return { capture, memory };
  const named = { baseSource: sources[from] ?? "", currentSource: sources[to] ?? "" };
  const times = isWhole(input, [from, to]) ? (iterations ?? undefined) : undefined;
  return { capture, memory, goroutines: { base, current, ...named, iterations: times } };
}

function isWhole({ profiles }: PageInput, [from, to]: Ends): boolean {
  return from === 0 && to === profiles.length - 1;
}

/** Of each capture; undefined where the books of the process are not known. */
export function waterfallsOf(input: PageInput): readonly (Waterfall | undefined)[] {
  return input.profiles.map((profile, at) => {
    const live = liveBytes(profile);
    return live === undefined ? undefined : buildWaterfall(booksAt(input, at), live);
  });
}

function booksAt({ captures, profiles, beside }: PageInput, at: number): ProcessBooks {
  const { memory } = beside as Companions;
  const end = at === 0 ? memory?.base : at === profiles.length - 1 ? memory?.current : undefined;
  return {
    memStats: captures[at]?.memStats ?? end?.memStats ?? profiles[at]?.memStats,
    resident: captures[at]?.resident ?? end?.resident,
  };
}

/** One process of a pod: a container that was started again begins from nothing, and no line goes through both. Told by the counter of allocated bytes. */

interface ProcessRun {
  /** Positions: the first one of it, and the one after its last. */
  readonly from: number;
  readonly to: number;
  /** Other processes of the pod. */
  readonly restarts: number;
  readonly isEnded: boolean;
  /** Bytes allocated in an hour, in the first third of its time and in the last; null where no counter tells. */
  readonly allocation: { readonly first: number; readonly last: number } | null;
}

/** Of the steps: a counter that falls in more of them counts nothing that adds up. */
const MOST_FALLS = 1 / 3;
const HOUR = 3_600_000;

/**
 * The longest process in time, the last of equals. `allocated`: the counter at each time; undefined where it is not known, or is no counter, as where
 * agents send what was allocated since the profile before.
 */
export function longestProcess(
  times: readonly number[],
  values: readonly number[],
  allocated: readonly (number | undefined)[] | undefined,
): ProcessRun {
  const counter = counterOf(values, allocated);
  if (counter === undefined) return { from: 0, to: times.length, restarts: 0, isEnded: false, allocation: null };
  const starts = [0, ...counter.keys()].filter((at, index) => index === 0 || (at > 0 && falls(counter, at)));
  const runs = starts.map((from, index) => ({ from, to: starts[index + 1] ?? times.length }));
  const lengthOf = ({ from, to }: { from: number; to: number }): number =>
    (times[to - 1] as number) - (times[from] as number);
  const longest = runs.reduce((best, run) => (lengthOf(run) >= lengthOf(best) ? run : best));
  const isEnded = longest !== runs.at(-1);
  return { ...longest, restarts: runs.length - 1, isEnded, allocation: allocationOf(times, counter, longest) };
}

/** Whether the profiles are of one process after another: those of several at once, side by side, are not. */
export function isOfOnePod(values: readonly number[], allocated: readonly number[]): boolean {
  if (values.length < LEAST_TOLD || allocated.some((bytes, at) => bytes < (values[at] as number))) return true;
  return allocated.filter((_, at) => at > 0 && falls(allocated, at)).length <= MOST_FALLS * (allocated.length - 1);
}

const LEAST_TOLD = 4;

/** What is live was allocated: a counter is never below it. */
function counterOf(
  values: readonly number[],
  allocated: readonly (number | undefined)[] | undefined,
): readonly number[] | undefined {
  const counter = allocated?.filter((bytes) => bytes !== undefined) ?? [];
  if (counter.length !== values.length || counter.some((bytes, at) => bytes < (values[at] as number))) return undefined;
  const fallen = counter.filter((_, at) => at > 0 && falls(counter, at)).length;
  return fallen > MOST_FALLS * Math.max(LEAST_TOLD, counter.length - 1) ? undefined : counter;
}

/** By more than the rounding of estimates. */
function falls(counter: readonly number[], at: number): boolean {
  return (counter[at] as number) < 0.999 * (counter[at - 1] as number);
}

function allocationOf(
  times: readonly number[],
  counter: readonly number[],
  { from, to }: { readonly from: number; readonly to: number },
): ProcessRun["allocation"] {
  const [start, end] = [times[from] as number, times[to - 1] as number];
  const first = positionNear(times, from, to, start + (end - start) / 3);
  const last = positionNear(times, from, to, end - (end - start) / 3);
  const rate = (a: number, b: number): number =>
    ((counter[b] as number) - (counter[a] as number)) / (((times[b] as number) - (times[a] as number)) / HOUR);
  if (first === from || last === to - 1) return null;
  return { first: rate(from, first), last: rate(last, to - 1) };
}

/** Parts of the time between two looks. */
const PARTS = 4;

/**
 * Positions at which functions are looked at: both ends, those nearest to each quarter of the time, and those between which the whole fell most: what
 * goes up and down with the hour of the day could seem to rise from quarter to quarter.
 */
export function lookPositions(times: readonly number[], values: readonly number[]): number[] {
  const [start, end] = [times[0] as number, times.at(-1) as number];
  const wanted = Array.from({ length: PARTS + 1 }, (_, part) => start + ((end - start) * part) / PARTS);
  const quarters = wanted.map((at) => positionNear(times, 0, times.length, at));
  return [...new Set([...quarters, ...largestFall(values)])].sort((a, b) => a - b);
}

/** Positions of the height it began at and of its depth; the first, twice, where nothing fell. */
function largestFall(values: readonly number[]): number[] {
  let [top, from, to, most] = [0, 0, 0, 0];
  for (const [at, value] of values.entries()) {
    if (value > (values[top] as number)) top = at;
    const fall = (values[top] as number) - value;
    if (fall > most) [from, to, most] = [top, at, fall];
  }
  return [from, to];
}

function positionNear(times: readonly number[], from: number, to: number, wanted: number): number {
  let best = from;
  for (let at = from; at < to; at++) {
    if (Math.abs((times[at] as number) - wanted) < Math.abs((times[best] as number) - wanted)) best = at;
  }
  return best;
}

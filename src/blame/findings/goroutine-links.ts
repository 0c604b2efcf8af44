/** What links goroutines that pile up to the growth of the heap, and how much of it is theirs. */
import { canonicalFunction } from "../../graph/go/symbol.ts";
import { foreignPackage, type GoroutineEntry, receiverOf, writtenIn } from "./goroutine-signs.ts";
import { type GrowthSigns, hasFrame, MOST, type SureStack } from "./signs.ts";

/**
 * By whose stack: the goroutine's own, that of its creator, its receiver type or package; or one object, or so many, for each. `creator-code`: its
 * creator is on the stacks, and most of what they allocated is not known to be one or so many for each.
 */
export type GoroutineLink = "stack" | "creator" | "creator-code" | "package" | "number";

/** The descriptor of a goroutine, which its end leaves for others. */
export const DESCRIPTOR = /^runtime\.malg$/;

export interface Linked {
  readonly entry: GoroutineEntry;
  readonly by: GoroutineLink;
  readonly growth: number;
}

/** Of the growth this part at least has to be theirs. */
const LEAST_LINKED = 0.1;

/** undefined where nothing links them to a tenth of it, or to what `least` says. */
export function linkOf(entry: GoroutineEntry, signs: GrowthSigns, least = LEAST_LINKED): Linked | undefined {
  const growthOf = (test: (stack: SureStack) => boolean): number =>
    signs.stacks.reduce((sum, stack) => (test(stack) ? sum + stack.change : sum), 0);
  const isForEach = isCreatedForEach(entry, signs, createdBy(entry), growthOf);
  const isEach = isOneForEach(entry, signs);
  const isDescriptor = hasFrame(DESCRIPTOR);
  // What else their creator allocated is not theirs, nor what others made one of for each of them.
  const tests = [startsIn(entry), ...(isForEach ? [createdBy(entry)] : []), isDescriptor];
  const isTheirs = (stack: SureStack): boolean => tests.some((test) => test(stack));
  const isOneAndDescriptor = (stack: SureStack): boolean => isEach(stack) || isDescriptor(stack);
  const links: readonly Link[] = [
    { by: "stack", shows: startsIn(entry), has: isTheirs },
    isForEach
      ? { by: "creator", shows: createdBy(entry), has: isTheirs }
      : { by: "creator-code", shows: createdBy(entry), has: createdBy(entry) },
    // By its package alone no more is known to be theirs.
    { by: "package", shows: isRelated(entry), has: isRelated(entry) },
    { by: "number", shows: isEach, has: isOneAndDescriptor },
    { by: "stack", shows: isTheirs, has: isTheirs },
  ];
  const first = links.find(({ shows }) => growthOf(shows) >= least * signs.sure);
  return first === undefined ? undefined : { entry, by: first.by, growth: growthOf(first.has) };
}

/** `shows`: growth that links them; `has`: all that is theirs then. */
interface Link {
  readonly by: GoroutineLink;
  readonly shows: (stack: SureStack) => boolean;
  readonly has: (stack: SureStack) => boolean;
}

/** Half of what the creator allocated is known to be one object, or so many, for each: what else it did may have kept the rest. */
function isCreatedForEach(
  entry: GoroutineEntry,
  signs: GrowthSigns,
  isCreators: (stack: SureStack) => boolean,
  growthOf: (test: (stack: SureStack) => boolean) => number,
): boolean {
  const isEach = isOneForEach(entry, signs);
  return growthOf((stack) => isCreators(stack) && isEach(stack)) >= MOST * growthOf(isCreators);
}

/** The goroutine allocated it itself. */
function startsIn(entry: GoroutineEntry): (stack: SureStack) => boolean {
  const name = canonicalFunction(entry.function);
  return ({ frames }) => frames.some((frame) => canonicalFunction(frame.name) === name);
}

function createdBy({ createdBy: creator }: GoroutineEntry): (stack: SureStack) => boolean {
  if (creator === undefined) return () => false;
  const name = canonicalFunction(creator);
  return ({ frames }) => frames.some((frame) => canonicalFunction(frame.name) === name);
}

/** Allocated by a function of its receiver type, by the one its closure is written in, or in its package unless that is main. */
function isRelated(entry: GoroutineEntry): (stack: SureStack) => boolean {
  const names = [entry.function];
  const receivers = new Set(names.map(receiverOf));
  const written = new Set(names.map((name) => writtenIn(canonicalFunction(name))));
  const packages = new Set(names.map(foreignPackage).filter((path) => path !== "main"));
  return ({ frames }) =>
    frames.some(({ name }) => {
      const receiver = receiverOf(name);
      const path = foreignPackage(name);
      return (
        (receiver !== undefined && receivers.has(receiver)) ||
        written.has(writtenIn(canonicalFunction(name))) ||
        (path !== undefined && packages.has(path))
      );
    });
}

/** Objects a goroutine, where that is a whole number of at most so many: more would be met by chance. */
const MOST_EACH = 2;
const NEARLY = 0.1;
/** A number that rests on fewer recorded objects is too rough to be met. */
const LEAST_SAMPLES = 10;
/** Two standard errors of a number that is sampled, but never so wide that any number would be met. */
const LOOSEST = 0.4;

/** Allocated by goroutines that start in another function, of which there are more too: one for each of these is one for each of those. */
function isOfOthers(entry: GoroutineEntry, { goroutines }: GrowthSigns): (stack: SureStack) => boolean {
  const others = (goroutines?.entries ?? []).filter((other) => other.isMore && other.function !== entry.function);
  const starts = new Set(others.map((other) => canonicalFunction(other.function)));
  return ({ frames }) => starts.has(canonicalFunction(frames.at(-1)?.name ?? ""));
}

/** A place with a whole number of objects of one size for each of those that are more. */
function isOneForEach(entry: GoroutineEntry, signs: GrowthSigns): (stack: SureStack) => boolean {
  const { delta } = entry;
  const isOthers = isOfOthers(entry, signs);
  const groups = new Map<string, { objects: number; samples: number }>();
  for (const stack of signs.stacks) {
    const group = groups.get(keyOf(stack)) ?? { objects: 0, samples: 0 };
    groups.set(keyOf(stack), group);
    group.objects += stack.objects;
    group.samples += stack.samples;
  }
  const isTheirs = ({ objects, samples }: { readonly objects: number; readonly samples: number }): boolean => {
    const each = Math.round(objects / delta);
    const nearly = Math.min(LOOSEST, Math.max(NEARLY, (2 * each) / Math.sqrt(samples)));
    return samples >= LEAST_SAMPLES && each >= 1 && each <= MOST_EACH && Math.abs(objects / delta - each) <= nearly;
  };
  const theirs = new Set([...groups].filter(([, group]) => isTheirs(group)).map(([key]) => key));
  return (stack) => theirs.has(keyOf(stack)) && !isOthers(stack) && !hasFrame(DESCRIPTOR)(stack);
}

function keyOf({ suspect, size }: SureStack): string {
  return `${suspect} ${size}`;
}

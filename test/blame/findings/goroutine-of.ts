/** Groups of goroutines, and what is made of them, written as text: `3 main.worker < main.wait` is three in main.wait that started in main.worker. */
import {
  type GoroutineEntry,
  type GoroutineSigns,
  goroutineSigns,
} from "../../../src/blame/findings/goroutine-signs.ts";
import type { GoroutineGroup } from "../../../src/profile/legacy/goroutines.ts";

/** `by main.Start` at the end names the function with the go statement, `[chan receive]` the state. */
export function groupsOf(text: string): GoroutineGroup[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => {
    const [, count = "", stack = "", state, createdBy] =
      /^\s*(\d+) (.*?)(?: \[(.*?)\])?(?: by (\S+))?$/.exec(line) ?? [];
    const frames = stack === "-" ? [] : stack.split(" < ").reverse();
    return { count: Number(count), frames, state, waitMinutes: undefined, createdBy };
  });
}

export function signsOfGoroutines(base: string, current: string): GoroutineSigns {
  return goroutineSigns({ base: groupsOf(base), current: groupsOf(current) });
}

/** The only entry there is. */
export function entryOf(base: string, current: string): GoroutineEntry {
  const [first, second] = signsOfGoroutines(base, current).entries;
  if (first === undefined || second !== undefined) throw new Error("not one entry");
  return first;
}

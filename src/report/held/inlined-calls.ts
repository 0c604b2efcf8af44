/**
 * Functions by the frames of a heap dump. A dump's stacks name the function that was really called, and the line of what is inlined there; a heap
 * profile of the same build says what that is.
 */
import type { AllocationFrame } from "../../dump/tables.ts";
import type { Profile } from "../../profile/tables.ts";

/** Of a frame: the function that it names, and those that are inlined there. */
export type FunctionsAt = (frame: AllocationFrame) => readonly string[];

/** What the compiler puts around the function of a go or defer statement: dumps name it, profiles leave it out. */
const WRAPPER = /\.(?:go|defer)wrap\d+$/;

export function inlinedCalls({ locations, functions, strings }: Profile): FunctionsAt {
  const calls = new Map<string, Set<string>>();
  const functionAt = (slot: number): number => locations.lineFunction[slot] as number;
  const nameAt = (slot: number): string => strings.at(functions.name[functionAt(slot)] as number);
  const note = (frame: AllocationFrame, from: number, end: number): void => {
    const names = calls.get(keyOf(frame)) ?? new Set<string>();
    calls.set(keyOf(frame), names);
    for (let slot = from; slot < end; slot++) names.add(nameAt(slot));
  };
  for (let location = 0; location < locations.length; location++) {
    const [first, end] = [locations.start[location] as number, locations.start[location + 1] as number];
    if (first === end) continue;
    const file = strings.at(functions.file[functionAt(first)] as number);
    const line = Number(locations.lineNumber[first]);
    note({ function: nameAt(end - 1), file, line }, first, end - 1);
    note({ function: "", file, line }, first, end);
  }
  return (frame) => {
    const key = WRAPPER.test(frame.function) ? { ...frame, function: "" } : frame;
    return [frame.function, ...(calls.get(keyOf(key)) ?? [])];
  };
}

function keyOf({ function: name, file, line }: AllocationFrame): string {
  return `${name}\n${file}\n${line}`;
}

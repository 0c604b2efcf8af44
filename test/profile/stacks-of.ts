/** A profile's samples as folded stacks: the reverse of profile-from-text.ts, for comparing after a filter. */
import { labelSetAt } from "../../src/profile/labels.ts";
import { NONE, type Profile } from "../../src/profile/tables.ts";

/** `root;~inlined;leaf values`, one sample a line. */
export function stacksOf(profile: Profile): string[] {
  const { samples } = profile;
  return Array.from({ length: samples.length }, (_, row) => {
    const stack = Array.from(samples.locations.subarray(samples.start[row], samples.start[row + 1])).reverse();
    const frames = stack.flatMap((location) => framesOf(profile, location));
    const values = samples.values.map((column) => String(column[row]));
    return [frames.length === 0 ? "-" : frames.join(";"), ...values].join(" ");
  });
}

function framesOf({ locations, functions, strings }: Profile, location: number): string[] {
  const lines = locations.lineFunction.subarray(locations.start[location], locations.start[location + 1]);
  const names = Array.from(lines, (row) => strings.at(functions.name[row] as number)).reverse();
  return names.map((name, index) => (index === 0 ? name : `~${name}`));
}

/** Labels of each sample as `key:value` and `key:number unit`. */
export function labelsOf(profile: Profile): string[] {
  return Array.from(profile.samples.labelSet, (row) => {
    if (row === NONE) return "";
    const { text, numeric } = labelSetAt(profile, row);
    const texts = [...text].flatMap(([key, values]) => values.map((value) => `${key}:${value}`));
    const numbers = [...numeric].flatMap(([key, { values, units }]) =>
      values.map((value, index) => `${key}:${value}${units[index] ? ` ${units[index]}` : ""}`),
    );
    return [...texts, ...numbers].join(" ");
  });
}

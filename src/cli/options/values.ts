/** Values of options, from words; what is wrong with one is said in a line of its own. */
import { InvalidArgumentError } from "commander";
import { parseSize } from "../../measurement/size.ts";
import { type ObjectCount, objectCount } from "../../report/growth/object-count.ts";
import type { Budget } from "../gate.ts";

export function positiveNumber(text: string): number {
  if (!/^\d*[1-9]\d*$/.test(text)) throw new InvalidArgumentError("Give a whole number above 0.");
  return Number(text);
}

export function size(text: string): number {
  const bytes = parseSize(text);
  if (bytes === undefined) throw new InvalidArgumentError("Give a size: 5MiB, 300kB, 1GiB.");
  return bytes;
}

/** A size, or a part of what was there. */
export function budget(text: string): Budget {
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(text.trim())?.[1];
  if (percent !== undefined) return { share: Number(percent) / 100 };
  const bytes = parseSize(text);
  if (bytes === undefined) throw new InvalidArgumentError("Give a size or a share: 5MiB, 300kB, 10%.");
  return { bytes };
}

/** Of an option that may be given again. */
export function repeated(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** `pods=61,services=4`; given again, adds to what was given before. */
export function objectCounts(text: string, before: readonly ObjectCount[] = []): readonly ObjectCount[] {
  const counts = text.split(",").map((part) => {
    const [, name, count] = /^([A-Za-z][\w.-]*)=(\d+)$/.exec(part.trim()) ?? [];
    if (name === undefined) throw new InvalidArgumentError("Give numbers of objects: pods=61,services=4.");
    return objectCount(name, Number(count));
  });
  return [...before, ...counts];
}

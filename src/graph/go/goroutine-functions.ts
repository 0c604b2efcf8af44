/** Functions with their files, out of the texts of goroutines: what tells the program's own from others'. */
import type { GoroutineGroup } from "../../profile/legacy/goroutines.ts";
import type { NamedFunction } from "../anonymize/anonymize.ts";
import type { Pseudonyms } from "../anonymize/pseudonyms.ts";

/** `#	0x4a1b2c	main.work+0x25	/src/main.go:14` of debug=1; a line and the indented one below it of debug=2. */
const COUNTED = /^#\t0x[0-9a-f]+\t+(\S.*)\+0x[0-9a-f]+\t+(.+):\d+$/gm;
const DUMPED =
  /^(?:created by )?(\S.*?)(?: in goroutine \d+|\([^()]*(?:\{[^{}]*\})?[^()]*\))?\n\t(.+):\d+(?: \+0x[0-9a-f]+)?$/gm;

export function functionsOfGoroutineText(text: string): NamedFunction[] {
  const files = new Map<string, string>();
  for (const pattern of [COUNTED, DUMPED]) {
    for (const [, name = "", file = ""] of text.matchAll(pattern)) files.set(name, file);
  }
  return Array.from(files, ([name, file]) => ({ name, file }));
}

/** The goroutines under pseudonyms; `functions` are those of the same captures. */
export function anonymizeGoroutines(
  groups: readonly GoroutineGroup[],
  functions: readonly NamedFunction[],
  names: Pseudonyms,
): GoroutineGroup[] {
  const fileOf = new Map(functions.map(({ name, file }) => [name, file]));
  const rename = (name: string): string => names.functionName(name, fileOf.get(name) ?? "");
  return groups.map(({ frames, createdBy, labels: _, ...group }) => ({
    ...group,
    frames: frames.map(rename),
    createdBy: createdBy === undefined ? undefined : rename(createdBy),
  }));
}

/** Words of pprof's shell that stand for other lines: `:` clears the filters, a sample type chooses itself. */
import type { Header } from "../../../profile/tables.ts";

const CLEAR: readonly string[] = ["focus=", "ignore=", "hide=", "tagfocus=", "tagignore="];

export function expandShortcut(line: string, { sampleTypes }: Pick<Header, "sampleTypes">): readonly string[] {
  const input = line.trim();
  // What a later type is called wins, as in pprof.
  const meanings = sampleTypes.map(({ type }) => meaningOf(input, type)).filter((lines) => lines !== undefined);
  return meanings.at(-1) ?? (input === ":" ? CLEAR : [input]);
}

function meaningOf(input: string, type: string): readonly string[] | undefined {
  const choice = `sample_index=${type}`;
  if (input === `mean_${type}`) return ["mean=1", choice];
  if (input === `total_${type}`) return ["mean=0", choice];
  return input === type ? [choice] : undefined;
}

/** Flags of pprof that a report of ours does not heed: which may be left out, and the line that says so. */
import { groupBy } from "../../measurement/group-by.ts";
import { FILTERS } from "../../profile/filter/options.ts";
import { ALL_OPTIONS, PPROF_REPORTS, type PprofOption, VIEW_OPTIONS } from "../pprof/options.ts";
import { isShown } from "../pprof/view-options.ts";

/** Those that choose what is counted, or where it goes: without them the answer would be to another question. */
const DECISIVE: ReadonlySet<string> = new Set([...Object.keys(FILTERS), "sampleIndex", "output"]);

const OF_LOOKS: ReadonlySet<string> = new Set(
  [...Object.keys(VIEW_OPTIONS).filter((key) => !DECISIVE.has(key)), "tools", "seconds"].map((key) => nameOf(key)),
);

/** Whether the option only changes how pprof shows what it counted. */
export function isOfLooks({ name }: PprofOption): boolean {
  return OF_LOOKS.has(name);
}

/** Without an end. `names`: flags by pprof's names, or words of its choices (`lines`). */
export function noEffectLine(names: readonly string[]): string {
  const parts = [...groupBy(names, viewOf)].map(([view, own]) => {
    const flags = own.map((name) => `-${name}`).join(", ");
    return view === "" ? flags : `${flags} (acts in heapblame -${view})`;
  });
  return `of no effect on this report: ${parts.join(", ")}`;
}

/** The first of pprof's reports that the flag changes; "" for none. */
function viewOf(name: string): string {
  const key = Object.keys(ALL_OPTIONS).find((each) => nameOf(each) === name) ?? "";
  if (!(key in VIEW_OPTIONS)) return "";
  return PPROF_REPORTS.find((report) => report.instead === undefined && isShown(report.name, key))?.name ?? "";
}

function nameOf(key: string): string {
  return (ALL_OPTIONS as Readonly<Record<string, PprofOption>>)[key]?.name ?? "";
}

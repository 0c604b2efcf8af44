/** What there is to do where no place grew. */
import type { GrowthReport } from "../../report/growth/growth.ts";
import type { Facts } from "../desk/facts.ts";

/** Each only where it would change something. */
export function withoutPlace(report: GrowthReport, { sampleTypes }: Pick<Facts, "sampleTypes">): string {
  const { verdict, filters } = report;
  if (verdict.code === "not-comparable")
    return "Take two profiles that can be compared: the first line says why these cannot.";
  if (isNothing(report)) {
    return filters.length > 0
      ? "No stack with a value matches the filters: take them back to see what there is."
      : "Neither profile has anything of this: look at another value, or capture while the program holds something.";
  }
  if (verdict.code === "allocated" && sampleTypes.some(({ type }) => type === "inuse_space"))
    return "Look at inuse_space: it shows what stays.";
  if (verdict.code === "shrank") return "Nothing: it shrank.";
  if (verdict.code === "did-not-change") return "Nothing: take two profiles further apart to see more.";
  return "No single place stands out: the table has all of them.";
}

export function isNothing({ totals: { base, current } }: GrowthReport): boolean {
  return base === 0 && current === 0;
}

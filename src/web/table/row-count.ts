/** How many rows the table shows, what they add up to, and why there is none. */
import type { OrderAnswer } from "../desk/answers.ts";
import { count, type Numbers } from "../numbers.ts";
import type { PageState } from "../page-state.ts";

export function countText({ order, sum }: OrderAnswer, all: number, numbers: Numbers, isDiff: boolean): string {
  const part = order.length === all ? "" : `${count(order.length, false)} of `;
  return `${part}${count(all, false)} ${all === 1 ? "row" : "rows"}, ${isDiff ? numbers.delta(sum) : numbers.value(sum)}`;
}

/** Why no row is shown. */
export function emptyText({ find, own, sure, dropNegative }: PageState, all: number): string {
  if (all === 0) return "There are no rows: no stack that is looked at has a value here.";
  const wanted = [
    ...(find === "" ? [] : [`is found by ${find}`]),
    ...(own ? ["is of the program's own code"] : []),
    ...(sure ? ["surely changed"] : []),
    ...(dropNegative ? ["did not shrink"] : []),
  ];
  return wanted.length === 0 ? "No row is shown." : `No row ${wanted.join(" and ")}.`;
}

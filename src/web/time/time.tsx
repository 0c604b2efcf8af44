/** Over time and beside the heap: the series with its shape, goroutines, the process's memory, and who holds. */
import { askedOf, type VerdictAnswer } from "../desk/answers.ts";
import { useAnswer } from "../desk/use-answer.ts";
import type { ViewProps } from "../props.ts";
import { Goroutines } from "./goroutines.tsx";
import { Holders } from "./holders.tsx";
import { Memory } from "./memory.tsx";
import { Series } from "./series.tsx";

/** Whether the page has anything for this view. */
export function hasTime({ facts: { data } }: ViewProps["desk"], verdict: VerdictAnswer | undefined): boolean {
  return (
    data.headers.length > 2 ||
    data.waterfalls.some((known) => known !== undefined) ||
    (verdict !== undefined && (verdict.holders.length > 0 || verdict.growth?.report.goroutines != null))
  );
}

export function Time(props: ViewProps) {
  const verdict = useAnswer(props.desk, "verdict", askedOf(props.state));
  const goroutines = verdict?.growth?.report.goroutines ?? null;
  return (
    <section class="view" aria-label="Time">
      <Series {...props} />
      <Holders {...props} holders={verdict?.holders ?? []} />
      {goroutines !== null && <Goroutines change={props.change} goroutines={goroutines} />}
      <Memory {...props} />
    </section>
  );
}

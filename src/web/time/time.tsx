/** Over time and beside the heap: the series with its shape, goroutines, the process's memory, and who holds. */
import { capital } from "../../wording/phrases.ts";
import { askedOf, type VerdictAnswer } from "../desk/answers.ts";
import { useAnswer } from "../desk/use-answer.ts";
import type { ViewProps } from "../props.ts";
import { Goroutines } from "./goroutines.tsx";
import { Holders } from "./holders.tsx";
import { Memory } from "./memory.tsx";
import { Series } from "./series.tsx";

/** What this view has to show, as its name; "" for nothing. */
export function timeTitle({ facts: { data } }: ViewProps["desk"], verdict: VerdictAnswer | undefined): string {
  if (data.headers.length > 2) return "Time";
  const parts = [
    ...((verdict?.holders.length ?? 0) > 0 ? ["holders"] : []),
    ...(verdict?.growth?.report.goroutines != null ? ["goroutines"] : []),
    ...(data.waterfalls.some((known) => known !== undefined) ? ["memory"] : []),
  ];
  return capital(parts.join(", "));
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

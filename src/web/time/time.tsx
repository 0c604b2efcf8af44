/** Over time and beside the heap: the series with its shape, goroutines, the process's memory, and who holds. */
import type { ViewProps } from "../props.ts";
import { Goroutines } from "./goroutines.tsx";
import { Holders } from "./holders.tsx";
import { Memory } from "./memory.tsx";
import { Series } from "./series.tsx";

/** Whether the page has anything for this view. */
export function hasTime({ session, state }: Pick<ViewProps, "session" | "state">): boolean {
  return (
    session.input.profiles.length > 2 ||
    session.holderRows(state).length > 0 ||
    session.waterfalls.some((known) => known !== undefined) ||
    session.report({ ...state, level: "functions" })?.goroutines != null
  );
}

export function Time(props: ViewProps) {
  return (
    <section class="view" aria-label="Time">
      <Series {...props} />
      <Holders {...props} />
      <Goroutines {...props} />
      <Memory {...props} />
    </section>
  );
}

/** What the next click is likely to ask of a large profile, computed while the reader reads: in pieces, between which the page answers. */
import { useEffect } from "preact/hooks";
import { boxesOf } from "./flame/boxes.ts";
import { viewWidth } from "./flame/canvas.tsx";
import type { ViewProps } from "./props.ts";

/** Nobody has done anything for so long. */
const QUIET_MS = 300;

export function useWarmth({ session, state }: Pick<ViewProps, "session" | "state">): void {
  useEffect(() => {
    if (!session.isLarge) return undefined;
    let timer = 0;
    const pieces = [
      () => session.comparison(state),
      () => session.stacks(state),
      () => {
        const stacks = session.stacks(state);
        boxesOf(stacks, stacks.names.length, stacks.isDiff ? state.width : "current", viewWidth());
      },
    ];
    const next = (at: number): void => {
      const piece = pieces[at];
      if (piece === undefined) return;
      timer = window.setTimeout(() => {
        try {
          piece();
        } catch {
          // A filter that is no regular expression: the views say so.
          return;
        }
        next(at + 1);
      }, QUIET_MS);
    };
    next(0);
    return () => clearTimeout(timer);
  }, [session, state.filters, state.type, state.noInlines, state.from, state.to, state.width]);
}

/** What the next click is likely to ask, and what a print shows at once, asked while the reader reads: in pieces, between which the page's own questions come first. */
import { useEffect } from "preact/hooks";
import type { ViewProps } from "../props.ts";
import { paperPieces } from "./paper.ts";

/** Nobody has done anything for so long. */
const QUIET_MS = 100;
/** Between two pieces, so that what the reader asks meanwhile is answered before the next. */
const GAP_MS = 30;

export function useWarmth({ desk, state }: Pick<ViewProps, "desk" | "state">): void {
  // Of a large profile each takes the worker a while.
  const picked = desk.facts.data.isLarge ? "" : state.selected;
  useEffect(() => {
    if (desk.facts.data.headers.length === 0) return undefined;
    let isWanted = true;
    const warm = async (): Promise<void> => {
      await pause(QUIET_MS);
      for (const piece of paperPieces({ desk, state })) {
        if (!isWanted) return;
        const { settled } = piece();
        await settled;
        if (settled !== undefined) await pause(GAP_MS);
      }
    };
    void warm();
    return () => {
      isWanted = false;
    };
  }, [desk, state.filters, state.type, state.noInlines, state.from, state.to, state.width, picked]);
}

function pause(duration: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, duration));
}

/** What the next click is likely to ask of a large profile, asked while the reader reads: in pieces, between which the page's own questions come first. */
import { useEffect } from "preact/hooks";
import { askedOf } from "./desk/answers.ts";
import { flameQuestion } from "./flame/flame.tsx";
import { viewWidth } from "./flame/view-width.ts";
import type { ViewProps } from "./props.ts";

/** Nobody has done anything for so long. */
const QUIET_MS = 300;

export function useWarmth({ desk, state }: Pick<ViewProps, "desk" | "state">): void {
  useEffect(() => {
    if (!desk.facts.data.isLarge || desk.facts.data.headers.length === 0) return undefined;
    let isWanted = true;
    const warm = async (): Promise<void> => {
      const asked = askedOf(state);
      const pieces = [
        () => desk.ask("comparison", asked),
        () => desk.ask("stacks", asked),
        () => desk.ask("flame", flameQuestion(state, viewWidth())),
      ];
      for (const piece of pieces) {
        await quiet();
        if (!isWanted) return;
        await piece().settled;
      }
    };
    void warm();
    return () => {
      isWanted = false;
    };
  }, [desk, state.filters, state.type, state.noInlines, state.from, state.to, state.width]);
}

function quiet(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, QUIET_MS));
}

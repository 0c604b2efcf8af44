/** What the next click is likely to ask, and what a print shows at once, asked while the reader reads: in pieces, between which the page's own questions come first. */
import { useEffect } from "preact/hooks";
import { askedOf, orderQuestion } from "./desk/answers.ts";
import { flameQuestion } from "./flame/flame.tsx";
import { viewWidth } from "./flame/view-width.ts";
import type { ViewProps } from "./props.ts";

/** Nobody has done anything for so long. */
const QUIET_MS = 300;

export function useWarmth({ desk, state }: Pick<ViewProps, "desk" | "state">): void {
  // Of a large profile each takes the worker a while.
  const { isLarge } = desk.facts.data;
  const picked = isLarge ? "" : state.selected;
  useEffect(() => {
    if (desk.facts.data.headers.length === 0) return undefined;
    let isWanted = true;
    const warm = async (): Promise<void> => {
      const asked = askedOf(state);
      const { selected, find } = state;
      const pieces = [
        () => desk.ask("comparison", asked),
        () => desk.ask("stacks", asked),
        () => desk.ask("flame", flameQuestion(state, viewWidth())),
        () => desk.ask("rows", { ...asked, level: state.level }),
        () => desk.ask("order", orderQuestion(state)),
        ...(["peek", "source", "trend"] as const).map((view) => () => desk.ask(view, { ...asked, selected, find })),
      ];
      await quiet();
      for (const piece of pieces) {
        if (!isWanted) return;
        await piece().settled;
        if (isLarge) await quiet();
      }
    };
    void warm();
    return () => {
      isWanted = false;
    };
  }, [desk, state.filters, state.type, state.noInlines, state.from, state.to, state.width, picked]);
}

function quiet(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, QUIET_MS));
}

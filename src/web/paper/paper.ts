/** What is on paper: a print cannot wait for what is not computed, so it is asked ahead, and the keys that print wait for it. */
import { useEffect, useRef } from "preact/hooks";
import { askedOf, orderQuestion } from "../desk/answers.ts";
import { flameQuestion } from "../flame/flame.tsx";
import { viewWidth } from "../flame/view-width.ts";
import { askedGraphOf, graphAddress } from "../graph/asked-graph.ts";
import { showBusy } from "../opening.ts";
import type { ViewProps } from "../props.ts";

type Known = Pick<ViewProps, "desk" | "state">;

/** `settled`: undefined where it was known at once. */
type Piece = () => { readonly settled: Promise<unknown> | undefined };

/** Pictures first: they take longest. What is known is asked again for nothing. */
export function paperPieces({ desk, state }: Known): readonly Piece[] {
  const asked = askedOf(state);
  const { selected, find, level } = state;
  const { hasSources, headers } = desk.facts.data;
  return [
    () => desk.ask("verdict", asked),
    () => desk.ask("comparison", asked),
    () => desk.ask("stacks", asked),
    () => desk.ask("flame", flameQuestion(state, viewWidth())),
    () => desk.ask("peek", { ...asked, selected, find }),
    () => desk.ask("rows", { ...asked, level }),
    () => desk.ask("order", orderQuestion(state)),
    ...(hasSources ? [() => desk.ask("source", { ...asked, selected, find })] : []),
    ...(headers.length > 2 ? [() => desk.ask("trend", { ...asked, selected })] : []),
  ];
}

/** Ctrl+P or Cmd+P prints when all of it is there. Of the browser's menu nobody tells the page in time. */
export function usePrintKey(props: Known): void {
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const isPrint = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key === "p";
      if (!isPrint || latest.current.desk.facts.data.headers.length === 0) return;
      const awaited = [...paperPieces(latest.current).map((piece) => piece().settled), graphFor(latest.current)];
      if (awaited.every((each) => each === undefined)) return;
      event.preventDefault();
      const stop = showBusy("Getting ready to print…");
      void Promise.allSettled(awaited).then(() => {
        stop();
        print();
      });
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);
}

/** What the server of the page is to draw; undefined where the picture is there. */
function graphFor({ desk, state }: Known): Promise<unknown> | undefined {
  if (desk.facts.data.served === null) return undefined;
  const address = graphAddress(desk.facts, state);
  return desk.askedGraph?.address === address ? undefined : askedGraphOf(desk, address, new AbortController().signal);
}

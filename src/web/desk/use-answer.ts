/** Answers in views: what is known at once is shown at once; until another answer is there the last one stays, and the page says that it works. */
import { useEffect, useReducer, useRef } from "preact/hooks";
import { showBusy } from "../opening.ts";
import type { AnswerOf, QuestionName, QuestionOf } from "./answers.ts";
import { type Desk, keyOf } from "./desk.ts";

/** undefined until there is one. Throws what the answer failed with, for the boundary around the views. */
export function useAnswer<Name extends QuestionName>(
  desk: Desk,
  name: Name,
  question: QuestionOf<Name>,
): AnswerOf<Name> | undefined {
  const [, redraw] = useReducer((turn: number) => turn + 1, 0);
  const last = useRef<AnswerOf<Name> | undefined>(undefined);
  const pending = desk.ask(name, question);
  const isAwaited = isOpen(pending);
  useEffect(() => {
    if (!isAwaited) return undefined;
    const stop = showBusy();
    let isWanted = true;
    void pending.settled?.then(() => {
      stop();
      if (isWanted) redraw(undefined);
    });
    return () => {
      isWanted = false;
      stop();
    };
  }, [desk, keyOf(name, question)]);
  if (pending.error !== undefined) throw pending.error;
  if (pending.answer !== undefined) last.current = pending.answer;
  return last.current;
}

function isOpen({ answer, error }: { answer?: unknown; error?: unknown }): boolean {
  return answer === undefined && error === undefined;
}

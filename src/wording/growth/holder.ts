/** The verdict of a diff, with who holds beside who allocated. */
import { LOOK_FOR_HOLDER, LOOK_FOR_MOST } from "./findings.ts";
import type { GrowthWords } from "./words.ts";

/** What a heap dump or references say of a holder; "" for nothing. */
export interface HolderSentence {
  readonly text: string;
  /** It names where the first suspect's objects are kept. */
  readonly isFound: boolean;
}

const NOT_SHOWN = /, so they do not show who holds it\.$/;

/** Whoever is told who holds is not told to look for it, nor that it is not known. */
export function addHolder(words: GrowthWords, { text, isFound }: HolderSentence): GrowthWords {
  if (text === "") return words;
  let { verdict } = words;
  const following: string[] = [];
  for (const sentence of words.following) {
    const kept = isFound ? withoutSearch(sentence) : sentence;
    verdict = kept === "" ? verdict.replace(` ${sentence}`, () => "") : verdict.replace(sentence, () => kept);
    if (kept !== "") following.push(kept);
  }
  return { ...words, verdict: `${verdict} ${text}`, following: [...following, text] };
}

function withoutSearch(sentence: string): string {
  return sentence === LOOK_FOR_HOLDER || sentence === LOOK_FOR_MOST ? "" : sentence.replace(NOT_SHOWN, ".");
}

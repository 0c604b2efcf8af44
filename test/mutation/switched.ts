/**
 * All mutants of a file in one text: where each would be, the program asks whether it is the chosen one. So the tests are bundled once, and a run
 * without any tells which of them a test comes by.
 */
import { type Mutant, mutatedText } from "./mutants.ts";

export interface Numbered {
  readonly id: number;
  readonly mutant: Mutant;
}

/** The source with `globalThis.isMutant(id)` before each of `mutants`. */
export function switchedText(text: string, mutants: readonly Numbered[]): string {
  return write(text, 0, text.length, byPlace(mutants));
}

/** The widest place first, those of one place beside each other. */
function byPlace(mutants: readonly Numbered[]): readonly Numbered[] {
  const place = ({ mutant }: Numbered): { start: number; end: number } => mutant.place;
  return [...mutants].sort((a, b) => place(a).start - place(b).start || place(b).end - place(a).end || a.id - b.id);
}

/** `mutants` are those whose places lie within. */
function write(text: string, start: number, end: number, mutants: readonly Numbered[]): string {
  let written = "";
  let at = start;
  for (let row = 0; row < mutants.length; ) {
    const { place } = (mutants[row] as Numbered).mutant;
    const inside = mutants.slice(row).filter(({ mutant }) => mutant.place.end <= place.end);
    const here = inside.filter(({ mutant }) => mutant.place.start === place.start && mutant.place.end === place.end);
    const unchanged = write(text, place.start, place.end, inside.slice(here.length));
    written += text.slice(at, place.start) + here.reduce((other, one) => choice(text, one, other), unchanged);
    at = place.end;
    row += inside.length;
  }
  return written + text.slice(at, end);
}

function choice(text: string, { id, mutant }: Numbered, other: string): string {
  const { start, end, isStatement } = mutant.place;
  const rest = text.length - end;
  const whole = mutatedText(text, mutant);
  const mutated = whole.slice(start, whole.length - rest);
  const test = `globalThis.isMutant(${id})`;
  return isStatement ? `{ if (${test}) {${mutated}} else {${other}} }` : `(${test} ? ${mutated} : ${other})`;
}

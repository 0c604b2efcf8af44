/** Codes into words: one typed table for each family of findings, so that a code without words does not compile. */

/** A sentence for every code of `Facts`, made of the facts of that code. */
export type WordsFor<Facts> = {
  readonly [Code in keyof Facts & string]: (facts: Facts[Code]) => string;
};

/** The sentence of one finding. */
export function sayIn<Facts, Code extends keyof Facts & string>(
  table: WordsFor<Facts>,
  { code, facts }: { readonly code: Code; readonly facts: Facts[Code] },
): string {
  return table[code](facts);
}

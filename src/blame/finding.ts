/** What was found, as data: a code, how much it weighs, and the facts that `wording/` makes its sentence of. No numbers in words here. */

/** `blocking`: the comparison means nothing. `limiting`: some statements are withheld or weaker. `note`: good to know. */
export type Severity = "blocking" | "limiting" | "note";

/** The facts of a code that needs none. */
export type NoFacts = Readonly<Record<never, never>>;

/** One of the codes of `Facts`, each with its own facts. */
export type FindingOf<Facts> = {
  readonly [Code in keyof Facts & string]: {
    readonly code: Code;
    readonly severity: Severity;
    readonly facts: Facts[Code];
  };
}[keyof Facts & string];

/** The findings without those that say what an earlier one said. */
export function uniqueFindings<Finding extends { readonly code: string; readonly facts: object }>(
  findings: readonly Finding[],
): Finding[] {
  const byContent = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.code} ${JSON.stringify(finding.facts)}`;
    if (!byContent.has(key)) byContent.set(key, finding);
  }
  return [...byContent.values()];
}

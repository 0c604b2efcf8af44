/** Changes that no test can notice, each with the reason. They are named by the text of their line, since its number moves. */
import { readFileSync } from "node:fs";
import { computeMutants, type Mutant } from "./mutants.ts";

export interface Equivalent {
  /** Below src/. */
  readonly file: string;
  /** As `describe` has it. */
  readonly change: string;
  readonly why: string;
}

export const EQUIVALENT = JSON.parse(
  readFileSync(new URL("equivalent.json", import.meta.url), "utf8"),
) as readonly Equivalent[];

/** The line as it is and as it would be, without what they share at their ends but for some letters: `if ([a < b]) -> [a <= b]`. */
export function describe(text: string, { start, end, replacement }: Mutant): string {
  const lineStart = text.lastIndexOf("\n", start) + 1;
  const found = text.indexOf("\n", end);
  const lineEnd = found < 0 ? text.length : found;
  const before = text.slice(lineStart, start).trimStart();
  const after = text.slice(end, lineEnd).trimEnd();
  return `${before}[${text.slice(start, end)}]${after} -> [${replacement}]`.replaceAll(/\s+/g, " ");
}

/** Entries of a file that its text no longer has: whoever runs mutants of it takes them out. */
export function staleIn(
  file: string,
  text: string,
  entries: readonly Equivalent[] = EQUIVALENT,
): readonly Equivalent[] {
  const changes = new Set(computeMutants(file, text).map((mutant) => describe(text, mutant)));
  return entries.filter((entry) => entry.file === file && !changes.has(entry.change));
}

export function isEquivalent(file: string, text: string, mutant: Mutant): boolean {
  const change = describe(text, mutant);
  return EQUIVALENT.some((entry) => entry.file === file && entry.change === change);
}

/** Changes that no test can notice, each with the reason. They are named by the text of their line, since its number moves. */
import { readFileSync } from "node:fs";
import type { Mutant } from "./mutants.ts";

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

export function isEquivalent(file: string, text: string, mutant: Mutant): boolean {
  const change = describe(text, mutant);
  return EQUIVALENT.some((entry) => entry.file === file && entry.change === change);
}

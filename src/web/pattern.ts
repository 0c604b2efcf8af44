/** What a reader types to find names: a regular expression as pprof's filters have them, or a word on why it is none. */
import { compilePattern } from "../profile/filter/regexp.ts";

interface NamePattern {
  readonly matches: (name: string) => boolean;
  /** "" if there is nothing wrong with it. */
  readonly fault: string;
}

/** Small letters find capitals too. */
export function namePattern(text: string): NamePattern {
  if (text === "") return { matches: () => true, fault: "" };
  try {
    const { matches } = compilePattern(patternOf(text));
    return { matches, fault: "" };
  } catch (error) {
    return { matches: () => false, fault: error instanceof Error ? error.message : String(error) };
  }
}

/** As a command line takes it. */
export function patternOf(text: string): string {
  return text === text.toLowerCase() ? `(?i)${text}` : text;
}

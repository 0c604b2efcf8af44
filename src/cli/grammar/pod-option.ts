/** `-nshop`, `-lapp=web`: an option about pods and its value in one word, as kubectl takes them. */
import { flagName, PPROF_FLAGS } from "../pprof/flag-names.ts";

/** The option and the value; undefined for other words, flags of pprof's among them. */
export function splitPodOption(word: string): readonly [option: string, value: string] | undefined {
  const [, option, value] = /^(-[nlc])([^=].*)$/s.exec(word) ?? [];
  if (option === undefined || value === undefined || PPROF_FLAGS.has(flagName(word) ?? "")) return undefined;
  return [option, value];
}

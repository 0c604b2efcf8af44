/** Pseudonyms for what heap dumps name: which modules are the program's own, and where each function is from. */
import type { NamedFunction } from "../../graph/anonymize/anonymize.ts";
import { Pseudonyms } from "../../graph/anonymize/pseudonyms.ts";
import { findMainModule } from "../../graph/go/main-module.ts";
import { moduleList } from "../../graph/go/own-modules.ts";
import type { NamedAnalysis } from "../../report/held/held.ts";
import type { NamedProgram } from "./dump.ts";

/** `stated`: modules as the user gives them, else main's by the program, else guessed. */
export function pseudonymsOf(
  analyses: readonly (NamedAnalysis | undefined)[],
  program: NamedProgram | undefined,
  stated: readonly string[] | undefined,
): { readonly names: Pseudonyms; readonly functions: readonly NamedFunction[] } {
  const functions = functionsOfDumps(analyses);
  const built = program?.program.buildInfo?.main?.path;
  const own = [moduleList(stated), moduleList(built), moduleList(findMainModule(functions)?.module)];
  return { names: new Pseudonyms(own.find((modules) => modules.length > 0)), functions };
}

/** Of all allocation stacks, each once. */
export function functionsOfDumps(analyses: readonly (NamedAnalysis | undefined)[]): NamedFunction[] {
  const files = new Map<string, string>();
  for (const analysis of analyses) {
    for (const { frames } of analysis?.analysis.dump.stacks ?? []) {
      for (const frame of frames) files.set(frame.function, frame.file);
    }
  }
  return Array.from(files, ([name, file]) => ({ name, file }));
}

/** Why a program is not the one that wrote a heap dump. */
import type { ProgramMismatch } from "../dump/names/match-program.ts";

export function mismatchText(mismatch: ProgramMismatch): string {
  switch (mismatch.kind) {
    case "not-go":
      return "it is no Go program";
    case "no-functions":
      return "the dump has no stack to compare it with";
    case "architecture":
      return `it is of ${mismatch.program}, the dump of ${mismatch.dump}`;
    case "go-version":
      return `it was built with ${mismatch.program}, the dump says ${mismatch.dump}`;
    case "functions":
      return `${mismatch.wrong} of ${mismatch.of} functions on the stacks of the dump lie elsewhere in it (${mismatch.example}); it is another build`;
    case "segments":
      return `its variables do not lie where those of the dump do (${mismatch.segment}); it is another build`;
    case "types":
      return `its types differ from those of the dump (${mismatch.example}); it is another build`;
  }
}

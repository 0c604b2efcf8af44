/** What a profile shows of the program it is of, for telling whether a source file can be the one it was built from. */
import { goVersionOf, releaseInPath } from "../../profile/go-version.ts";
import type { Profile } from "../../profile/tables.ts";
import { packageOf } from "./symbol.ts";

export interface ProfiledProgram {
  /** `go1.26.8`: of a file of the standard library, by its path or by others of the profile. */
  readonly releaseOf: (file: string) => string | undefined;
  /** Whether a function of the profile is of a package in that module. */
  readonly hasModule: (module: string) => boolean;
  /** The last line of the file that is on a stack; 0 if none is known. */
  readonly lastLineOf: (file: string) => number;
}

export function programEvidence(profile: Profile): ProfiledProgram {
  const release = goVersionOf(profile);
  const packages = packagesOf(profile);
  const lastLines = lastLinesOf(profile);
  return {
    releaseOf: (file) => releaseInPath(file) ?? release,
    hasModule: (module) => packages.some((path) => path === module || path.startsWith(`${module}/`)),
    lastLineOf: (file) => lastLines.get(file) ?? 0,
  };
}

function lastLinesOf({ locations, functions, strings }: Profile): ReadonlyMap<string, number> {
  const last = new Map<string, number>();
  for (const [slot, row] of locations.lineFunction.entries()) {
    const file = strings.at(functions.file[row] as number);
    const line = Number(locations.lineNumber[slot]);
    if (line > (last.get(file) ?? 0)) last.set(file, line);
  }
  return last;
}

function packagesOf({ functions, strings }: Profile): string[] {
  return [...new Set(Array.from(functions.name, (name) => packageOf(strings.at(name))))];
}

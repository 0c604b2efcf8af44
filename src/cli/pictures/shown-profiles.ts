/** Several profiles as they are shown: as they are, or all under the same pseudonyms and called by their number. */
import type { ModuleNames } from "../../graph/go/own-modules.ts";
import type { Profile } from "../../profile/tables.ts";

export interface ShownProfiles {
  readonly profiles: readonly Profile[];
  readonly names: readonly string[];
  /** The program's own modules by the names under which they are shown; undefined where the profiles are to tell. */
  readonly module: ModuleNames | undefined;
}

/** `module`: the program's own, if they are known. `called`: what stands for the name of a profile, by its place among them. */
export async function shownProfiles(
  profiles: readonly Profile[],
  names: readonly string[],
  { anonymize, module }: { readonly anonymize?: boolean | undefined; readonly module?: ModuleNames | undefined },
  called: (index: number) => string = (index) => `snapshot ${index + 1}`,
): Promise<ShownProfiles> {
  if (anonymize !== true) return { profiles, names, module };
  const { anonymizeProfiles } = await import("../../graph/anonymize/anonymize.ts");
  const anonymous = anonymizeProfiles(profiles, module);
  return {
    profiles: anonymous.profiles,
    names: names.map((_, index) => called(index)),
    module: module && anonymous.modules,
  };
}

/** Several profiles as they are shown: as they are, or all under the same pseudonyms and called by their number. */
import type { Profile } from "../../profile/tables.ts";

interface ShownProfiles {
  readonly profiles: readonly Profile[];
  readonly names: readonly string[];
}

export async function shownProfiles(
  profiles: readonly Profile[],
  names: readonly string[],
  { anonymize, module }: { readonly anonymize?: boolean; readonly module?: readonly string[] },
): Promise<ShownProfiles> {
  if (anonymize !== true) return { profiles, names };
  const { anonymizeProfiles } = await import("../../graph/anonymize/anonymize.ts");
  return {
    profiles: anonymizeProfiles(profiles, module).profiles,
    names: names.map((_, index) => `snapshot ${index + 1}`),
  };
}

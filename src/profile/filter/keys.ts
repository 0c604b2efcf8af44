/** tagshow and taghide: labels kept or taken off by their keys; no sample goes. */

import type { Profile } from "../tables.ts";
import { removeLabels, usedLabelSets } from "./labels.ts";
import { type Pattern, StringMatches } from "./pattern.ts";

interface KeysFiltered {
  readonly profile: Profile;
  /** Whether any label of a sample met each pattern. */
  readonly matched: { readonly show: boolean; readonly hide: boolean };
}

export function filterByKeys(profile: Profile, show: Pattern | undefined, hide: Pattern | undefined): KeysFiltered {
  const { labelSets, strings } = profile;
  const shown = show && new StringMatches(strings, show.matches);
  const hidden = hide && new StringMatches(strings, hide.matches);
  const matched = { show: false, hide: false };
  for (const row of usedLabelSets(profile)) {
    for (let at = labelSets.start[row] as number; at < (labelSets.start[row + 1] as number); at++) {
      const key = labelSets.key[at] as number;
      if (shown === undefined || shown.has(key)) matched.show = true;
      if (hidden?.has(key)) matched.hide = true;
    }
  }
  const isRemoved = (key: number): boolean => shown?.has(key) === false || hidden?.has(key) === true;
  return { profile: removeLabels(profile, isRemoved), matched };
}

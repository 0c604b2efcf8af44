/** What a reader of a diff must know about the two profiles before trusting its numbers. */
import { formatDuration } from "../measurement/time-text.ts";
import type { Diff } from "../profile/diff.ts";
import { baseValues, currentValues } from "../profile/diff.ts";
import type { Notice } from "./growth.ts";

/** Findings about the pair as it was read, before any filter. */
export function pairNotices(diff: Diff): Notice[] {
  const notices: Notice[] = [];
  const before = diff.base.header.timeNanos;
  const after = diff.current.header.timeNanos;
  if (isSameState(diff)) {
    const text =
      before === after
        ? "both profiles are the same: the diff is empty"
        : "both profiles show the same heap to the byte: no garbage collection ended between them; capture with ?gc=1";
    notices.push({ code: before === after ? "same-profile" : "same-gc-state", severity: "blocking", text });
  }
  if (before !== 0n && after !== 0n && after < before) {
    const apart = formatDuration(before - after);
    const text = `the base was captured ${apart} after the current profile: are they swapped?`;
    notices.push({ code: "swapped", severity: "limiting", text });
  }
  if (diff.base.buildId !== diff.current.buildId && diff.base.buildId !== "" && diff.current.buildId !== "") {
    const text = "base and current are from different builds: frames are matched by function name";
    notices.push({ code: "other-build", severity: "note", text });
  }
  return notices;
}

/** Every sample has the same values on both sides, in every sample type. */
function isSameState(diff: Diff): boolean {
  for (const type of diff.profile.header.sampleTypes.keys()) {
    const base = baseValues(diff, type);
    const current = currentValues(diff, type);
    for (let sample = 0; sample < base.length; sample++) if (base[sample] !== current[sample]) return false;
  }
  return true;
}

/** What a check has to say besides its verdict: a line for each suspect. */
import { chooseColumnUnit, formatDelta } from "../../measurement/delta.ts";
import type { CheckReport } from "../../report/check/report.ts";
import type { SuspectGrowth } from "../../report/growth/suspects.ts";

import { plusMinus } from "../../wording/phrases.ts";

export function suspectLine({ sampleType }: CheckReport, suspect: SuspectGrowth): string {
  const unit = chooseColumnUnit([suspect.growth], sampleType.unit);
  const growth = `${formatDelta(suspect.growth, unit)} ${plusMinus(suspect, unit)}`.trimEnd();
  const own = suspect.ownFrame === null || suspect.ownFrame === suspect.frame ? "" : `, own frame ${suspect.ownFrame}`;
  return `${growth}  ${suspect.frame}, from ${suspect.entry}${own}  [${suspect.fingerprint}]`;
}

/** Everything that a growth report says in sentences. */

import type { GrowthReport, KindsEvidence, Notice } from "../../report/growth/growth.ts";
import { provenanceText } from "../provenance.ts";
import { auditText } from "./audit.ts";
import { describeCounts, describeManaged } from "./kinds.ts";
import { matchedText } from "./matched.ts";
import { describeVerdict } from "./verdict.ts";

/** What a growth report says in sentences. */
export interface GrowthWords {
  readonly verdict: string;
  /** As the report has its findings: a sentence for each. */
  readonly provenance: readonly string[];
  readonly audit: readonly string[];
  /** About numbers and sizes of decoded objects, without what the verdict says. */
  readonly kinds: readonly string[];
}

/** The report's sentences. */
export function growthWords(report: GrowthReport): GrowthWords {
  const { provenance, audit, kinds } = report;
  const blocking = provenance.filter(({ severity }) => severity === "blocking").map(noticeText);
  const counts = kinds === null ? [] : describeCounts(kinds);
  const verdict = describeVerdict(report, blocking, kinds !== null && isCounted(kinds) ? counts : []);
  const texts = kinds === null ? [] : [...counts, ...describeManaged(kinds)];
  return {
    verdict,
    provenance: provenance.map(noticeText),
    audit: audit.map(auditText),
    kinds: texts.filter((text) => !verdict.includes(text)),
  };
}

/** Some number of the cluster was given. */
function isCounted({ rows, absent }: KindsEvidence): boolean {
  return absent.length > 0 || rows.some(({ inCluster }) => inCluster !== null);
}

export function noticeText(notice: Notice): string {
  if (notice.code === "filter") return notice.facts.message;
  return notice.code === "matched" ? matchedText(notice.facts) : provenanceText(notice);
}

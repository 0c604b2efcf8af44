/** The one gate: whether a heap grew beyond a budget, for `check` and for `diff --fail-above`. */
import type { Comparison } from "../blame/provenance/comparison.ts";
import { exactSum, type ValueColumn } from "../profile/int64.ts";
import { isLiveBytes } from "../profile/live-bytes.ts";
import { baseValues } from "../profile/merge/diff.ts";
import type { CheckOutcome, CheckReport } from "../report/check/report.ts";
import { checkWords } from "../wording/check.ts";
import { CHECK_FAILED, OK } from "./exit-codes.ts";
import type { Io } from "./terminal/io.ts";

/** Bytes, or a part of what was live before. */
export type Budget = { readonly bytes: number } | { readonly share: number };

/** `git bisect run` skips a commit whose script exits so. */
const UNMEASURABLE = 125;

export const GATE_CODES: Readonly<Record<CheckOutcome, number>> = {
  clean: OK,
  exceeded: CHECK_FAILED,
  unmeasurable: UNMEASURABLE,
};

const GATE_WORDS: Readonly<Record<CheckOutcome, string>> = {
  clean: "ok",
  exceeded: "FAILED",
  unmeasurable: "unmeasurable",
};

/** In bytes. */
export function budgetBytes(budget: Budget, { diff }: Comparison): number {
  if ("bytes" in budget) return budget.bytes;
  const live = diff.profile.header.sampleTypes.findIndex(isLiveBytes);
  if (live < 0) return 0;
  const base: ValueColumn = baseValues(diff, live);
  return Math.round(budget.share * Number(exactSum(base)));
}

/** For who does not see the document. */
export async function sayVerdict(report: CheckReport, io: Io): Promise<void> {
  await io.stderr.write(`heapblame: ${GATE_WORDS[report.outcome]}: ${checkWords(report).verdict}\n`);
}

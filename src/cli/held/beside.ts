/** `diff --held`: where what the first suspect allocated is kept, from a heap dump taken with the later profile. */
import { canonicalFunction } from "../../graph/go/symbol.ts";
import type { GrowthReport } from "../../report/growth/growth.ts";
import { type HeldReport, heldReport } from "../../report/held/held.ts";
import type { HolderSentence } from "../../wording/growth/holder.ts";
import { suspectHolderText } from "../../wording/held.ts";
import type { Io } from "../terminal/io.ts";
import { describeProgram, readAnalysis, readProgram } from "./dump.ts";

interface SuspectHolder extends HolderSentence {
  /** Who holds all there is. */
  readonly whole: () => HeldReport;
}

/** A sentence for the verdict; "" without a suspect. Throws as readAnalysis does. */
export async function holderOfSuspect(
  { suspects }: GrowthReport,
  dump: string,
  binary: string | undefined,
  io: Io,
): Promise<SuspectHolder> {
  const [suspect] = suspects;
  const program = binary === undefined ? undefined : await readProgram(binary, io);
  const current = await readAnalysis(dump, program, io);
  const query = { binary: program === undefined ? null : describeProgram(program), stack: undefined };
  const whole = (): HeldReport => heldReport(current, undefined, query);
  if (suspect === undefined) return { text: "", isFound: false, whole };
  const wanted = canonicalFunction(suspect.frame);
  const stack = (names: readonly string[]): boolean => names.some((name) => canonicalFunction(name) === wanted);
  const report = heldReport(current, undefined, { ...query, stack });
  const isFound = (report.holders[0]?.samples?.count ?? 0) > 0;
  return { text: suspectHolderText(report, suspect.frame), isFound, whole };
}

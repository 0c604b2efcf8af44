/** Who holds beside who allocated, for the verdict of a diff and for its page: from a heap dump, from references, or both. */
import { UsageError } from "../../errors.ts";
import type { GrowthReport } from "../../report/growth/growth.ts";
import type { HeldReport } from "../../report/held/held.ts";
import type { HolderSentence } from "../../wording/growth/holder.ts";
import type { Io } from "../terminal/io.ts";

export interface HolderOptions {
  readonly held?: string;
  readonly binary?: string;
  readonly references?: readonly string[];
  readonly anonymize?: boolean;
}

export interface GrowthHolders {
  readonly sentences: readonly HolderSentence[];
  /** Who holds all there is; the dump's where there are both. */
  readonly whole: (() => HeldReport) | undefined;
}

/** Throws UsageError "bad-option" where names would have to be hidden, or for one profile of references. */
export async function holdersOfGrowth(
  report: GrowthReport,
  { held, binary, references, anonymize }: HolderOptions,
  io: Io,
): Promise<GrowthHolders> {
  if (held === undefined && references === undefined) return { sentences: [], whole: undefined };
  const option = held === undefined ? "--references" : "--held";
  if (anonymize === true)
    throw new UsageError("bad-option", `${option} names variables and types: leave out --anonymize`);
  const kept =
    held === undefined ? undefined : await (await import("./beside.ts")).holderOfSuspect(report, held, binary, io);
  const referred = references === undefined ? undefined : await ofReferences(references, io);
  return {
    // Nothing ties references to who allocated.
    sentences: [kept, referred && { text: referred.text, isFound: false }].flatMap((found) =>
      found === undefined ? [] : [{ text: found.text, isFound: found.isFound }],
    ),
    whole: kept?.whole ?? (referred?.report && (() => referred.report as HeldReport)),
  };
}

/** Throws UsageError "bad-option" unless there are two, and as the profiles are read. */
async function ofReferences(references: readonly string[], io: Io) {
  if (references.length !== 2) {
    throw new UsageError("bad-option", "--references takes two of goref's profiles: one before and one after");
  }
  return await (await import("./references.ts")).holderByReferences(references, io);
}

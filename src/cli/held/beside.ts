/** `diff --held`, `diff --references`, a capture with heap dumps: who holds, beside who allocated. */
import { UsageError } from "../../errors.ts";
import type { GrowthReport } from "../../report/growth/growth.ts";
import { dumpEvidence, type HolderEvidence } from "../../report/held/evidence.ts";
import type { Io } from "../terminal/io.ts";
import { describeProgram, readAnalysis, readProgram } from "./dump.ts";

/** Where who holds is to be read from. */
export interface HolderSources {
  /** Of the later moment, or of both. */
  readonly held?: readonly string[];
  readonly binary?: string;
  /** goref's profiles of both. */
  readonly references?: readonly string[];
}

/** Throws UsageError "bad-option", and as dumps and profiles are read. */
export async function readHolders(
  { suspects }: Pick<GrowthReport, "suspects">,
  { held, binary, references }: HolderSources,
  io: Io,
): Promise<HolderEvidence[]> {
  const found: HolderEvidence[] = [];
  if (held !== undefined) found.push(await readDumps(suspectOf(suspects), held, binary, io));
  if (references !== undefined) {
    const { readReferencePair } = await import("./references.ts");
    found.push(await readReferencePair(references, io));
  }
  return found;
}

/** What decodes is called by many: what it decodes for is what the verdict names. */
function suspectOf([suspect]: GrowthReport["suspects"]): string | undefined {
  return suspect?.role === "decoder" ? suspect.entry : suspect?.frame;
}

async function readDumps(
  suspect: string | undefined,
  dumps: readonly string[],
  binary: string | undefined,
  io: Io,
): Promise<HolderEvidence> {
  const [first, second, ...more] = dumps;
  if (first === undefined || more.length > 0) {
    throw new UsageError("bad-option", "--held takes the heap dump of <current>, or those of <base> and <current>");
  }
  const program = binary === undefined ? undefined : await readProgram(binary, io);
  const base = second === undefined ? undefined : await readAnalysis(first, program, io);
  const current = await readAnalysis(second ?? first, program, io);
  return dumpEvidence(current, base, suspect, program === undefined ? null : describeProgram(program));
}

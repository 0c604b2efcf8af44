/** `diff --held`, `diff --references`, a capture with heap dumps: who holds, beside who allocated. */
import { UsageError } from "../../errors.ts";
import type { Pseudonyms } from "../../graph/anonymize/pseudonyms.ts";
import type { Profile } from "../../profile/tables.ts";
import type { GrowthReport } from "../../report/growth/growth.ts";
import { anonymizeEvidence } from "../../report/held/anonymize.ts";
import { dumpEvidence, type HolderEvidence, soughtFunction } from "../../report/held/evidence.ts";
import { type FunctionsAt, inlinedCalls } from "../../report/held/inlined-calls.ts";
import type { Io } from "../terminal/io.ts";
import { functionsOfDumps } from "./anonymous.ts";
import { describeProgram, readAnalysis, readProgram } from "./dump.ts";

/** Where who holds is to be read from. */
export interface HolderSources {
  /** Of the build that wrote the dumps, as it was read: says what is inlined where. */
  readonly profile?: Profile;
  /** Of the later moment, or of both. */
  readonly held?: readonly string[];
  readonly binary?: string;
  /** goref's profiles of both. */
  readonly references?: readonly string[];
}

/** Under the pseudonyms of the report, where it has any. Throws UsageError "bad-option", and as dumps and profiles are read. */
export async function readHolders(
  { suspects }: Pick<GrowthReport, "suspects">,
  { held, binary, references, profile }: HolderSources,
  names: Pseudonyms | undefined,
  io: Io,
): Promise<HolderEvidence[]> {
  const found: HolderEvidence[] = [];
  if (held !== undefined) found.push(await readDumps(soughtFunction(suspects), held, binary, names, profile, io));
  if (references !== undefined) {
    const { readReferencePair } = await import("./references.ts");
    const pair = await readReferencePair(references, io);
    found.push(names === undefined ? pair : anonymizeEvidence(pair, names, []));
  }
  return found;
}

async function readDumps(
  suspect: string | undefined,
  dumps: readonly string[],
  binary: string | undefined,
  names: Pseudonyms | undefined,
  profile: Profile | undefined,
  io: Io,
): Promise<HolderEvidence> {
  const [first, second, ...more] = dumps;
  if (first === undefined || more.length > 0) {
    throw new UsageError("bad-option", "--held takes the heap dump of <current>, or those of <base> and <current>");
  }
  const program = binary === undefined ? undefined : await readProgram(binary, io);
  const base = second === undefined ? undefined : await readAnalysis(first, program, io);
  const current = await readAnalysis(second ?? first, program, io);
  const described = program === undefined ? null : describeProgram(program);
  if (names === undefined) return dumpEvidence(current, base, suspect, described, profile && inlinedCalls(profile));
  const called: FunctionsAt = (frame) => [names.functionName(frame.function, frame.file)];
  const evidence = dumpEvidence(current, base, suspect, described, called);
  return anonymizeEvidence(evidence, names, functionsOfDumps([current, base]));
}

/** What was given in the place of a heap dump, where that is a profile: it answers another question, so what answers this one is named. */
import { ProfileError } from "../../errors.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import { startsAsDump } from "../../load/dump.ts";
import { loadProfile } from "../../load.ts";
import { describeProfileKind } from "../../profile/profile-kind.ts";
import type { Profile } from "../../profile/tables.ts";
import type { Io } from "../terminal/io.ts";
import { readOptions } from "../terminal/reading.ts";

const NEEDED =
  "held reads heap dumps (runtime/debug.WriteHeapDump; heapblame held --handler prints a handler that gives them out) and goref's profiles";

/** Throws ProfileError "heap-dump" where the file is a profile; nothing is said of what can be read as neither. */
export async function refuseProfile(path: string, io: Io): Promise<void> {
  const profile = await profileInstead(path, io);
  if (profile === undefined) return;
  const fact = `${withoutSecrets(path)}: this is no heap dump but ${kindText(profile)}: ${NEEDED}`;
  throw new ProfileError("heap-dump", fact, fact);
}

async function profileInstead(path: string, io: Io): Promise<Profile | undefined> {
  if (await startsAsDump(path, io.cwd)) return undefined;
  try {
    return await loadProfile(path, readOptions(io));
  } catch (error) {
    if (error instanceof ProfileError) return undefined;
    throw error;
  }
}

const KINDS: Readonly<Record<ReturnType<typeof describeProfileKind>, string>> = {
  heap: "a heap profile, which says who allocated and not who holds",
  goroutine: "a profile of goroutines",
  cpu: "a CPU profile",
  threadcreate: "a profile of threads",
  contention: "a profile of waiting",
  other: "a profile",
};

function kindText({ header }: Profile): string {
  return KINDS[describeProfileKind(header)];
}

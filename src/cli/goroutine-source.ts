/** Goroutines from a source, in whichever form it has them. */
import { ProfileError } from "../errors.ts";
import { withoutSecrets } from "../fetch/redact.ts";
import { loadUnpacked } from "../load/unpacked.ts";
import { parseLoaded } from "../load.ts";
import { type GoroutineGroup, goroutinesOf, parseGoroutineText } from "../profile/goroutine-text.ts";
import { describeProfileKind } from "../profile/profile-kind.ts";
import type { Io } from "./io.ts";
import { readOptions } from "./reading.ts";

/** Throws ProfileError "not-goroutines" for a profile of something else. */
export async function loadGoroutines(source: string, io: Io): Promise<GoroutineGroup[]> {
  const bytes = await loadUnpacked(source, readOptions(io));
  const groups = parseGoroutineText(bytes);
  if (groups !== undefined) return groups;
  const profile = await parseLoaded(source, bytes);
  if (describeProfileKind(profile.header) === "goroutine") return goroutinesOf(profile);
  const types = profile.header.sampleTypes.map(({ type }) => type).join(", ");
  const fact = `${withoutSecrets(source)}: this is no goroutine profile: its sample types are ${types || "none"}`;
  throw new ProfileError("not-goroutines", fact, fact);
}

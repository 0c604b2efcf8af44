/** Profiles of other writers than Go as pprof's views show them: names demangled, and without the frames that the profile itself wants dropped. */
import { isGoProfile } from "../blame/provenance/go-profile.ts";
import type { Profile } from "../profile/tables.ts";

export async function readableFrames(profile: Profile): Promise<Profile> {
  if (isGoProfile(profile)) return profile;
  const { demangleProfile, hasMangledNames } = await import("../demangle/demangle.ts");
  const { demangleSymbol } = hasMangledNames(profile)
    ? await import("../demangle/symbol.ts")
    : { demangleSymbol: () => undefined };
  const named = demangleProfile(profile, { mode: "short", force: false }, demangleSymbol);
  if (named.header.dropFrames === "") return named;
  const [{ pruneUninteresting }, { compilePattern }] = await Promise.all([
    import("../profile/filter/prune.ts"),
    import("../profile/filter/regexp.ts"),
  ]);
  return pruneUninteresting(named, compilePattern);
}

/**
 * A line that proposes the sample types that have values where the one looked at has none; undefined where it has some, or none has. What a Go program
 * allocated is no answer to what is live: that is nothing.
 */
export function proposeType(profile: Profile, index: number): string | undefined {
  const { header, samples } = profile;
  const hasValues = (column: number): boolean =>
    samples.values[column]?.some((value: number | bigint) => Number(value) !== 0) ?? false;
  if (hasValues(index)) return undefined;
  const isLive = /^inuse_/.test(header.sampleTypes[index]?.type ?? "") && isGoProfile(profile);
  const others = header.sampleTypes
    .filter(({ type }, at) => hasValues(at) && !(isLive && type.startsWith("alloc_")))
    .map(({ type }) => `'${type}'`);
  const [first] = others;
  if (first === undefined) return undefined;
  return `${header.sampleTypes[index]?.type ?? ""} has no values here; --sample-index takes ${others.join(" or ")}, which has`;
}

/**
 * The sources of a pprof command line, read and added up chunk by chunk as pprof does it: what is held at a time is one chunk and the sum of those
 * before it, so that a series may be as long as it likes.
 */
import { UsageError } from "../../errors.ts";
import { ProfileSum } from "../../profile/merge/profile-sum.ts";
import type { Profile } from "../../profile/tables.ts";
import type { ResolvedSource } from "./sources.ts";
import { mappingKeys } from "./symbols/remote-mappings.ts";

/** As many as pprof fetches at once. Sums of sums are its too: what cancels within a chunk is gone. */
const CHUNK = 128;

/** A profile, or what went wrong with it. */
export type Outcome = Profile | string;

interface GatheredSources {
  readonly profile: Profile;
  readonly base: Profile | undefined;
  /** What the mappings of profiles from servers are known by; undefined if none came from a server. */
  readonly remote: ReadonlySet<string> | undefined;
}

interface Gathering {
  readonly sources: readonly ResolvedSource[];
  readonly bases: readonly ResolvedSource[];
  /** Whether all of them must be read in one go. */
  readonly isJoint: boolean;
  readonly read: (chunk: readonly ResolvedSource[]) => Promise<readonly Outcome[]>;
  readonly say: (notices: readonly string[]) => Promise<void>;
}

/** Throws UsageError with pprof's text. */
export async function gatherSources({ sources, bases, isJoint, read, say }: Gathering): Promise<GatheredSources> {
  const own = new Group("source", (message) => `problem fetching source profiles: ${message}`);
  const others = new Group("base", (message) => `problem fetching base profiles: ${message},`);
  const remote = new Set<string>();
  let isRemote = false;
  const size = isJoint ? Math.max(sources.length, 1) : CHUNK;
  for (let at = 0; at < sources.length; at += size) {
    const chunk = sources.slice(at, at + size);
    // The base is read beside the last of them: captures of one process have much in common.
    const asked = at + size < sources.length ? chunk : [...chunk, ...bases];
    const outcomes = await read(asked);
    for (const [index, outcome] of outcomes.entries()) {
      if (typeof outcome === "string" || !isFromServer(asked[index] as ResolvedSource)) continue;
      isRemote = true;
      for (const key of mappingKeys(outcome)) remote.add(key);
    }
    own.add(outcomes.slice(0, chunk.length));
    others.add(outcomes.slice(chunk.length));
  }
  await say([...own.faults, ...others.faults]);
  const profile = own.sum();
  const base = others.sum();
  if (profile === undefined) throw new UsageError("bad-option", "failed to fetch any source profiles");
  if (base === undefined && bases.length > 0) throw new UsageError("bad-option", "failed to fetch any base profiles");
  await say([...own.shortfall(), ...others.shortfall()]);
  return { profile, base, remote: isRemote ? remote : undefined };
}

function isFromServer({ url, address }: ResolvedSource): boolean {
  return url !== undefined || address.startsWith("k8s://");
}

/** What was read of the sources, or of the bases. */
class Group {
  readonly faults: string[] = [];
  readonly #kind: string;
  readonly #inContext: (message: string) => string;
  #asked = 0;
  readonly #sum = new ProfileSum();
  #failure: UsageError | undefined;

  /** `inContext`: what stands around the reason why they have no sum. */
  constructor(kind: string, inContext: (message: string) => string) {
    this.#kind = kind;
    this.#inContext = inContext;
  }

  add(chunk: readonly Outcome[]): void {
    this.#asked += chunk.length;
    for (const outcome of chunk) if (typeof outcome === "string") this.faults.push(outcome);
    const profiles = chunk.filter((outcome) => typeof outcome !== "string");
    if (profiles.length === 0 || this.#failure !== undefined) return;
    try {
      this.#sum.add(profiles);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.#failure = new UsageError(error.code, this.#inContext(error.message), { cause: error });
    }
  }

  /** Undefined of nothing. Throws UsageError for profiles that have no sum. */
  sum(): Profile | undefined {
    if (this.#failure !== undefined) throw this.#failure;
    return this.#sum.finish();
  }

  /** How many there are of those asked for, unless that is all. */
  shortfall(): string[] {
    const fetched = this.#asked - this.faults.length;
    return fetched === this.#asked ? [] : [`Fetched ${fetched} ${this.#kind} profiles out of ${this.#asked}`];
  }
}

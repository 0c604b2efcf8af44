/**
 * The sources of a pprof command line, read and added up chunk by chunk as pprof does it: what is held at a time is one chunk and the sum of those
 * before it, so that a series may be as long as it likes.
 */
import { UsageError } from "../../errors.ts";
import { checkComparable, type NamedProfile } from "../../profile/merge/check-comparable.ts";
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
  /** pprof names none of the profiles that have no sum. */
  readonly isPprofGrammar: boolean;
}

/** Throws UsageError with pprof's text. */
export async function gatherSources(gathering: Gathering): Promise<GatheredSources> {
  const { sources, bases, isJoint, read, say, isPprofGrammar } = gathering;
  const own = new Group("source", isPprofGrammar, (message) => `problem fetching source profiles: ${message}`);
  const others = new Group("base", isPprofGrammar, (message) => `problem fetching base profiles: ${message},`);
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
    own.add(outcomes.slice(0, chunk.length), chunk);
    others.add(outcomes.slice(chunk.length), bases);
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
  readonly #isPprofGrammar: boolean;
  readonly #inContext: (message: string) => string;
  #asked = 0;
  readonly #sum = new ProfileSum();
  #failure: UsageError | undefined;

  /** `inContext`: what stands around the reason why they have no sum. */
  constructor(kind: string, isPprofGrammar: boolean, inContext: (message: string) => string) {
    this.#kind = kind;
    this.#isPprofGrammar = isPprofGrammar;
    this.#inContext = inContext;
  }

  /** `sources`: of the chunk. */
  add(chunk: readonly Outcome[], sources: readonly ResolvedSource[]): void {
    const before = this.#asked - this.faults.length;
    this.#asked += chunk.length;
    const named: NamedProfile[] = [];
    for (const [at, outcome] of chunk.entries()) {
      if (typeof outcome === "string") this.faults.push(outcome);
      else named.push({ name: sources[at]?.shown ?? "", profile: outcome });
    }
    if (named.length === 0 || this.#failure !== undefined) return;
    try {
      this.#sum.add(named.map(({ profile }) => profile));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.#failure = this.#faultOf(error, named, before);
    }
  }

  /** `before`: how many profiles the sum has had. */
  #faultOf(error: UsageError, named: readonly NamedProfile[], before: number): UsageError {
    if (this.#isPprofGrammar) return new UsageError(error.code, this.#inContext(error.message), { cause: error });
    const profile = this.#sum.finish();
    try {
      checkComparable([...(profile === undefined ? [] : [{ name: `the ${before} before`, profile }]), ...named]);
      return error;
    } catch (fault) {
      if (fault instanceof UsageError) return fault;
      throw fault;
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

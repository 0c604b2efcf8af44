/**
 * What a page carries: the profiles, merged once, and what was asked of them. The same bytes are written by the command line and read by the page:
 *
 *     length of the text, 4 bytes, little endian │ text, JSON │ profile.proto
 */

import { ProfileError } from "../../errors.ts";
import type { ModuleNames } from "../../graph/go/own-modules.ts";
import { encodeProfile } from "../../profile/codec/encode.ts";
import { gzip } from "../../profile/codec/gzip/gzip.ts";
import type { FilterOptions } from "../../profile/filter/options.ts";
import { parseProfile } from "../../profile/parse.ts";
import { encodeText } from "../../profile/string-table.ts";
import type { Profile } from "../../profile/tables.ts";
import type { FleetReport } from "../../report/fleet/fleet.ts";
import type { GrowthReport } from "../../report/growth/growth.ts";
import type { HeldReport } from "../../report/held/held.ts";
import type { TrendBeside } from "../../report/trend/trend.ts";
import type { GivenFiles } from "./given-files.ts";
import { joinProfiles, type SideFacts, splitProfiles } from "./side-columns.ts";

/** What the page shows first. */
export interface PageQuestion {
  readonly sampleIndex: string;
  readonly granularity: string;
  readonly sort: string;
  readonly noInlines: boolean;
  readonly filters: FilterOptions;
  /** "table", "flame"; "" for the page's own choice. */
  readonly view: string;
  /** Regular expression over names; "" for all. */
  readonly find: string;
}

/** Plain data: whatever is in it survives JSON, with bigints beside. */
export interface PageInput {
  /** One heap, base and current, or a series in order of time; none where the page is about who holds. */
  readonly profiles: readonly Profile[];
  /** What each is called, as on the command line. */
  readonly sources: readonly string[];
  readonly given: GivenFiles;
  readonly question: PageQuestion;
  readonly mainModule: ModuleNames | null;
  /** Goroutines and facts of the capture, as growthReport takes them; objects by name. */
  readonly beside: unknown;
  readonly objects: readonly { readonly name: string; readonly count: number }[];
  /** What was taken beside each profile, as buildTrend takes it; empty where nothing was. */
  readonly captures: readonly TrendBeside[];
  /** How often what is suspected ran over the series; null where that is not known. */
  readonly iterations: number | null;
  /** Who holds what, of a page that is about that; null for others. */
  readonly held: HeldReport | null;
  /** A fleet's report, of a page that is about that. */
  readonly fleet?: FleetReport;
  /** Source files by their names in the profiles; empty where none were asked for. */
  readonly sourceFiles: Readonly<Record<string, string>>;
  /** A call graph that was drawn ahead, as SVG; null without one. */
  readonly graph: string | null;
  /** The answer to the question, of large profiles whose ends are compared; null for the page to compute it. */
  readonly report: GrowthReport | null;
  /** Where a server gives the page: it draws call graphs, and has other profiles at this address, "" for none; null in a file. */
  readonly served: { readonly others: string } | null;
  readonly version: string;
}

type PageText = Omit<PageInput, "profiles"> & {
  readonly sides: readonly SideFacts[];
  readonly layers: readonly number[];
};

const LENGTH_BYTES = 4;

const NO_PROFILES = { profile: undefined, sides: [], layers: [] };

/** Gzipped, by `pack`: whoever has a faster one than the core's gives it. */
export function encodePayload(
  { profiles, ...rest }: PageInput,
  pack: (bytes: Uint8Array) => Uint8Array = gzip,
): Uint8Array {
  const { profile, sides, layers } = profiles.length === 0 ? NO_PROFILES : joinProfiles(profiles);
  const text = encodeText(JSON.stringify({ ...rest, sides, layers } satisfies PageText, exactNumber));
  const body = profile === undefined ? new Uint8Array(0) : encodeProfile(profile);
  const bytes = new Uint8Array(LENGTH_BYTES + text.length + body.length);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, LENGTH_BYTES);
  bytes.set(body, LENGTH_BYTES + text.length);
  return pack(bytes);
}

/** From unpacked bytes. Throws ProfileError "corrupt". */
export function decodePayload(bytes: Uint8Array): PageInput {
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);
  if (LENGTH_BYTES + length > bytes.length) {
    const fact = "the profile in this page is cut short";
    throw new ProfileError("truncated", fact, fact);
  }
  const json = new TextDecoder().decode(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + length));
  const { sides, layers, ...rest } = JSON.parse(json, withExactNumbers) as PageText;
  if (sides.length === 0) return { ...rest, profiles: [] };
  const profile = parseProfile(bytes.subarray(LENGTH_BYTES + length));
  return { ...rest, profiles: splitProfiles({ profile, sides, layers }) };
}

function exactNumber(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? { int64: value.toString() } : value;
}

function withExactNumbers(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("int64" in value)) return value;
  return BigInt(String(value.int64));
}

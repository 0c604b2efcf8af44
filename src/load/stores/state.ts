/**
 * The state of a heap, or of the heaps of several pods together, at a moment: of each the profile nearest the end of the hour before it. States of one
 * moment may be added up; those of several may not.
 */
import { FetchError } from "../../errors.ts";
import type { ReadOptions } from "../../fetch/index.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import { parseStore } from "../../fetch/stores/address.ts";
import { openStore } from "../../fetch/stores/open.ts";
import type { Listing, Store, StoredSeries } from "../../fetch/stores/store.ts";
import { chooseColumnUnit, formatValue } from "../../measurement/delta.ts";
import { formatNanos } from "../../measurement/moment.ts";
import { encodeProfile } from "../../profile/codec/encode.ts";
import { mergeProfiles } from "../../profile/merge/merge.ts";
import { unmarkJoined } from "../../profile/merge/stored-mark.ts";
import { lengthNanos, momentNanos, upTo } from "./moment.ts";
import { readStoredHeap } from "./stored-heap.ts";

/** All pods. */
export const EVERYTHING = "{}";

/** As a profile's bytes. Throws UsageError, FetchError, ProfileError. */
export async function readState(source: string, options: ReadOptions): Promise<Uint8Array> {
  const { query = EVERYTHING, at = "now", within = "1h" } = parseStore(source);
  const moment = momentNanos(at, "at");
  const stretch = upTo(moment, lengthNanos(within, "within"));
  const store = await openStore(source, options);
  try {
    const listing = await store.list("inuse_space", query, stretch, options.signal);
    const states = listing.series.filter(({ points }) => points.length > 0);
    if (states.length === 0) throw nothingFound(query, moment, within, listing);
    for (const line of noticesOf(listing, moment)) options.onNotice?.(`${withoutSecrets(source)}: ${line}`);
    const profiles = await readLast(store, query, states, options);
    const merged = mergeProfiles(profiles);
    return encodeProfile(profiles.length === 1 ? merged : { ...merged, header: unmarkJoined(merged.header) });
  } finally {
    await store.close();
  }
}

async function readLast(store: Store, query: string, states: readonly StoredSeries[], { signal }: ReadOptions) {
  return await Promise.all(
    states.map(({ labels, points }) =>
      readStoredHeap(store, query, labels, points.at(-1) as StoredSeries["points"][number], signal),
    ),
  );
}

function nothingFound(query: string, moment: bigint, within: string, { missing }: Listing): FetchError {
  const why = missing.length === 0 ? "" : `; not all was answered: ${missing.join("; ")}`;
  const fact = `no heap profile with ${query} in the ${within} up to ${formatNanos(moment)}${why}`;
  return new FetchError("not-found", fact, fact);
}

/** What is one state of many, and what was not answered. */
function noticesOf({ series, missing }: Listing, moment: bigint): string[] {
  const values = series.flatMap(({ points }) => points.slice(0, -1).map(({ value }) => value));
  const [low, high] = rangeOf(values);
  const amount = (value: number): string => formatValue(value, chooseColumnUnit([low, high], "bytes"));
  const spread =
    values.length === 0
      ? ""
      : `; the ${values.length} others of that time have ${amount(low)} to ${amount(high)} live${series.length > 1 ? " each" : ""}`;
  const whose = series.length === 1 ? "the last profile" : `${series.length} pods, of each the last profile,`;
  return [`${whose} up to ${formatNanos(moment)}${spread}`, ...missing.map((each) => `not answered: ${each}`)];
}

function rangeOf(values: readonly number[]): readonly [low: number, high: number] {
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  return [low, values.reduce((most, value) => Math.max(most, value), 0)];
}

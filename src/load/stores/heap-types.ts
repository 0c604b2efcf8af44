/** The four sample types of one moment, which a server hands out one by one, as one profile again: joined by stack. */

import { ProfileError } from "../../errors.ts";
import { HEAP_TYPES, type HeapType } from "../../fetch/stores/store.ts";
import { firstOf } from "../../measurement/first-of.ts";
import { toCheapest, type ValueColumn, zerosLike } from "../../profile/int64.ts";
import { mergeProfiles } from "../../profile/merge/merge.ts";
import { markJoined } from "../../profile/merge/stored-mark.ts";
import type { Profile } from "../../profile/tables.ts";

const PERIOD_TYPE = { type: "space", unit: "bytes" };

/** What a single profile of one type was answered with. */
export interface TypedProfile {
  readonly type: HeapType;
  readonly profile: Profile;
}

/** At the time that the list of profiles has, whatever the profiles say. Throws ProfileError "not-heap". */
export function joinHeapTypes(parts: readonly TypedProfile[], atNanos: bigint): Profile {
  const types = HEAP_TYPES.filter(({ type }) => parts.some((part) => part.type === type));
  const merged = mergeProfiles(parts.map((part) => padded(part, types)));
  const header = { ...merged.header, timeNanos: atNanos, durationNanos: 0n, defaultSampleType: "inuse_space" };
  return { ...merged, header: markJoined(header) };
}

/** The column of its type among as many, the others zero. */
function padded({ type, profile }: TypedProfile, types: readonly (typeof HEAP_TYPES)[number][]): Profile {
  const { header, samples } = profile;
  const column = header.sampleTypes.findIndex((each) => each.type === type);
  if (column < 0 && samples.length > 0) {
    const fact = `asked for ${type}, the server sent ${firstOf(header.sampleTypes.map((each) => each.type)) || "nothing"}`;
    throw new ProfileError("not-heap", fact, fact);
  }
  const own = column < 0 ? new Float64Array(samples.length) : (samples.values[column] as ValueColumn);
  const values = types.map((each) => (each.type === type ? own : zerosLike(own, own.length)));
  return {
    ...profile,
    header: { ...header, sampleTypes: types, periodType: PERIOD_TYPE, defaultSampleType: "", comments: [], docUrl: "" },
    samples: { ...samples, values: values.map(toCheapest) },
  };
}

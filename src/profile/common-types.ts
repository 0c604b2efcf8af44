/** Profiles made comparable: cut to the sample types they share, and brought to common units. */
import { UsageError } from "../errors.ts";
import type { Profile } from "./tables.ts";

/**
 * Profiles with only the sample types (by name) that all of them have, in the first one's order. A default type that is lost becomes the
 * first common one. Throws UsageError "no-common-sample-type".
 */
export function compatibleSampleTypes(profiles: readonly Profile[]): Profile[] {
  const [first, ...others] = profiles as [Profile, ...Profile[]];
  const common = first.header.sampleTypes
    .map(({ type }) => type)
    .filter((type) => others.every((profile) => profile.header.sampleTypes.some((other) => other.type === type)));
  if (common.length === 0) {
    throw new UsageError("no-common-sample-type", "profiles have empty common sample type list");
  }
  return profiles.map((profile) => keepSampleTypes(profile, common));
}

function keepSampleTypes(profile: Profile, names: readonly string[]): Profile {
  const { header, samples } = profile;
  const columns = names.map((name) => header.sampleTypes.findIndex(({ type }) => type === name));
  if (columns.length === header.sampleTypes.length && columns.every((column, index) => column === index))
    return profile;
  return {
    ...profile,
    header: {
      ...header,
      sampleTypes: columns.map((column) => header.sampleTypes[column] as (typeof header.sampleTypes)[number]),
      defaultSampleType: names.includes(header.defaultSampleType) ? header.defaultSampleType : (names[0] as string),
    },
    samples: { ...samples, values: columns.map((column) => samples.values[column] as (typeof samples.values)[number]) },
  };
}

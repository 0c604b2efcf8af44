/** Whether profiles can be compared or added up, asked where it is known what they are called: the fault says which differs from which. */
import { UsageError } from "../../errors.ts";
import { firstOf } from "../../measurement/first-of.ts";
import { groupBy } from "../../measurement/group-by.ts";
import type { Profile, ValueType } from "../tables.ts";
import { commonUnitsOf, compatibleSampleTypes } from "./common-types.ts";

/** A profile, of which the header is looked at. */
export interface NamedProfile {
  readonly name: string;
  readonly profile: Profile;
}

/** Throws UsageError "no-common-sample-type", "incompatible-types", as comparableProfiles does, with names. */
export function checkComparable(named: readonly NamedProfile[]): void {
  if (named.length < 2) return;
  try {
    commonUnitsOf(compatibleSampleTypes(named.map(({ profile }) => profile)));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(error.code, differenceText(error, named), { cause: error });
  }
}

function differenceText({ code, message }: UsageError, named: readonly NamedProfile[]): string {
  if (code === "no-common-sample-type") return typesText(named);
  return unitsText(named) ?? message;
}

/** Of those that most have, against the first that has none of them; all kinds where each has something of the others. */
function typesText(named: readonly NamedProfile[]): string {
  const kinds = [...groupBy(named, ({ profile }) => JSON.stringify(typesOf(profile).sort())).values()];
  const usual = kinds.reduce((most, kind) => (kind.length > most.length ? kind : most));
  const usualTypes = new Set(typesOf((usual[0] as NamedProfile).profile));
  const other = kinds.find(([first]) => !typesOf((first as NamedProfile).profile).some((type) => usualTypes.has(type)));
  const shown = other === undefined ? kinds : [other, usual];
  const said = firstOf(
    shown.map((kind, at) => kindText(kind, at > 0)),
    "; ",
  );
  return `${said}: they have no sample type in common`;
}

function kindText(kind: readonly NamedProfile[], isShort: boolean): string {
  const { name, profile } = kind[0] as NamedProfile;
  const more = kind.length - 1;
  const who = more === 0 ? name : `${name} and ${more} more`;
  const types = typesOf(profile);
  const what = types.length === 0 ? "no sample type" : `${isShort ? "" : "the sample types "}${firstOf(types, ", ")}`;
  return `${who} ${more === 0 ? "has" : "have"} ${what}`;
}

/** The first that counts in a unit that does not go with that of the first; undefined where the difference is another. */
function unitsText(named: readonly NamedProfile[]): string | undefined {
  const [first, ...others] = named as [NamedProfile, ...NamedProfile[]];
  for (const other of others) {
    try {
      commonUnitsOf(compatibleSampleTypes([first.profile, other.profile]));
    } catch {
      return `${other.name} counts ${unitsOf(other)}, ${first.name} ${unitsOf(first)}`;
    }
  }
  return undefined;
}

function unitsOf({ profile: { header } }: NamedProfile): string {
  const { periodType, sampleTypes } = header;
  const sampled = periodType.type === "" ? "" : `, a sample per ${shownType(periodType)}`;
  return `${firstOf(sampleTypes.map(shownType), ", ")}${sampled}`;
}

function shownType({ type, unit }: ValueType): string {
  return unit === "" ? type : `${type} in ${unit}`;
}

function typesOf({ header }: Profile): string[] {
  return header.sampleTypes.map(({ type }) => type);
}

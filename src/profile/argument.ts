/** What the library is handed, which no compiler may have looked at. */
import { UsageError } from "../errors.ts";
import type { Profile } from "./tables.ts";

/** Throws UsageError "bad-option" for anything but a Uint8Array, which a Buffer is too. */
export function checkBytes(bytes: Uint8Array): Uint8Array {
  if (bytes instanceof Uint8Array) return bytes;
  throw new UsageError("bad-option", `bytes are given as a Uint8Array, not as ${kindOf(bytes)}`);
}

/** Throws UsageError "bad-option" for what parseProfile did not give. */
export function checkProfile(profile: Profile): Profile {
  const { header, samples, strings } = (profile ?? {}) as Partial<Profile>;
  if (header !== undefined && samples !== undefined && strings !== undefined) return profile;
  throw new UsageError("bad-option", `a profile is what parseProfile gives, not ${kindOf(profile)}`);
}

/** Throws UsageError "bad-option" for anything but an object with these fields; `what` says where such come from. */
export function checkFields<Value>(value: Value, fields: readonly (keyof Value & string)[], what: string): Value {
  const given = (value ?? {}) as Partial<Value>;
  if (fields.every((field) => given[field] !== undefined)) return value;
  throw new UsageError("bad-option", `${what}, not ${kindOf(value)}`);
}

/** Throws UsageError "bad-option" for anything but a report of that kind. */
export function checkKind<Report extends { readonly kind: string }>(report: Report, kind: Report["kind"]): Report {
  if ((report as Report | null | undefined)?.kind === kind) return report;
  throw new UsageError("bad-option", `a report of kind ${kind} is wanted, not ${kindOf(report)}`);
}

/** Throws UsageError "bad-option" for anything but an array; `what` is in it. */
export function checkList<Item>(items: readonly Item[], what: string): readonly Item[] {
  if (Array.isArray(items)) return items;
  throw new UsageError("bad-option", `${what} are given as an array, not as ${kindOf(items)}`);
}

/** Throws UsageError "bad-option" for anything but a string. */
export function checkString(text: string, what: string): string {
  if (typeof text === "string") return text;
  throw new UsageError("bad-option", `${what} is a string, not ${kindOf(text)}`);
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  return typeof value === "object" ? "another object" : `a ${typeof value}`;
}

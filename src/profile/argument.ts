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

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  return typeof value === "object" ? "another object" : `a ${typeof value}`;
}

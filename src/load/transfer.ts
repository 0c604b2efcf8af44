/**
 * A profile on its way out of a worker. Its columns are handed over, not copied; only its strings, which are an object with methods, are taken
 * apart and put together again.
 */
import { FetchError, ProfileError, UsageError } from "../errors.ts";
import { StringTable } from "../profile/string-table.ts";
import type { Profile } from "../profile/tables.ts";

export type TransferableProfile = Omit<Profile, "strings"> & {
  readonly strings: { readonly bytes: Uint8Array; readonly offsets: Uint32Array };
};

export function toTransferable(profile: Profile): TransferableProfile {
  const { bytes, offsets } = profile.strings;
  return { ...profile, strings: { bytes, offsets } };
}

/** Profiles that came in one message; those that shared their strings do so again. */
export function fromTransferable(profiles: readonly TransferableProfile[]): Profile[] {
  const tables = new Map<Uint8Array, StringTable>();
  return profiles.map((profile) => {
    const { bytes, offsets } = profile.strings;
    const strings = tables.get(bytes) ?? new StringTable(bytes, offsets);
    tables.set(bytes, strings);
    return { ...profile, strings };
  });
}

/** The memory of all columns, each once. */
export function buffersOf(profiles: readonly (TransferableProfile | undefined)[]): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  const visit = (value: unknown): void => {
    if (ArrayBuffer.isView(value)) buffers.add(value.buffer as ArrayBuffer);
    else if (typeof value === "object" && value !== null) for (const inner of Object.values(value)) visit(inner);
  };
  visit(profiles);
  return [...buffers];
}

/** An error as plain data: classes do not survive the way between threads. */
export interface TransferableError {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly pprofText: string;
  readonly stack: string;
}

export function toTransferableError(error: unknown): TransferableError {
  const {
    name = "Error",
    code = "",
    message = String(error),
    pprofText = "",
    stack = "",
  } = error as Partial<TransferableError>;
  return { name, code, message, pprofText, stack };
}

export function fromTransferableError({ name, code, message, pprofText, stack }: TransferableError): Error {
  if (name === "ProfileError") return new ProfileError(code as ProfileError["code"], message, pprofText);
  if (name === "FetchError") return new FetchError(code as FetchError["code"], message, pprofText);
  if (name === "UsageError") return new UsageError(code as UsageError["code"], message);
  const unexpected = new Error(message);
  unexpected.stack = stack;
  return unexpected;
}

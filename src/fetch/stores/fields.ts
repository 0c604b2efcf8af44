/** Fields of answers in JSON, where 64-bit numbers are texts and what is empty is left out. */
import { FetchError } from "../../errors.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Throws FetchError "not-a-store" for what is no object. */
export function fieldsOf(value: unknown): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  throw new FetchError("not-a-store", "the answer is not what such a server gives", "");
}

/** Empty where it is left out. Throws as fieldsOf. */
export function listOf(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name] ?? [];
  if (Array.isArray(value)) return value;
  throw new FetchError("not-a-store", `the answer is not what such a server gives: ${name} is no list`, "");
}

export function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** 0 where it is none, or none of 64 bits. */
export function numberOf(fields: Fields, name: string): number {
  const value = Number(textOf(fields, name));
  return Math.abs(value) <= 2 ** 63 ? value : 0;
}

/** `[{name, value}]`, without the server's own. */
export function labelsOf(list: readonly unknown[]): Readonly<Record<string, string>> {
  const pairs = list.map(fieldsOf).map((label): [string, string] => [textOf(label, "name"), textOf(label, "value")]);
  const kept = pairs.filter(([name, value]) => value !== "" && !/^__.*__$/.test(name));
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Objects as kubectl prints them, unchecked: every step may be missing or of another type, and is undefined then. */

export type ApiObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is ApiObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function field(value: unknown, name: string): unknown {
  return isObject(value) ? (value[name] ?? undefined) : undefined;
}

/** Its objects; what is no list has none. */
export function list(value: unknown): ApiObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** Whole, from 0. */
export function count(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
}

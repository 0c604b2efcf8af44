/**
 * Servers that keep profiles by their labels and times: what is asked of any of them. They know of one sample type at a time; the profile of one
 * moment is asked for by its number, since what they answer for a stretch of time is a sum over it, also of what is live.
 */

export type Labels = Readonly<Record<string, string>>;

/** The types of a Go heap profile, in the runtime's order. */
export const HEAP_TYPES = [
  { type: "alloc_objects", unit: "count" },
  { type: "alloc_space", unit: "bytes" },
  { type: "inuse_objects", unit: "count" },
  { type: "inuse_space", unit: "bytes" },
] as const;

export type HeapType = (typeof HEAP_TYPES)[number]["type"];

/** Both ends are in it; nanoseconds since 1970. */
export interface Stretch {
  readonly from: bigint;
  readonly to: bigint;
}

/** One profile that the server has, of one type. */
export interface StoredPoint {
  readonly atNanos: bigint;
  /** Sum of its values. */
  readonly value: number;
  /** The server's own name for it. */
  readonly id: string;
}

/** Those of one set of labels, in order of time. */
export interface StoredSeries {
  readonly labels: Labels;
  readonly points: readonly StoredPoint[];
}

export interface Listing {
  readonly series: readonly StoredSeries[];
  /** Stretches of which nothing is known, each with the reason. */
  readonly missing: readonly string[];
}

/** As a server sends it: a profile in pprof's format, or the same message as JSON. */
export type StoredProfile = { readonly pprof: Uint8Array } | { readonly json: unknown };

export interface Store {
  /** For people, without secrets. */
  readonly name: string;
  /** Throws FetchError; "sum-only" where single profiles are not to be had. */
  readonly list: (type: HeapType, selector: string, stretch: Stretch, signal?: AbortSignal) => Promise<Listing>;
  /** One of those listed. Throws FetchError. */
  readonly read: (type: HeapType, selector: string, point: StoredPoint, signal?: AbortSignal) => Promise<StoredProfile>;
  readonly close: () => Promise<void>;
}

/** What a server calls a type of heap profiles. */
export function typeName(type: HeapType): string {
  const unit = HEAP_TYPES.find((each) => each.type === type)?.unit;
  return `memory:${type}:${unit}:space:bytes`;
}

/** The selector with more matchers: those of one series. */
export function narrowed(selector: string, labels: Labels): string {
  const inside = selector.slice(1, -1).trim().replace(/,$/, "");
  const own = Object.entries(labels)
    .filter(([name, value]) => value !== "" && !name.startsWith("__"))
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `{${[...(inside === "" ? [] : [inside]), ...own].join(",")}}`;
}

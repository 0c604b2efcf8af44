/** Heap profiles written as the runtime writes them, from buckets given as stack, size and recorded objects. */
import { ProfileBuilder } from "../../src/profile/builder.ts";
import type { Header, Profile } from "../../src/profile/tables.ts";

export interface Bucket {
  /** Root first, frames joined by ";". */
  readonly stack: string;
  readonly size: number;
  readonly inuse: number;
  readonly alloc: number;
}

export const HEAP_TYPES: Header["sampleTypes"] = [
  { type: "alloc_objects", unit: "count" },
  { type: "alloc_space", unit: "bytes" },
  { type: "inuse_objects", unit: "count" },
  { type: "inuse_space", unit: "bytes" },
];

/** What runtime/pprof writes for n recorded objects: floor(n/p), floor(n s/p). */
export function scaledPair(n: number, size: number, period: number): [objects: number, bytes: number] {
  const scale = period <= 1 ? 1 : 1 / (1 - Math.exp(-size / period));
  return [Math.trunc(n * scale), Math.trunc(n * size * scale)];
}

export interface HeapOptions extends Partial<Header> {
  readonly file?: string;
  readonly buildId?: string;
}

export function heapProfile(buckets: readonly Bucket[], options: HeapOptions = {}): Profile {
  const { file = "/bin/app", buildId = "b1", ...header } = options;
  const period = Number(header.period ?? 524288n);
  const builder = new ProfileBuilder({
    sampleTypes: HEAP_TYPES,
    periodType: { type: "space", unit: "bytes" },
    period: BigInt(period),
    timeNanos: 1n,
    ...header,
  });
  const mapping = builder.addMapping({ file, buildId, memoryStart: 0x1000n, memoryLimit: 0x900000n });
  const locations = new Map<string, number>();
  const locationOf = (name: string): number => {
    const known = locations.get(name);
    if (known !== undefined) return known;
    const lines = name === "" ? [] : [{ function: builder.addFunction({ name }), line: 1 }];
    const row = builder.addLocation({ mapping, address: BigInt(0x1000 + 16 * locations.size), lines });
    locations.set(name, row);
    return row;
  };
  for (const { stack, size, inuse, alloc } of buckets) {
    const values = [...scaledPair(alloc, size, period), ...scaledPair(inuse, size, period)];
    const frames = stack.split(";").map(locationOf).reverse();
    builder.addSample(frames, values, [{ key: "bytes", value: BigInt(size) }]);
  }
  return builder.finish();
}

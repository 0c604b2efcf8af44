/**
 * A week of 40 pods, a profile every four hours: 20 of build v1 for five days, 20 of build v2 from the fifth day on. Planted: sessions that all of them
 * keep, a log that one pod keeps from the third day on, a cache that v2 keeps; around it what is used and does not grow. Sampled as Go samples.
 */
import { encodeProfile } from "../../../src/profile/codec/encode.ts";
import { seededDraws } from "../../blame/draws.ts";
import { type Bucket, heapProfile } from "../../blame/heap-buckets.ts";

export const WEEK_START = Date.UTC(2026, 7, 17);
export const HOUR = 3_600_000;
const EVERY = 4;
const PERIOD = 524288;

export interface WeekProfile {
  readonly pod: string;
  readonly version: "v1" | "v2";
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly bytes: Uint8Array;
}

export const LOGGING_POD = "web-v1-07";
const MIB = 2 ** 20;

export function* weekOfPods(): Generator<WeekProfile> {
  const draws = seededDraws(18);
  for (const [version, from, to] of [
    ["v1", 0, 120],
    ["v2", 96, 168],
  ] as const) {
    for (let index = 0; index < 20; index++) {
      const pod = `web-${version}-${String(index).padStart(2, "0")}`;
      for (let hour = from; hour <= to; hour += EVERY) {
        const age = hour - from;
        const bucket = (name: string, size: number, bytes: number): Bucket => {
          const inuse = draws.poisson((bytes / size) * -Math.expm1(-size / PERIOD));
          return {
            stack: `main.main;net/http.(*conn).serve;example.com/shop/${name};bytes.growSlice`,
            size,
            inuse,
            alloc: inuse + 10 * age,
          };
        };
        const log = pod === LOGGING_POD ? Math.max(0, age - 72) * 4 : 0;
        const buckets = [
          bucket("session.(*Store).Add", 2048, (10 + 0.8 * age) * MIB),
          bucket("cache.(*Cache).Put", 16384, (10 + (version === "v2" ? 2 * age : 0)) * MIB),
          bucket("cache.(*Cache).Put", 512, 5 * MIB),
          bucket("audit.(*Log).Append", 4096, (2 + log) * MIB),
          bucket("pool.(*Pool).Get", 65536, 40 * MIB),
          bucket("index.Load", 1_200_000, 60 * MIB),
        ];
        const at = WEEK_START + hour * HOUR;
        const profile = heapProfile(buckets, { timeNanos: BigInt(at) * 1_000_000n, buildId: version });
        yield { pod, version, at, bytes: encodeProfile(profile) };
      }
    }
  }
}

/** Sampled heap values brought back to what was allocated. */
import { truncateToInt64 } from "./go-text.ts";

/**
 * Count and size of a bucket, estimated from those sampled at one in `rate` bytes on average: an allocation of s bytes is caught with
 * probability 1 - exp(-s / rate). At a rate of 1 everything was sampled, and 0 means that nobody knows.
 */
export function unsampleHeap(count: bigint, size: bigint, rate: bigint): readonly [count: bigint, size: bigint] {
  if (count === 0n || size === 0n) return [0n, 0n];
  if (rate <= 1n) return [count, size];
  const averageSize = Number(size) / Number(count);
  const scale = 1 / (1 - Math.exp(-averageSize / Number(rate)));
  return [truncateToInt64(Number(count) * scale), truncateToInt64(Number(size) * scale)];
}

/** size / count as Go divides int64; count is not 0. */
export function blockSizeOf(count: bigint, size: bigint): bigint {
  return BigInt.asIntN(64, size / count);
}

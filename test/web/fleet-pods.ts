/** Captures of a small fleet. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeProfile } from "../../src/profile/codec/encode.ts";
import { heapProfile } from "../blame/heap-buckets.ts";

/** Six pods, of which one keeps what it allocates, and one is of another build. */
export function writeFleet(folder: string): void {
  for (let pod = 0; pod < 6; pod++) {
    mkdirSync(join(folder, `web-${pod}`), { recursive: true });
    for (let hour = 0; hour < 12; hour++) {
      const inuse = 60 + 10 * pod + (pod === 3 ? 20 * hour : 0);
      const bucket = { stack: "main.main;main.<b>keep", size: 2 ** 20, inuse, alloc: 900 + 30 * hour };
      const timeNanos = BigInt(Date.UTC(2026, 7, 17, hour)) * 1_000_000n;
      const profile = heapProfile([bucket], { timeNanos, buildId: pod === 5 ? "second" : "first" });
      writeFileSync(join(folder, `web-${pod}`, `${String(hour).padStart(2, "0")}.pb`), encodeProfile(profile));
    }
  }
}

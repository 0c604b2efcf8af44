/** A suspect as the report states it: plain values, rounded, null for what is not known. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Suspect } from "../../../src/blame/suspects/suspects.ts";
import { describeSuspect } from "../../../src/report/growth/suspects.ts";

const frame = (name: string) => ({ name, file: "", package: "p", module: "m", version: "v1", owner: "own" });
const SUSPECT = {
  ...{ entry: frame("main.main"), frame: frame("app.put"), ownFrame: frame("app.own"), leaf: frame("bytes.grow") },
  ...{ role: "decoder", growth: 100, interval: { low: 10.4, high: 190.6 }, share: 0.5, samples: 7, fingerprint: "f" },
  ...{ retention: { ratio: 0.5 }, ageSeconds: 12.345, stacks: 3, leafShare: 0.7 },
  branches: [{ frame: frame("app.put"), share: 0.6 }],
} as unknown as Suspect;

test("names, numbers and the module are those of the suspect", () => {
  assert.deepEqual(describeSuspect(SUSPECT), {
    ...{
      entry: "main.main",
      frame: "app.put",
      ownFrame: "app.own",
      leaf: "bytes.grow",
      leafShare: 0.7,
      role: "decoder",
    },
    ...{ module: "m", version: "v1", owner: "own", growth: 100, low: 10, high: 191, share: 0.5, samples: 7 },
    ...{ fingerprint: "f", retention: { ratio: 0.5 }, ageSeconds: 12.3, stacks: 3, goroutines: null },
    branches: [{ frame: "app.put", share: 0.6 }],
  });
});

test("what is not known is null", () => {
  const bare = {
    ...SUSPECT,
    ownFrame: undefined,
    role: undefined,
    interval: undefined,
    samples: undefined,
    retention: undefined,
    ageSeconds: undefined,
  };
  const { ownFrame, role, low, high, samples, retention, ageSeconds } = describeSuspect(bare as unknown as Suspect);
  assert.deepEqual(
    [ownFrame, role, low, high, samples, retention, ageSeconds],
    [null, null, null, null, null, null, null],
  );
});

test("goroutines beside it are told", () => {
  const goroutines = { total: 3 } as never;
  assert.equal(describeSuspect(SUSPECT, goroutines).goroutines, goroutines);
});

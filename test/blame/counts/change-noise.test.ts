/** The interval of a difference of two heaps: as wide as that of the two, wider where much was born and died, none where values are no such differences. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { liveChangeInterval } from "../../../src/blame/counts/change-noise.ts";
import { recoverSampleCounts } from "../../../src/blame/counts/sample-count.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { type Bucket, HEAP_TYPES, heapProfile, scaledPair } from "../heap-buckets.ts";

const PERIOD = 524288;

/** What the handler answers for seconds=: scaled values of the later profile less those of the earlier. */
function changed(from: Omit<Bucket, "stack">, to: Omit<Bucket, "stack">): Profile {
  const [base, current] = [from, to].map((side) => heapProfile([{ stack: "main.main;main.put", ...side }])) as [
    Profile,
    Profile,
  ];
  const values = HEAP_TYPES.map((_, column) =>
    Float64Array.of(Number(current.samples.values[column]?.[0]) - Number(base.samples.values[column]?.[0])),
  );
  return { ...current, samples: { ...current.samples, values } };
}

const interval = (profile: Profile) => liveChangeInterval(profile, recoverSampleCounts(profile).sampling);

test("what only grew is as sure as so many samples are", () => {
  const { low = 0, high = 0 } =
    interval(changed({ size: 1024, inuse: 10, alloc: 30 }, { size: 1024, inuse: 50, alloc: 70 })) ?? {};
  const [, bytes] = scaledPair(40, 1024, PERIOD);
  assert.ok(low > 0.5 * bytes && low < 0.75 * bytes && high > 1.25 * bytes && high < 1.5 * bytes, `${low} to ${high}`);
});

test("what was born and died meanwhile makes it wider", () => {
  const width = (born: number): number => {
    const { low, high } = interval(
      changed({ size: 64, inuse: 10, alloc: 30 }, { size: 64, inuse: 15, alloc: 35 + born }),
    ) ?? {
      low: 0,
      high: 0,
    };
    return high - low;
  };
  assert.ok(width(100) > 2 * width(0));
  const { low = 1 } = interval(changed({ size: 64, inuse: 10, alloc: 30 }, { size: 64, inuse: 20, alloc: 140 })) ?? {};
  assert.ok(low < 0);
});

test("where values are no differences of what the runtime wrote there is none", () => {
  const delta = changed({ size: 64, inuse: 10, alloc: 30 }, { size: 64, inuse: 20, alloc: 40 });
  const altered = (column: number, by: number): Profile => ({
    ...delta,
    samples: {
      ...delta.samples,
      values: delta.samples.values.map((values, at) =>
        at === column ? Float64Array.from(values as Float64Array, (value) => value * by) : values,
      ),
    },
  });
  assert.ok(interval(delta) !== undefined);
  assert.equal(interval(altered(3, 0.73)), undefined, "no whole number of samples");
  assert.equal(interval(altered(1, -1)), undefined, "fewer allocated than before");
  assert.equal(interval(altered(3, 20)), undefined, "more live than was allocated");
});

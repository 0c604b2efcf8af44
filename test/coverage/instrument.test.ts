import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import { makeInstrument } from "../../.ci/instrument.js";

interface Counted {
  readonly b: Readonly<Record<string, readonly number[]>>;
  readonly f: Readonly<Record<string, number>>;
}

const SOURCE = `
  const counts: number[] = [0];
  function grow(by: number | undefined): void {
    if (by === 2) (counts[0] as number)++;
    counts[0] = (by ?? 3) > 2 && by !== 9 ? 4 : 5;
  }
  grow(2);
  grow(undefined);
`;

test("counters have each side of what the source decides, and change nothing", async () => {
  const path = resolve("src/stats/made-for-this-test.ts");
  const code = `${makeInstrument()(path, SOURCE)}; export { counts };`;
  const made: { counts: number[] } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  assert.deepEqual(made.counts, [4]);
  const all = (globalThis as unknown as { sourceCoverage: Record<string, Counted> }).sourceCoverage;
  const counted = all[path] as Counted;
  // The if, the ?:, the && and the ??: in the order in which they begin.
  assert.deepEqual(Object.values(counted.b), [
    [1, 1],
    [1, 1],
    [2, 1],
    [2, 1],
  ]);
  assert.deepEqual(Object.values(counted.f), [2]);
});

test("what is not the product's is left alone", () => {
  const instrument = makeInstrument();
  assert.equal(instrument(resolve("test/golden.ts"), SOURCE), SOURCE);
});

/** Sums by edge, in one heap and in many, against a plain map. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { EdgeBuilder, IS_INLINE, IS_RESIDUAL } from "../../../src/graph/edges/sums.ts";
import type { GraphSource } from "../../../src/graph/graph.ts";
import type { ValueColumn } from "../../../src/profile/int64.ts";
import { seededDraws } from "../../blame/draws.ts";

type Contribution = readonly [from: number, to: number, sample: number, flags: number];

/** Below and from 2^20 steps on: one heap, and 256 of 2,048 contributions each. */
const STEPS = [0, 1 << 20];
const SAMPLES = 500;

function sums(contributions: readonly Contribution[], nodes: number, steps: number, wide: boolean): string[] {
  const column = (unit: number): ValueColumn =>
    wide
      ? BigInt64Array.from({ length: SAMPLES }, (_, sample) => 2n ** 53n + BigInt(unit * (sample + 1)))
      : Float64Array.from({ length: SAMPLES }, (_, sample) => unit * (sample + 1));
  const source = { values: column(1), divisors: column(3) } as unknown as GraphSource;
  const builder = new EdgeBuilder(source, steps);
  for (const each of contributions) builder.add(...each);
  const edges = builder.finish(nodes);
  const plain = new Map<string, [weight: bigint, divisor: bigint, isResidual: number, isInline: number]>();
  const seen = new Set<string>();
  for (const [from, to, sample, flags] of contributions) {
    const key = `${from} ${to}`;
    if (seen.has(`${key} ${sample}`)) continue;
    seen.add(`${key} ${sample}`);
    const edge = plain.get(key) ?? [0n, 0n, 0, 1];
    edge[0] += BigInt(source.values[sample] ?? 0);
    edge[1] += BigInt(source.divisors?.[sample] ?? 0);
    if ((flags & IS_RESIDUAL) !== 0) edge[2] = 1;
    if ((flags & IS_INLINE) === 0) edge[3] = 0;
    plain.set(key, edge);
  }
  const found = Array.from({ length: edges.length }, (_, row) => {
    const { from, to, weight, divisor, isResidual, isInline } = edges;
    return `${from[row]} ${to[row]}: ${[weight[row], divisor?.[row], isResidual[row], isInline[row]]}`;
  });
  assert.deepEqual(found.sort(), [...plain].map(([key, edge]) => `${key}: ${edge}`).sort());
  return found;
}

test("many edges into few nodes and into many, of values below and beyond 2^53", () => {
  const draws = seededDraws(11);
  const below = (end: number): number => Math.floor(draws.uniform() * end);
  for (const steps of STEPS)
    for (const nodes of [2, 700])
      for (const wide of [false, true]) {
        const contributions: Contribution[] = [];
        for (let sample = 0; sample < SAMPLES; sample++)
          for (let step = 0; step < 14; step++) contributions.push([below(nodes), below(nodes), sample, below(4)]);
        assert.ok(sums(contributions, nodes, steps, wide).length >= nodes);
      }
});

test("a sample counts once for an edge, in another edge between and as the last of a heap too", () => {
  for (const steps of STEPS) {
    const repeated: Contribution[] = [
      [1, 2, 7, 0],
      [2, 1, 7, 0],
      [1, 2, 7, IS_INLINE],
    ];
    assert.deepEqual(sums(repeated, 3, steps, false), ["1 2: 8,24,0,0", "2 1: 8,24,0,0"]);
    const full = Array.from({ length: 2048 + 3 }, (): Contribution => [1, 2, 9, IS_RESIDUAL | IS_INLINE]);
    assert.deepEqual(sums(full, 3, steps, false), ["1 2: 10,30,1,1"]);
  }
});

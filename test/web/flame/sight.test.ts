/** What of a picture is in sight stays within it, and what was below the fingers stays below them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Boxes } from "../../../src/web/flame/boxes.ts";
import {
  boxesInSight,
  finenessOf,
  held,
  middleOf,
  moved,
  showing,
  stretched,
  stretchedBy,
  WHOLE,
} from "../../../src/web/flame/sight.ts";

test("it is stretched about a place, which stays, and ends at the whole", () => {
  assert.deepEqual(stretched(WHOLE, 4, 0.5), { from: 0.375, span: 0.25 });
  assert.deepEqual(stretched({ from: 0.375, span: 0.25 }, 0.25, 0.5), WHOLE);
  assert.deepEqual(stretched({ from: 0, span: 0.5 }, 0.1, 0.9), WHOLE);
  assert.equal(stretched(WHOLE, 1e9, 0).span, 1 / 4096);
  assert.deepEqual(moved({ from: 0.5, span: 0.25 }, 0.5), { from: 0.625, span: 0.25 });
  assert.deepEqual(moved({ from: 0.5, span: 0.25 }, 99), { from: 0.75, span: 0.25 });
  assert.deepEqual(moved({ from: 0.5, span: 0.25 }, -99), { from: 0, span: 0.25 });
});

test("what two fingers are on stays below them, apart, together and crossed", () => {
  assert.deepEqual(held([0.375, 0.625], [0.25, 0.75]), { from: 0.25, span: 0.5 });
  assert.deepEqual(held([0.375, 0.625], [0.75, 0.25]), { from: 0.25, span: 0.5 });
  assert.deepEqual(held([0.3, 0.7], [0.4, 0.6]), WHOLE);
  assert.deepEqual(held([0.3, 0.7], [0.5, 0.5]), WHOLE);
});

test("keys stretch it, and other keys do not", () => {
  assert.deepEqual(stretchedBy("+", WHOLE, 0.5), { from: 0.25, span: 0.5 });
  assert.deepEqual(stretchedBy("=", WHOLE, 0), { from: 0, span: 0.5 });
  assert.deepEqual(stretchedBy("-", { from: 0.25, span: 0.5 }, 0.5), WHOLE);
  assert.deepEqual(stretchedBy("0", { from: 0.25, span: 0.5 }, 0.5), WHOLE);
  assert.equal(stretchedBy("a", WHOLE, 0.5), undefined);
});

test("a box that is chosen is brought into sight, one that is there moves nothing", () => {
  const sight = { from: 0.25, span: 0.25 };
  assert.equal(showing(sight, 0.3, 0.1), sight);
  assert.equal(showing(sight, 0, 1), sight);
  assert.deepEqual(showing(sight, 0.75, 0.125), { from: 0.6875, span: 0.25 });
  assert.deepEqual(showing(sight, 0, 0.125), { from: 0, span: 0.25 });
});

test("boxes lie as they are seen, and those out of sight have no width", () => {
  const boxes = {
    length: 3,
    left: Float64Array.of(0, 0, 0.75),
    part: Float64Array.of(1, 0.5, 0.25),
  } as unknown as Boxes;
  assert.equal(boxesInSight(boxes, WHOLE), boxes);
  const { left, part } = boxesInSight(boxes, { from: 0.25, span: 0.5 });
  assert.deepEqual([...left], [0, 0, 1]);
  assert.deepEqual([...part], [1, 0.5, 0]);
  assert.equal(middleOf({ left, part } as Boxes, 1), 0.25);
  assert.equal(middleOf({ left, part } as Boxes, 2), 0.5);
});

test("the finer, the more is seen of less, up to a limit", () => {
  assert.deepEqual(
    [1, 0.9, 0.5, 0.3, 0.001].map((span) => finenessOf({ from: 0, span })),
    [1, 2, 2, 4, 16],
  );
});

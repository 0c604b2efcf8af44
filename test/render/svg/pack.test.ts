import assert from "node:assert/strict";
import { test } from "node:test";
import { pack } from "../../../src/render/svg/pack.ts";

const GAP = 3;

/** No two of them nearer than the gap, none outside. */
function assertApart(sizes: readonly { readonly width: number; readonly height: number }[]): void {
  const { places, width, height } = pack(sizes, GAP);
  assert.deepEqual(places[0], { x: 0, y: 0 });
  const boxes = places.map(({ x, y }, at) => ({ x, y, ...(sizes[at] as (typeof sizes)[number]) }));
  for (const [at, a] of boxes.entries()) {
    assert.ok(a.x + a.width <= width && a.y + a.height <= height, `${at}`);
    for (const b of boxes.slice(at + 1)) {
      const isBeside = a.x + a.width + GAP <= b.x || b.x + b.width + GAP <= a.x;
      assert.ok(isBeside || a.y + a.height + GAP <= b.y || b.y + b.height + GAP <= a.y, `${at}`);
    }
  }
}

const sizesOf = (count: number): { width: number; height: number }[] =>
  Array.from({ length: count }, (_, at) => ({ width: 10 + ((at * 37) % 90), height: 10 + ((at * 53) % 40) }));

for (const count of [1, 2, 30, 200, 201, 700]) {
  test(`${count} rectangles lie apart`, () => assertApart(sizesOf(count)));
}

test("many are packed in work that follows from their number", () => {
  const sizes = sizesOf(100_000);
  const { width, height } = pack(sizes, GAP);
  const area = sizes.reduce((sum, size) => sum + (size.width + GAP) * (size.height + GAP), 0);
  assert.ok(width * height < 3 * area);
  assert.ok(height < 2 * width && width < 2 * height);
});

test("nothing needs no room", () => {
  assert.deepEqual(pack([], GAP), { width: 0, height: 0, places: [] });
});

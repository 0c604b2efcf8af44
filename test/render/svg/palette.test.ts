import assert from "node:assert/strict";
import { test } from "node:test";
import { DARK, fillOf, LIGHT, STEPS, stepOf } from "../../../src/render/svg/palette.ts";

/** WCAG's contrast of two colours. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

test("all writing is legible on every step of both schemes", () => {
  for (const scheme of [LIGHT, DARK]) {
    for (let step = -STEPS; step <= STEPS; step++) {
      for (const color of [scheme.ink, scheme.dim])
        assert.ok(
          contrast(color, fillOf(step, scheme)) >= 4.5,
          `${color} on ${fillOf(step, scheme)}, step ${step}: ${contrast(color, fillOf(step, scheme))}`,
        );
    }
    for (const color of [scheme.ink, scheme.dim]) assert.ok(contrast(color, scheme.page) >= 4.5);
    for (const color of [scheme.grownLine, scheme.shrunkLine]) assert.ok(contrast(color, scheme.page) >= 3, color);
  }
});

/** How people without one kind of cones see a colour (Vienot 1999, on linear light). */
const DEFICIENCIES: Readonly<Record<string, readonly (readonly [number, number, number])[]>> = {
  protanopia: [
    [0.11238, 0.88762, 0],
    [0.11238, 0.88762, 0],
    [0.00401, -0.00401, 1],
  ],
  deuteranopia: [
    [0.29275, 0.70725, 0],
    [0.29275, 0.70725, 0],
    [-0.02234, 0.02234, 1],
  ],
};

test("growth and shrink stay apart for colour-blind eyes", () => {
  for (const [name, rows] of Object.entries(DEFICIENCIES)) {
    for (const scheme of [LIGHT, DARK]) {
      const see = (color: string): number[] => {
        const linear = [1, 3, 5].map((at) => (Number.parseInt(color.slice(at, at + 2), 16) / 255) ** 2.2);
        return rows.map(
          (row) =>
            Math.max(
              0,
              row.reduce((sum, part, i) => sum + part * (linear[i] as number), 0),
            ) **
            (1 / 2.2),
        );
      };
      const [warm, cool] = [see(fillOf(STEPS, scheme)), see(fillOf(-STEPS, scheme))];
      const distance = Math.hypot(...warm.map((value, i) => value - (cool[i] as number)));
      assert.ok(distance > 0.3, `${name}: ${distance}`);
    }
  }
});

test("a step says how large a change is against the largest, and nothing but zero is neutral", () => {
  assert.deepEqual(
    [0, 1, 25, 100, -1, -100].map((delta) => stepOf(delta, 100)),
    [0, 1, 4, 8, -1, -8],
  );
  assert.equal(stepOf(0, 0), 0);
});

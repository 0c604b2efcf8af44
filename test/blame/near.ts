import assert from "node:assert/strict";

/** Fails with both numbers unless `got` is within `distance` of `wanted`. */
export function near(got: number, wanted: number, distance: number, what: string = "value"): void {
  assert.ok(Math.abs(got - wanted) <= distance, `${what}: got ${got}, wanted ${wanted} within ${distance}`);
}

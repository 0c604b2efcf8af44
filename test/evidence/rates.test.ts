import assert from "node:assert/strict";
import { test } from "node:test";
import { near } from "../blame/near.ts";
import { rateOf } from "./rates.ts";

const items = (yes: number, of: number): boolean[] => Array.from({ length: of }, (_, at) => at < yes);

test("a rate has the bounds of Clopper and Pearson", () => {
  const none = rateOf(items(0, 300), (is) => is);
  near(none.atMost, 1 - 0.05 ** (1 / 300), 1e-9);
  assert.equal(none.atLeast, 0);
  const all = rateOf(items(300, 300), (is) => is);
  near(all.atLeast, 0.05 ** (1 / 300), 1e-9);
  assert.equal(all.atMost, 1);
  // Of 10 in 100: 0.0553 and 0.1637 (tables of the 90 % interval).
  const some = rateOf(items(10, 100), (is) => is);
  near(some.atLeast, 0.0553, 1e-4);
  near(some.atMost, 0.1637, 1e-4);
});

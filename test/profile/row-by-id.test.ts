/** Ids as files have them: small and dense, beyond every table, of 64 bits, twice. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { RowById } from "../../src/profile/row-by-id.ts";
import { NONE } from "../../src/profile/tables.ts";

function rowOf(ids: readonly bigint[], id: bigint): number {
  return new RowById(BigUint64Array.from(ids)).find(Number(id & 0xffffffffn), Number(id >> 32n));
}

test("a row is found by its id, however large, and no other id finds one", () => {
  const ids = [1n, 2n, 127n, 128n, 1000n, 0xffffffffn, 2n ** 32n, 2n ** 32n + 1n, 2n ** 63n, 2n ** 64n - 1n];
  for (const [row, id] of ids.entries()) {
    assert.equal(rowOf(ids, id), row, `${id}`);
    for (const other of [id - 1n, id + 1n].filter((each) => !ids.includes(each) && each < 2n ** 64n))
      assert.equal(rowOf(ids, other), NONE, `${other}`);
  }
  assert.equal(rowOf([], 1n), NONE);
  assert.equal(rowOf([], 2n ** 40n), NONE);
});

test("of rows with the same id the first is found", () => {
  for (const id of [3n, 2n ** 40n]) assert.equal(rowOf([9n, id, id, id], id), 1);
});

/** In which order the rows stand. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { arrangeRows, type TableRow } from "../../../src/web/table/rows.ts";

function row(name: string, delta: number, cum: number): TableRow {
  return {
    ...{ name, delta, cum, isOwn: undefined, base: 0, current: delta, low: null, high: null },
    ...{ isSure: null, isSureCum: null, share: 0, objects: null, course: [] },
  };
}

const ROWS = [row("b", 0, 5), row("c", 0, -9), row("d", -7, 7), row("a", 0, 5), row("e", 3, 3)];

function order(sort: string): string {
  const query = { sort, own: false, sure: false, dropNegative: false, matches: () => true };
  return Array.from(arrangeRows(ROWS, query), (at) => ROWS[at]?.name).join("");
}

test("the largest come first, of equal ones those that most goes through, then from A", () => {
  assert.equal(order("delta"), "decab");
  assert.equal(order("-delta"), "baced");
  assert.equal(order("cum"), "cdabe");
  assert.equal(order("name"), "abcde");
});

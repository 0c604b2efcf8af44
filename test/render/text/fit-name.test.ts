/** A name in so many columns: what is left out first, and what a reader still has. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fitName } from "../../../src/render/text/fit-name.ts";

const GENERIC = "example.com/app/store.(*index[go.shape.int,go.shape.struct { main.id int; main.lines [8]int }]).add";

test("a name that fits is left as it is", () => {
  assert.equal(fitName(GENERIC, GENERIC.length), GENERIC);
});

test("type arguments go before the path, and the path before the symbol", () => {
  assert.equal(fitName(GENERIC, GENERIC.length - 1), "example.com/app/store.(*index[...]).add");
  assert.equal(fitName(GENERIC, 38), "example.com/…/store.(*index[...]).add");
  assert.equal(fitName(GENERIC, 24), "…/store.(*index[...]).add".slice(2));
  assert.equal(fitName(GENERIC, 23).length, 23);
});

test("what is no type argument is kept", () => {
  assert.equal(fitName("std::vector<int>::push", 10).length, 10);
  assert.equal(fitName("[libc.so.6]", 11), "[libc.so.6]");
});

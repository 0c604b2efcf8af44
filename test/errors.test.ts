/** The end of every exhaustive switch. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { unreachable } from "../src/errors.ts";

test("a case that nobody wrote is an Error that names it", () => {
  assert.throws(() => unreachable({ kind: "new" } as never), { name: "Error", message: 'no case for {"kind":"new"}' });
});

/** Whose code a function is, also where its module has no row because its callers are charged. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { MARK, nameMarks } from "../../../src/web/flame/marks.ts";

test("the standard library and the program's own code are told by the function, not by what is charged", () => {
  const functions = [
    { name: "net/http.(*conn).serve", module: "std" },
    { name: "main.main", module: "example.com/app" },
    { name: "shop.Put", module: "example.com/shop", significantCum: false },
  ];
  const marks = nameMarks({ functions } as unknown as Parameters<typeof nameMarks>[0], new Set(["example.com/app"]));
  assert.deepEqual(
    functions.map(({ name }) => marks.get(name)),
    [MARK.standard, MARK.own, MARK.noise],
  );
});

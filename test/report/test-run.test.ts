/** Runs of tests: by the name of the binary, or by what runs tests on the stacks. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isTestRun } from "../../src/report/test-run.ts";

test("a binary of go test is told by its name, a renamed one by what lies under its stacks", () => {
  assert.deepEqual(
    ["store.test", "store.test.exe", "store", "test", ""].map((program) => isTestRun(program, ["main.main"])),
    [true, true, false, false, false],
  );
  for (const name of ["testing.(*B).runN", "testing.tRunner"]) assert.ok(isTestRun("store", ["main.main", name]), name);
  for (const name of ["testing.Init", "example.com/testing.tRunner", "testing/iotest.NewReader"])
    assert.ok(!isTestRun("store", [name]), name);
});

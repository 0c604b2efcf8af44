/** Finalizers and cleanups that do not return, by the goroutine that runs them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findBlockedFinalizer } from "../../../src/blame/findings/finalizers.ts";
import { signsOfGoroutines } from "./goroutine-of.ts";

const found = (current: string) => findBlockedFinalizer(signsOfGoroutines("", current));

test("a finalizer that does not return is named with where it waits; the runtime's own frames name nobody", () => {
  const stack =
    "1 runtime.goexit < runtime.runFinalizers < example.com/app.close < example.com/app.(*S).wait < time.Sleep < runtime.gopark";
  assert.deepEqual(found(stack), [
    {
      code: "finalizer-blocked",
      severity: "limiting",
      facts: { function: "example.com/app.close", waitsIn: "time.Sleep", kind: "finalizer", isStill: false },
    },
  ]);
  const [running] = found("1 runtime.goexit < runtime.runFinalizers < example.com/app.close");
  assert.equal(running?.code === "finalizer-blocked" && running.facts.waitsIn, "example.com/app.close");
  const cleanup = found(stack.replace("runtime.runFinalizers", "runtime.runCleanups"))[0];
  assert.equal(cleanup?.code === "finalizer-blocked" && cleanup.facts.kind, "cleanup");
  assert.deepEqual(found("1 runtime.goexit < runtime.runFinalizers < runtime.gopark"), []);
  assert.deepEqual(found("1 runtime.goexit < example.com/app.close < time.Sleep"), [], "no finalizer");
});

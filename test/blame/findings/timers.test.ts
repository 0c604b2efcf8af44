/** Tickers, functions that wait and contexts: each with an input that has it and a near miss at half of the growth. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findTimers } from "../../../src/blame/findings/timers.ts";
import { codesOf, signsOf } from "./signs-of.ts";

const found = (text: string, given = {}) => codesOf(findTimers(signsOf(text, given)));

for (const [code, stack, near] of [
  ["timer", "main.F;time.NewTicker", "main.F;time.Now"],
  ["after-func", "main.F;time.AfterFunc", "main.F;example.com/time.AfterFunc"],
  ["context-tree", "main.F;context.WithCancel;context.(*cancelCtx).propagateCancel", "main.F;context.Background"],
  ["context-tree", "context.(*cancelCtx).propagateCancel.func2;runtime.selectgo", "context.(*valueCtx).Value"],
  ["context-values", "main.F;context.WithValue", "main.F;example.com/context.WithValue"],
  ["signal-channels", "main.F;os/signal.Notify", "main.F;os/signal.Stop"],
] as const) {
  test(`${code} from half of the growth on`, () => {
    assert.deepEqual(found(`${stack} 1 500\nmain.G 1 500`), [code]);
    assert.deepEqual(found(`${stack} 1 499\nmain.G 1 501`), []);
    assert.deepEqual(found(`${near} 1 500`), []);
    assert.deepEqual(found(`${stack} 1 500`, { verdict: "did-not-change" }), []);
  });
}

test("a tenth of the growth is said beside the rest, from four recorded objects on, and one of them at most", () => {
  const timer = "main.F;time.NewTicker";
  assert.deepEqual(found(`${timer} 4 100\nmain.G 1 900`), ["timer"]);
  assert.deepEqual(found(`${timer} 3 100\nmain.G 1 900`), []);
  assert.deepEqual(found(`${timer} 4 99\nmain.G 1 901`), []);
  assert.deepEqual(found(`${timer} 4 300\nmain.F;context.WithCancel 4 100\nmain.G 1 600`), ["context-tree"]);
});

/** What a user reads of what went wrong. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { describeFailure } from "../../src/cli/failure.ts";
import { FetchError, UsageError } from "../../src/errors.ts";

const told = (length: number): string =>
  describeFailure(new UsageError("bad-option", `${"a".repeat(length - 5)}wrong`))
    .replace("heapblame: ", "")
    .trimEnd();

test("a message is shown whole up to 4,096 characters; of a longer one both ends, and how much is left out", () => {
  assert.equal(told(4096).length, 4096);
  const long = told(1_000_000);
  assert.match(long, /^a{3072} \[995904 characters left out\] a{1019}wrong$/);
  assert.match(told(4097), / \[1 characters left out\] /);
});

test("what to do stands behind it", () => {
  const error = new FetchError("not-found", "n".repeat(10_000), "");
  assert.match(describeFailure(error), /n; check the name\n$/);
});

test("memory that may not be had is told in one sentence, also where a WebAssembly module wraps it", () => {
  const wrapped =
    "Aborted(RangeError: WebAssembly.instantiate(): Out of memory). Build with -sASSERTIONS for more info.";
  for (const [message, said] of [
    [wrapped, "WebAssembly.instantiate(): Out of memory"],
    ["Array buffer allocation failed", "Array buffer allocation failed"],
  ] as const) {
    const expected = `heapblame: there is not enough memory for this: ${said}; where it is limited (ulimit -v, a container), allow more\n`;
    assert.equal(describeFailure(new RangeError(message)), expected);
  }
});

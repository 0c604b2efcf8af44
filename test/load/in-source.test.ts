import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { FetchError, ProfileError } from "../../src/errors.ts";
import { inSource } from "../../src/load/in-source.ts";
import { parseEach } from "../../src/load.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const SIZE = 200_000;

/** One of each kind that is refused, large. */
const REFUSED: readonly string[] = [
  `<html><title>${"x".repeat(60)}</title>`,
  '{"error": "no such thing, and why that is is told in many words that follow here"',
  "\xff\xff",
  "heap profile: 1: 2 [3: 4] @ heap/1048576\n1: 2 [3: 4] @ zz\n",
  "goroutine profile: total 7\nnot a row, and a long one at that, with much to say\n",
  "nothing that is known, in words that go on for longer than what is quoted of them is, until the end of the line\n",
];

test("what is refused is let go: an error keeps what is printed of it", async () => {
  const { results, inputs } = await refused();
  // Frames that are done may still have had them; a turn of the loop later none has.
  for (let turn = 0; turn < 20 && inputs.some((input) => input.deref() !== undefined); turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
  assert.deepEqual(
    REFUSED.filter((_, at) => inputs[at]?.deref() !== undefined),
    [],
  );
  for (const result of results) assert.equal(result.status, "rejected");
});

async function refused() {
  const bytes = REFUSED.map((start) => {
    const input = new Uint8Array(SIZE).fill(0x62);
    input.set(Buffer.from(start, "latin1"));
    return input;
  });
  const names = bytes.map((_, at) => `file${at}`);
  const read = bytes.map((value) => ({ status: "fulfilled", value }) as const);
  return { results: await parseEach(names, read), inputs: bytes.map((input) => new WeakRef(input)) };
}

test("code, status and time to wait stay; the source comes first", () => {
  const fault = inSource("http://a:1/x", new FetchError("http", "503", "p", { status: 503, retryAfter: 7 }));
  assert.ok(fault instanceof FetchError);
  assert.deepEqual([fault.code, fault.message, fault.status, fault.retryAfter], ["http", "http://a:1/x: 503", 503, 7]);
  const other = new RangeError("x");
  assert.equal(inSource("a", other), other);
  assert.equal((inSource("a", new ProfileError("empty", "it is empty", "p")) as Error).message, "a: it is empty");
});

/** Standard input is refused at its limit, as the process reads it. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { endlessFault, MOST_STREAMED } from "../../../src/fetch/files/endless.ts";

const program = fileURLToPath(new URL("../../../bin/heapblame.js", import.meta.url));

test("what is read may be as long as the limit and not a byte longer", () => {
  const ended = [1024, 1025].map((length) =>
    spawnSync(process.execPath, [program, "--max-size", "1kB", "-"], {
      input: Buffer.alloc(length, "x"),
      encoding: "utf8",
      timeout: 30_000,
    }),
  );
  assert.deepEqual(
    ended.map(({ status }) => status),
    [2, 2],
  );
  assert.doesNotMatch(ended[0]?.stderr ?? "", /goes on/);
  assert.match(ended[1]?.stderr ?? "", /^heapblame: -: goes on for more than 1 KiB; raise the limit with --max-size/);
});

test("the fault says how much it was", () => {
  assert.equal(endlessFault(MOST_STREAMED).message, "goes on for more than 1 GiB");
});

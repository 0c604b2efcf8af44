/** A command that waits for what never comes has failed, and says so. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

test("a promise that nobody settles ends in exit 2 and a line", () => {
  const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
  // Standard input that never says anything and holds nothing open.
  const code = `
    const { Readable } = await import("node:stream");
    Object.defineProperty(process, "stdin", { value: new Readable({ read() {} }) });
    process.argv.splice(1, process.argv.length, "heapblame", "top", "-");
    await import(${JSON.stringify(main)});
  `;
  const words = ["--import", "tsx", "--input-type=module", "-e", code];
  const { stdout, stderr, status } = spawnSync(process.execPath, words, { encoding: "utf8", timeout: 60_000 });
  assert.equal(stdout, "");
  assert.match(stderr, /^heapblame: this is a bug in heapblame: it waits for what will never come \(top -\)\n$/);
  assert.equal(status, 2);
});

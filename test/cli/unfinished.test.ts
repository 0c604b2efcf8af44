/** A command that waits for what never comes has failed, and says so. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

test("what is thrown where nobody waits for it ends in exit 2, which is no verdict of a check", () => {
  const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
  const code = `
    const { Readable } = await import("node:stream");
    const read = () => void setTimeout(() => { throw new Error("thrown \\x1b[2J"); }, 0);
    Object.defineProperty(process, "stdin", { value: new Readable({ read }) });
    process.argv.splice(1, process.argv.length, "heapblame", "top", "-");
    await import(${JSON.stringify(main)});
  `;
  const words = ["--import", "tsx", "--input-type=module", "-e", code];
  const { stderr, status } = spawnSync(process.execPath, words, { encoding: "utf8", timeout: 60_000 });
  assert.equal(status, 2, stderr);
  assert.match(stderr, /^heapblame: this is a bug in heapblame, please report it .*\nError: thrown \\x1b\[2J\n/);
});

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

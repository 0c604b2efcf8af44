/** The README never lies: its outputs and pictures are those of the program as it is built. Wants `npm run build`. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

test("every output and picture in the README is what its command gives", () => {
  const script = fileURLToPath(new URL("../.ci/readme.js", import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [script, "--check"], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
});

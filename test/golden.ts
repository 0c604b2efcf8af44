/** Comparison with a stored text. `npm test -- -u` writes it anew; a mismatch leaves the text that came out beside it as NAME.got. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

export function assertGolden(name: string, text: string): void {
  const path = fileURLToPath(new URL(`golden/${name}`, import.meta.url));
  if (process.env["UPDATE_GOLDENS"] && !process.env["CI"]) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return;
  }
  let stored: string;
  try {
    stored = readFileSync(path, "utf8");
  } catch {
    assert.fail(`test/golden/${name} does not exist: write it with npm test -- -u, and read it`);
  }
  if (stored === text) {
    rmSync(`${path}.got`, { force: true });
    return;
  }
  writeFileSync(`${path}.got`, text);
  assert.equal(text, stored, `differs from test/golden/${name}; see ${name}.got, accept with npm test -- -u`);
}

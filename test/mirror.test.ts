/** Every file of the layers that say something has its test at the mirrored path. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const project = fileURLToPath(new URL("../", import.meta.url));
const LAYERS = ["blame", "report", "wording"];

/** Types only: there is nothing to run. */
function hasCode(file: string): boolean {
  return /^(export )?(function|class|const|let|async function)\b/m.test(readFileSync(`${project}src/${file}`, "utf8"));
}

function filesWithoutTest(): string[] {
  const files = LAYERS.flatMap((layer) =>
    readdirSync(`${project}src/${layer}`, { recursive: true, encoding: "utf8" }).map((file) => `${layer}/${file}`),
  );
  return files
    .filter((file) => file.endsWith(".ts") && hasCode(file))
    .filter((file) => !existsSync(`${project}test/${file.replace(/\.ts$/, ".test.ts")}`))
    .sort();
}

test("files of blame, report and wording have their test at the mirrored path", () => {
  assert.deepEqual(filesWithoutTest(), []);
});

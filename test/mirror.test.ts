/** Every file of the layers that say something has its test at the mirrored path. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const project = fileURLToPath(new URL("../", import.meta.url));
const LAYERS = ["blame", "report", "wording"];

/** Files that are tested only by tests of others: to be given their own. None may be added. */
const TESTED_ELSEWHERE: readonly string[] = [
  "blame/holders/holding-places.ts",
  "blame/holders/kept-only.ts",
  "blame/holders/sampled-objects.ts",
  "report/advice/advice.ts",
  "report/advice/live-heap.ts",
  "report/capture/advice.ts",
  "report/capture/capture.ts",
  "report/capture/restarts.ts",
  "report/check/report.ts",
  "report/heap/heap.ts",
  "report/heap/memory.ts",
  "report/held/facts.ts",
  "report/held/held.ts",
  "report/held/rows.ts",
  "report/held/samples.ts",
  "report/pictures/flame-widths.ts",
  "report/pictures/flame.ts",
  "report/pictures/graph-report.ts",
  "report/pictures/graph.ts",
  "report/pictures/header.ts",
  "report/pictures/speedscope.ts",
  "wording/advice/arithmetic.ts",
  "wording/advice/findings.ts",
  "wording/advice/waterfall.ts",
  "wording/advice/words.ts",
  "wording/capture.ts",
  "wording/goroutines.ts",
  "wording/growth/audit.ts",
  "wording/growth/findings.ts",
  "wording/growth/goroutines.ts",
  "wording/growth/headline.ts",
  "wording/growth/kinds.ts",
  "wording/growth/next.ts",
  "wording/growth/sentences.ts",
  "wording/heap/words.ts",
  "wording/held.ts",
];

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
  assert.deepEqual(
    filesWithoutTest().filter((file) => !TESTED_ELSEWHERE.includes(file)),
    [],
  );
});

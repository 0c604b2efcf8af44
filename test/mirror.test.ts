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
  "report/check/place.ts",
  "report/check/report.ts",
  "report/growth/evidence.ts",
  "report/growth/owners.ts",
  "report/growth/query.ts",
  "report/growth/row-certainty.ts",
  "report/growth/row-nodes.ts",
  "report/growth/rows.ts",
  "report/growth/signs.ts",
  "report/growth/suspects.ts",
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
  "report/pprof/build-view.ts",
  "report/pprof/call-graph.ts",
  "report/pprof/callgrind.ts",
  "report/pprof/command-overrides.ts",
  "report/pprof/comments.ts",
  "report/pprof/header.ts",
  "report/pprof/nodelets.ts",
  "report/pprof/output-unit.ts",
  "report/pprof/proto.ts",
  "report/pprof/raw.ts",
  "report/pprof/source-lines.ts",
  "report/pprof/tags.ts",
  "report/pprof/top-proto.ts",
  "report/pprof/top.ts",
  "report/pprof/traces.ts",
  "report/pprof/tree.ts",
  "report/pprof/view.ts",
  "report/question.ts",
  "report/trend/beside.ts",
  "report/trend/ends.ts",
  "report/trend/findings.ts",
  "report/trend/measure.ts",
  "report/trend/rows.ts",
  "report/trend/series.ts",
  "report/trend/table.ts",
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

test("the list of those that are tested elsewhere has no others", () => {
  const without = filesWithoutTest();
  assert.deepEqual(
    TESTED_ELSEWHERE.filter((file) => !without.includes(file)),
    [],
  );
});

test("files of blame, report and wording have their test at the mirrored path", () => {
  assert.deepEqual(
    filesWithoutTest().filter((file) => !TESTED_ELSEWHERE.includes(file)),
    [],
  );
});

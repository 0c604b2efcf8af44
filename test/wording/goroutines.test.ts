import assert from "node:assert/strict";
import { test } from "node:test";
import type { GoroutineReport } from "../../src/report/goroutines/goroutines.ts";
import { goroutineWords } from "../../src/wording/goroutines.ts";

test("a sentence for each finding, and all of them as the verdict", () => {
  const facts = { key: "k", value: "v", count: 3, of: 4 };
  const findings = [
    { code: "label-gathers", severity: "note", facts },
    { code: "label-gathers", severity: "note", facts: { ...facts, of: 1 } },
  ];
  const words = goroutineWords({ findings } as unknown as GoroutineReport);
  assert.deepEqual(words.findings, [
    "Label k=v has 3 of the 4 goroutines that are more.",
    "Label k=v has 3 of the 1 goroutine that are more.",
  ]);
  assert.equal(words.verdict, words.findings.join(" "));
});

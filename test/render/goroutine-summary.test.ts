/** Where goroutines stand that are more or fewer, in both documents. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { changedStacks } from "../../src/render/goroutine-summary.ts";
import { renderGoroutinesMarkdown } from "../../src/render/markdown/goroutines.ts";
import { renderGoroutinesText } from "../../src/render/text/goroutines.ts";
import { PLAIN } from "../../src/render/text/style.ts";
import { goroutineReport } from "../../src/report/goroutines/goroutines.ts";
import { goroutineWords } from "../../src/wording/goroutines.ts";
import { groupsOf } from "../blame/findings/goroutine-of.ts";

function report(base: string, current: string) {
  return goroutineReport(groupsOf(base), groupsOf(current));
}

test("the place that changed most comes first, of those that are fewer too", () => {
  const { entries } = report(
    "60 main.work < main.a\n9 main.work < main.b\n7 main.work < main.c",
    "8 main.work < main.b\n7 main.work < main.c",
  );
  assert.deepEqual(
    entries.flatMap(changedStacks).map(({ waitsIn, delta }) => [waitsIn, delta]),
    [
      ["main.a", -60],
      ["main.b", -1],
    ],
  );
});

test("text and Markdown name the place that changed, not the one that most stand in", () => {
  const grown = report("500 main.work < main.idle", "500 main.work < main.idle\n40 main.work < main.stuck");
  const words = goroutineWords(grown);
  const text = renderGoroutinesText(grown, words, PLAIN);
  assert.match(text, /\+40 \(500 -> 540\) {2}main\.work\n {4}\+40 in main\.stuck\n/);
  assert.doesNotMatch(text, /main\.idle/);
  assert.match(renderGoroutinesMarkdown(grown, words), /\| changed most in \|\n.*\n\| \+40 .* \| `main\.stuck` \|/);
});

/** What must hold of Markdown that is pasted into an issue, whatever the names in it are. */
import assert from "node:assert/strict";
import { MOST_CHARACTERS } from "../../src/render/markdown/text.ts";

const WIDEST_ROW = 300;

export function assertIssueText(text: string): void {
  assert.ok(text.length <= MOST_CHARACTERS, `${text.length} characters`);
  assert.match(text, /[^\n]\n$/);
  const lines = text.split("\n");
  assertTables(lines);
  assertFolds(lines);
  for (const line of lines) assertNoTags(line);
  for (const line of lines.slice(
    0,
    lines.findIndex((each) => each.startsWith("<details>")),
  )) {
    if (line.startsWith("|")) assert.ok(line.length <= WIDEST_ROW, `a row of ${line.length} characters: ${line}`);
  }
}

/** Blank lines around them, a rule, and as many cells in each row as in the head. */
function assertTables(lines: readonly string[]): void {
  let cells = 0;
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith("|")) {
      if (cells > 0) assert.equal(line, "", `a table without a blank line after it: ${line}`);
      cells = 0;
      continue;
    }
    if (cells === 0) {
      assert.equal(lines[index - 1] ?? "", "", `a table without a blank line before it: ${line}`);
      assert.match(lines[index + 1] ?? "", /^\|(?:-+:\||:-+\|)+$/);
      cells = cellsIn(line);
    }
    assert.equal(cellsIn(line), cells, line);
  }
}

function cellsIn(line: string): number {
  assert.match(line, /\|$/);
  return (line.match(/(?<!\\)\|/g) ?? []).length - 1;
}

/** One after another, each with a blank line inside of its ends, without which GitHub shows Markdown as it is typed. */
function assertFolds(lines: readonly string[]): void {
  let isOpen = false;
  for (const [index, line] of lines.entries()) {
    if (line.startsWith("<details>")) {
      assert.ok(!isOpen, "a fold within a fold");
      assert.match(line, /^<details><summary>[\w ,]+<\/summary>$/);
      assert.deepEqual([lines[index - 1], lines[index + 1]], ["", ""]);
      isOpen = true;
    } else if (line === "</details>") {
      assert.ok(isOpen);
      assert.deepEqual([lines[index - 1], lines[index + 1]], ["", ""]);
      isOpen = false;
    }
  }
  assert.ok(!isOpen);
}

/** Outside of code: none but the renderers' own. */
function assertNoTags(line: string): void {
  const prose = line
    .replace(/(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)/g, "")
    .replaceAll(/<\/?(?:details|summary|sub)>/g, "");
  assert.doesNotMatch(prose, /<[a-z/!?]/i, line);
}

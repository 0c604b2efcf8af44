/**
 * Cells set in columns, flush right: what Go's text/tabwriter does with AlignRight and a padding of one space, for reports whose bytes depend
 * on it.
 *
 * A tab ends a cell. The cells at one place in consecutive lines are a column, as wide as its widest; a line with no cell there ends it. What
 * follows the last tab of a line belongs to no column. Labels come from programs and may hold anything, so the rest counts too: a vertical
 * tab ends a cell as a tab does, a form feed ends the line and every column, and between two bytes 0xFF nothing is special.
 */
interface Cell {
  readonly text: string;
  readonly width: number;
}

type Line = readonly Cell[];

const PADDING = 1;

/** The `u` flag keeps a lone U+DCFF, which is an escaped byte 0xFF (see string-table.ts), apart from one half of a character. */
const TOKENS = /\udcff[^\udcff]*\udcff?|[\t\v\n\f]|[^\udcff\t\v\n\f]+/gu;
const ESCAPES = /\udcff/gu;

export function alignCells(text: string): string {
  return splitBlocks(text)
    .map((lines) => layOut(lines, []))
    .map((lines) => lines.join("\n"))
    .join("");
}

/** Blocks of lines that share no columns. Line breaks are between the lines of a block, none between blocks. */
function splitBlocks(text: string): Line[][] {
  const blocks: Cell[][][] = [[[]]];
  let cell = "";
  for (const [token] of text.matchAll(TOKENS)) {
    if (!/^[\t\v\n\f]$/.test(token)) {
      cell += token;
      continue;
    }
    const block = blocks.at(-1) as Cell[][];
    block.at(-1)?.push(cellOf(cell));
    cell = "";
    if (token === "\n" || token === "\f") block.push([]);
    if (token === "\f") blocks.push([[]]);
  }
  if (cell !== "") blocks.at(-1)?.at(-1)?.push(cellOf(cell));
  return blocks;
}

/** As wide as it has characters; escapes have no width. */
function cellOf(text: string): Cell {
  return { text, width: [...text.replace(ESCAPES, "")].length };
}

/** The lines, set; `widths` are those of the columns to the left, which all these lines have. */
function layOut(lines: readonly Line[], widths: readonly number[]): string[] {
  const result: string[] = [];
  const hasColumn = (line: Line): boolean => line.length - 1 > widths.length;
  for (let at = 0; at < lines.length; ) {
    let end = at;
    let width = 0;
    for (; end < lines.length && hasColumn(lines[end] as Line); end++) {
      width = Math.max(width, (lines[end]?.[widths.length]?.width as number) + PADDING);
    }
    if (end === at) result.push(lineText(lines[at++] as Line, widths));
    else for (const text of layOut(lines.slice(at, end), [...widths, width])) result.push(text);
    at = Math.max(at, end);
  }
  return result;
}

function lineText(line: Line, widths: readonly number[]): string {
  return line.map(({ text, width }, column) => " ".repeat(Math.max((widths[column] ?? 0) - width, 0)) + text).join("");
}

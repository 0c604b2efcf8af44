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
  /** None for what follows the last tab. */
  column?: Column;
}

/** As wide as the widest of its cells so far. */
interface Column {
  width: number;
}

const PADDING = 1;

/** The `u` flag keeps a lone U+DCFF, which is an escaped byte 0xFF (see string-table.ts), apart from one half of a character. */
const TOKENS = /\udcff[^\udcff]*\udcff?|[\t\v\n\f]|[^\udcff\t\v\n\f]+/gu;
const ESCAPES = /\udcff/gu;

export function alignCells(text: string): string {
  const lines: Cell[][] = [[]];
  let open: Column[] = [];
  let cell = "";
  for (const [token] of text.matchAll(TOKENS)) {
    if (!/^[\t\v\n\f]$/.test(token)) {
      cell += token;
      continue;
    }
    const line = lines.at(-1) as Cell[];
    line.push(cellOf(cell));
    cell = "";
    if (token === "\t" || token === "\v") continue;
    putIntoColumns(line, open);
    if (token === "\f") open = [];
    lines.push([]);
  }
  if (cell !== "") lines.at(-1)?.push(cellOf(cell));
  putIntoColumns(lines.at(-1) as Cell[], open);
  return lines.map(lineText).join("\n");
}

/** `open` are the columns of the line before, and then those of this one. */
function putIntoColumns(line: readonly Cell[], open: Column[]): void {
  const cells = line.slice(0, -1);
  if (open.length > cells.length) open.length = cells.length;
  for (const [at, cell] of cells.entries()) {
    const column = open[at] ?? { width: 0 };
    open[at] = column;
    column.width = Math.max(column.width, cell.width + PADDING);
    cell.column = column;
  }
}

/** As wide as it has characters; escapes have no width. */
function cellOf(text: string): Cell {
  return { text, width: [...text.replace(ESCAPES, "")].length };
}

function lineText(line: readonly Cell[]): string {
  return line.map(({ text, width, column }) => " ".repeat((column?.width ?? width) - width) + text).join("");
}

/** The tags report in pprof's layout: a block per key, values flush right before what they belong to. */
import { percentage } from "../../measurement/scale.ts";
import type { Value } from "../../profile/int64.ts";
import type { NumberStyle } from "../../report/pprof/output-unit.ts";
import type { TagKey, TagsReport } from "../../report/pprof/tags.ts";
import { alignCells } from "../text/aligned-cells.ts";
import { formatValue } from "../value-text.ts";

/** The byte 0xff, to Go's tabwriter the start and the end of what it leaves alone. */
const ESCAPE = "\udcff";

/** What the tabwriter acts on: with one of these in it a text is more cells, or lines, than it looks. */
const SPECIAL = /[\t\v\n\f]/;

/** A piece has at least this many characters: enough for few writes, little beside the profile. */
const PIECE = 1 << 16;

/** In pieces: a key may have a million values, and there may be a million keys. */
export function* renderTags(report: TagsReport): Generator<string> {
  const { total, numbers } = report;
  if (hasEscape(report)) {
    // Up to the next one nothing is aligned behind this byte, over the ends of keys too.
    const texts = Array.from(report.keys, (key) => [...rowsOf(key, total, numbers)].join(""));
    yield alignCells(texts.join(""));
    return;
  }
  let piece = "";
  // The empty line after each key ends all its columns.
  for (const key of report.keys) {
    for (const line of alignedRows(key, total, numbers)) {
      piece += line;
      if (piece.length < PIECE) continue;
      yield piece;
      piece = "";
    }
  }
  yield piece;
}

/** Where names or units have it, whether they are printed or not: set as one text, blocks without it come out alike. */
function hasEscape({ texts, numbers }: TagsReport): boolean {
  if (`${numbers.unit}${numbers.outputUnit}`.includes(ESCAPE)) return true;
  for (const text of texts) if (text.includes(ESCAPE)) return true;
  return false;
}

/** Set in columns. The rows are made twice, once for the width of their columns, so that they are not all there at once. */
function* alignedRows(key: TagKey, total: Value, numbers: NumberStyle): Generator<string> {
  let isPlain = !SPECIAL.test(key.key);
  let width = 0;
  for (const { name, flat } of key.values) {
    isPlain &&= !SPECIAL.test(name);
    width = Math.max(width, amountCell(flat, total, numbers).length);
  }
  const unit = numbers.unit + numbers.outputUnit;
  if (!isPlain || SPECIAL.test(unit) || [...unit].length < unit.length) {
    yield alignCells([...rowsOf(key, total, numbers)].join(""));
    return;
  }
  const indent = " ".repeat([...key.key].length + ":".length + 1);
  yield ` ${headOf(key, total, numbers).replace("\t", "")}`;
  for (const { name, flat } of key.values) {
    yield `${indent}${amountCell(flat, total, numbers).padStart(width + 1)} ${name}\n`;
  }
  yield "\n";
}

/** With a tab behind each cell. */
function* rowsOf(key: TagKey, total: Value, numbers: NumberStyle): Generator<string> {
  yield headOf(key, total, numbers);
  for (const { name, flat } of key.values) yield ` \t${amountCell(flat, total, numbers)}\t ${name}\n`;
  yield "\n";
}

function headOf({ key, total }: TagKey, profileTotal: Value, numbers: NumberStyle): string {
  const [own, whole] = [total, profileTotal].map((value) => formatValue(value, numbers));
  return `${key}:\t Total ${own} of ${whole}${shareOf(total, profileTotal)}\n`;
}

function amountCell(value: Value, total: Value, numbers: NumberStyle): string {
  return `${formatValue(value, numbers)}${shareOf(value, total)}:`;
}

/** Left out where there is no total to have a share of. */
function shareOf(value: Value, total: Value): string {
  return total > 0 ? ` (${percentage(value, total)})` : "";
}

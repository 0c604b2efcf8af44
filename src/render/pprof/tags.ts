/** The tags report in pprof's layout: a block per key, values flush right before what they belong to. */
import { percentage } from "../../measurement/scale.ts";
import type { Value } from "../../profile/int64.ts";
import type { NumberStyle } from "../../report/pprof/output-unit.ts";
import type { TagKey, TagsReport } from "../../report/pprof/tags.ts";
import { alignCells } from "../text/aligned-cells.ts";
import { formatValue } from "../value-text.ts";

/** The byte 0xff, to Go's tabwriter the start and the end of what it leaves alone. */
const ESCAPE = "\udcff";

/** A piece has at least this many characters: enough for few writes, little beside the profile. */
const PIECE = 1 << 16;

/** In pieces of whole keys. */
export function* renderTags(report: TagsReport): Generator<string> {
  // The empty line after each ends all its columns.
  const align = hasEscape(report) ? undefined : alignCells;
  let piece = "";
  for (const key of report.keys) {
    const text = keyText(key, report.total, report.numbers);
    piece += align === undefined ? text : align(text);
    if (align === undefined || piece.length < PIECE) continue;
    yield piece;
    piece = "";
  }
  // Up to the next one nothing is aligned behind this byte, over the ends of keys too.
  yield align === undefined ? alignCells(piece) : piece;
}

/** Where names or units have it, whether they are printed or not: set as one text, blocks without it come out alike. */
function hasEscape({ keys, numbers }: TagsReport): boolean {
  if (`${numbers.unit}${numbers.outputUnit}`.includes(ESCAPE)) return true;
  for (const { key, values } of keys) {
    if (key.includes(ESCAPE) || values.some(({ text }) => text.includes(ESCAPE))) return true;
  }
  return false;
}

/** Shares are left out where there is no total to have a share of. */
function keyText({ key, total, values }: TagKey, profileTotal: Value, numbers: NumberStyle): string {
  const amount = (value: Value): string => formatValue(value, numbers);
  const share = (value: Value): string => (profileTotal > 0 ? ` (${percentage(value, profileTotal)})` : "");
  const head = `${key}:\t Total ${amount(total)} of ${amount(profileTotal)}${share(total)}\n`;
  const rows = values.map(({ text, value }) => ` \t${amount(value)}${share(value)}:\t ${text}\n`);
  return `${head}${rows.join("")}\n`;
}

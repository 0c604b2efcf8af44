/** The tags report in pprof's layout: a block per key, values flush right before what they belong to. */
import { percentage } from "../../measurement/scale.ts";
import type { Value } from "../../profile/int64.ts";
import type { NumberStyle } from "../../report/pprof/output-unit.ts";
import type { TagKey, TagsReport } from "../../report/pprof/tags.ts";
import { alignCells } from "../text/aligned-cells.ts";
import { formatValue } from "../value-text.ts";

/** The byte 0xff, to Go's tabwriter the start and the end of what it leaves alone. */
const ESCAPE = "\udcff";

export function renderTags(report: TagsReport): string {
  const texts = report.keys.map((key) => keyText(key, report.total, report.numbers));
  // Up to the next one nothing is aligned behind this byte, over the ends of keys too.
  if (texts.some((text) => text.includes(ESCAPE))) return alignCells(texts.join(""));
  // The empty line after each ends all its columns.
  return texts.map(alignCells).join("");
}

/** Shares are left out where there is no total to have a share of. */
function keyText({ key, total, values }: TagKey, profileTotal: Value, numbers: NumberStyle): string {
  const amount = (value: Value): string => formatValue(value, numbers);
  const share = (value: Value): string => (profileTotal > 0 ? ` (${percentage(value, profileTotal)})` : "");
  const head = `${key}:\t Total ${amount(total)} of ${amount(profileTotal)}${share(total)}\n`;
  const rows = values.map(({ text, value }) => ` \t${amount(value)}${share(value)}:\t ${text}\n`);
  return `${head}${rows.join("")}\n`;
}

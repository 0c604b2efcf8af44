/** The tags report in pprof's layout: a block per key, values flush right before what they belong to. */
import { percentage } from "../../measurement/scale.ts";
import type { Value } from "../../profile/int64.ts";
import type { NumberStyle } from "../../report/pprof/output-unit.ts";
import type { TagKey, TagsReport } from "../../report/pprof/tags.ts";
import { alignCells } from "../text/aligned-cells.ts";
import { formatValue } from "../value-text.ts";

export function renderTags(report: TagsReport): string {
  // All at once: behind a byte 0xFF in a value nothing is set in columns, whichever key it is of.
  return alignCells(report.keys.map((key) => keyText(key, report.total, report.numbers)).join(""));
}

/** Shares are left out where there is no total to have a share of. */
function keyText({ key, total, values }: TagKey, profileTotal: Value, numbers: NumberStyle): string {
  const amount = (value: Value): string => formatValue(value, numbers);
  const share = (value: Value): string => (profileTotal > 0 ? ` (${percentage(value, profileTotal)})` : "");
  const head = `${key}:\t Total ${amount(total)} of ${amount(profileTotal)}${share(total)}\n`;
  const rows = values.map(({ text, value }) => ` \t${amount(value)}${share(value)}:\t ${text}\n`);
  return `${head}${rows.join("")}\n`;
}

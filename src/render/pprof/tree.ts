/** `tree` and `peek` as `go tool pprof` prints them. */
import { percentage } from "../../measurement/scale.ts";
import type { ZoneOptions } from "../../measurement/zone.ts";
import { add, type Value } from "../../profile/int64.ts";
import type { NumberStyle } from "../../report/pprof/output-unit.ts";
import type { TreeCall, TreeReport } from "../../report/pprof/tree.ts";
import { graphLines } from "../text/header.ts";
import { alignRight, formatValue } from "../value-text.ts";

const SEPARATOR = `${"-".repeat(58)}+${"-".repeat(13)}`;
const TITLES = "      flat  flat%   sum%        cum   cum%   calls calls% + context \t \t ";

export function renderTree(report: TreeReport, zone?: ZoneOptions): string {
  const { numbers, total } = report;
  const lines = [...graphLines(report.header, numbers, zone), SEPARATOR, TITLES];
  let sum: Value = 0;
  for (const { name, flat, cum, callers, callees } of report.entries) {
    sum = add(sum, flat);
    lines.push(SEPARATOR);
    for (const call of callers) lines.push(callLine(call, cum, numbers));
    const own = `${alignRight(formatValue(flat, numbers), 10)} ${percentage(flat, total)} ${percentage(sum, total)}`;
    const whole = `${alignRight(formatValue(cum, numbers), 10)} ${percentage(cum, total)}`;
    lines.push(`${own} ${whole}${" ".repeat(16)}| ${name}`);
    for (const call of callees) lines.push(callLine(call, cum, numbers));
  }
  if (report.entries.length > 0) lines.push(SEPARATOR);
  return `${lines.join("\n")}\n`;
}

/** Shares are of the function's own cumulative value; in a diff they may exceed 100%. */
function callLine({ name, weight, isInlined }: TreeCall, cum: Value, numbers: NumberStyle): string {
  const value = alignRight(formatValue(weight, numbers), 50);
  return `${value} ${percentage(weight, cum)} |   ${name}${isInlined ? " (inline)" : ""}`;
}

/** `top` as `go tool pprof` prints it. */
import { percentage } from "../../measurement/scale.ts";
import type { ZoneOptions } from "../../measurement/zone.ts";
import { add, type Value } from "../../profile/int64.ts";
import type { TopReport, TopRow } from "../../report/pprof/top.ts";
import { graphLines } from "../text/header.ts";
import { alignRight, formatValue } from "../value-text.ts";

const TITLES = "      flat  flat%   sum%        cum   cum%";

const MARKS = { all: " (inline)", some: " (partial-inline)", none: "" } as const satisfies Record<
  TopRow["inlined"],
  string
>;

export function renderTop(report: TopReport, zone?: ZoneOptions): string {
  const { numbers, total } = report;
  const lines = [...graphLines(report.header, numbers, zone), TITLES];
  let sum: Value = 0;
  for (const { name, flat, cum, inlined } of report.rows) {
    sum = add(sum, flat);
    const own = `${alignRight(formatValue(flat, numbers), 10)} ${percentage(flat, total)} ${percentage(sum, total)}`;
    lines.push(
      `${own} ${alignRight(formatValue(cum, numbers), 10)} ${percentage(cum, total)}  ${name}${MARKS[inlined]}`,
    );
  }
  return `${lines.join("\n")}\n`;
}

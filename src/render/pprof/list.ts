/** The list report in pprof's layout: a block per function and file, flat and cum before every source line. */
import { percentage } from "../../measurement/scale.ts";
import type { Value } from "../../profile/int64.ts";
import type { ListedFile, ListReport } from "../../report/pprof/list.ts";
import { alignRight, formatValue } from "../value-text.ts";

export function renderList(report: ListReport): string {
  let text = `Total: ${formatValue(report.total, report.numbers)}\n`;
  for (const { name, files } of report.functions) {
    if (files.length === 0) text += `No source information for ${name}\n`;
    for (const file of files) text += fileText(name, file, report);
  }
  return text;
}

function fileText(name: string, { file, flat, cum, source }: ListedFile, { total, numbers }: ListReport): string {
  const amount = (value: Value): string => alignRight(formatValue(value, numbers), 10);
  const amountOrDot = (value: Value): string => (value ? amount(value) : ".".padStart(10));
  let text = `ROUTINE ======================== ${name} in ${file}\n`;
  text += `${amount(flat)} ${amount(cum)} (flat, cum) ${percentage(cum, total)} of Total\n`;
  if (source.kind === "missing") return `${text} Error: ${source.error}\n`;
  for (const line of source.lines) {
    text += `${amountOrDot(line.flat)} ${amountOrDot(line.cum)} ${String(line.number).padStart(6)}:${line.text}\n`;
  }
  return text;
}

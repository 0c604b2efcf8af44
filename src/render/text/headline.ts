/** The first line of a report: what it says, and what it is of. */
import { fitName } from "./fit-name.ts";
import type { Style } from "./style.ts";
import { wrapText } from "./wrap.ts";

/** Program and time at the right where there is room, else below. */
export function headlineLines(
  { headline, aside }: { readonly headline: string; readonly aside: string },
  width: number,
  style: Style,
): string[] {
  const room = width - headline.length - aside.length;
  if (aside !== "" && room >= 2) return [style.bold(headline) + " ".repeat(room) + style.dim(aside)];
  return [...wrapText(headline, width).map(style.bold), ...(aside === "" ? [] : [style.dim(fitName(aside, width))])];
}

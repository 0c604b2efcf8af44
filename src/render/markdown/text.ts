/** Text in Markdown so that it reads as it is. */
import { fitName } from "../text/fit-name.ts";

/** What GitHub accepts in one comment. */
export const MOST_CHARACTERS = 65_536;

const WIDEST_NAME = 120;

/** A code span that survives backquotes in the text. */
export function codeSpan(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 || text === "" ? " " : "";
  return fence + pad + text.replace(/[\r\n]+/g, " ") + pad + fence;
}

/** A name as code, shortened where it would make a table too wide to read. */
export function nameSpan(name: string): string {
  return codeSpan(fitName(name, WIDEST_NAME));
}

/** The same in a table's cell, where a bar ends the cell even within code. */
export function nameCell(name: string): string {
  return nameSpan(name).replaceAll("|", "\\|");
}

/** Text that Markdown and HTML leave alone, in one line. */
export function inlineText(text: string): string {
  return text
    .replace(/[\\`*_[\]|]|~(?=\S)/g, "\\$&")
    .replace(/[\r\n]+/g, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;");
}

/** A sentence of ours: names between backquotes are code, the rest is as it is. */
export function sentenceText(text: string): string {
  return text
    .split(/`([^`]+)`/)
    .map((piece, at) => (at % 2 === 1 ? codeSpan(piece) : inlineText(piece)))
    .join("");
}

export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** Shown when its title is clicked. `title` is the caller's own words. */
export function folded(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body.trimEnd()}\n\n</details>`;
}

/** Text in Markdown so that it reads as it is. */
import { fitName } from "../text/fit-name.ts";
import { sentencePieces } from "./names.ts";

/** What GitHub accepts in one comment. */
export const MOST_CHARACTERS = 65_536;

const WIDEST_NAME = 120;

/** A code span that survives backquotes in the text. */
export function codeSpan(text: string): string {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
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

/** A sentence in one line: names in it are code, so that nothing in them is a link, a mention or a number of an issue; the rest is left alone. */
export function inlineText(text: string): string {
  return sentencePieces(text)
    .map(({ isName, piece }, at) => (isName ? nameCell(piece) : escaped(piece, at === 0)))
    .join("");
}

/** What begins a list, a quote or a heading does not. */
function escaped(text: string, isFirst: boolean): string {
  const line = text
    .replace(/[\\`*_[\]|]|~(?=\S)/g, "\\$&")
    .replace(/[\r\n]+/g, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;");
  if (!isFirst) return line;
  return line.replace(/^(\s*)([-+>](?=\s|$)|[-=]+\s*$)/, "$1\\$2").replace(/^(\s*\d+)([.)])(?=\s|$)/, "$1\\$2");
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

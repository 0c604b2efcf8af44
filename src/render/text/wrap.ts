/** Paragraphs broken between words. */
import { fitName } from "./fit-name.ts";

/** A name beyond this says nothing more; whole names are in tables and in JSON. */
const LONGEST_WORD = 400;

/** Lines of at most `width` characters; all but the first begin with `indent`. A word longer than a line is broken behind a slash or a dot. */
export function wrapText(text: string, width: number, indent = ""): string[] {
  const lines: string[] = [];
  const [lead = ""] = /^ */.exec(text) ?? [];
  let line = lead;
  let isEmpty = true;
  const start = (): void => {
    if (!isEmpty) lines.push(line);
    line = lines.length === 0 ? lead : indent;
    isEmpty = true;
  };
  for (const word of text.slice(lead.length).split(" ")) {
    for (const piece of breakWord(fitName(word, LONGEST_WORD), width - Math.max(lead.length, indent.length))) {
      if (!isEmpty && line.length + 1 + piece.length > width) start();
      line += isEmpty ? piece : ` ${piece}`;
      isEmpty = false;
    }
  }
  start();
  return lines;
}

function breakWord(word: string, width: number): string[] {
  const pieces: string[] = [];
  let from = 0;
  while (word.length - from > width) {
    const head = word.slice(from, from + width);
    const end = Math.max(head.lastIndexOf("/"), head.lastIndexOf(".")) + 1 || Math.max(1, width);
    pieces.push(word.slice(from, from + end));
    from += end;
  }
  return [...pieces, word.slice(from)];
}

/** Paragraphs broken between words. */

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
    for (const piece of breakWord(word, width - Math.max(lead.length, indent.length))) {
      if (!isEmpty && line.length + 1 + piece.length > width) start();
      line += isEmpty ? piece : ` ${piece}`;
      isEmpty = false;
    }
  }
  start();
  return lines;
}

function breakWord(word: string, width: number): string[] {
  if (word.length <= width) return [word];
  const head = word.slice(0, width);
  const end = Math.max(head.lastIndexOf("/"), head.lastIndexOf(".")) + 1 || Math.max(1, width);
  return [word.slice(0, end), ...breakWord(word.slice(end), width)];
}

/** Paragraphs broken between words. */

/** Lines of at most `width` characters, but for words that are longer; all but the first begin with `indent`. */
export function wrapText(text: string, width: number, indent = ""): string[] {
  const lines: string[] = [];
  let line = "";
  const [lead = ""] = /^ */.exec(text) ?? [];
  for (const [index, word] of text.slice(lead.length).split(" ").entries()) {
    const longer = index === 0 ? lead + word : `${line} ${word}`;
    if (longer.length <= width || index === 0) {
      line = longer;
      continue;
    }
    lines.push(line);
    line = indent + word;
  }
  return [...lines, line];
}

/** Text in Markdown so that it reads as it is. */

/** A code span that survives backquotes and table bars in the name. */
export function codeSpan(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 ? " " : "";
  return fence + pad + text.replaceAll("|", "\\|").replaceAll("\n", " ") + pad + fence;
}

/** Text that Markdown and HTML leave alone. */
export function inlineText(text: string): string {
  return text
    .replace(/[\\`*_[\]|]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;");
}

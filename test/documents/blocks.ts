/** What is code in the documents. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export interface Block {
  readonly document: string;
  /** Behind the fence: `sh`, `sh bisect`, `go`; "" for output. */
  readonly language: string;
  /** Line by line, without what indents all of it. */
  readonly lines: readonly string[];
}

export const DOCUMENTS = ["README.md", "GUIDE.md"] as const;

export function documentText(name: string): string {
  return readFileSync(fileURLToPath(new URL(`../../${name}`, import.meta.url)), "utf8");
}

export function blocksOf(document: string): Block[] {
  const found = documentText(document).matchAll(/^( *)```([^\n]*)\n([\s\S]*?)^\1```$/gm);
  return [...found].map(([, indent = "", language = "", text = ""]) => ({
    document,
    language,
    lines: text
      .trimEnd()
      .split("\n")
      .map((line) => line.slice(indent.length)),
  }));
}

/** Commands of a block of shell: a line that ends in a backslash goes on, what stands behind two blanks and # is for readers. */
export function commandsOf({ lines }: Block): string[] {
  const text = lines.map((line) => line.replace(/ {2,}#.*$/, "")).join("\n");
  return text.replaceAll("\\\n", " ").split("\n").filter(Boolean);
}

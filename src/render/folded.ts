/**
 * Folded stacks, the input of flamegraph.pl and its kin: `main;handler;alloc 4096`, one line a stack, root first. With a base, two numbers a
 * line, base then current, as difffolded.pl writes them.
 */
import type { FoldedReport } from "../report/pictures/folded.ts";

/** Lines in pieces; see encodeText for names that are not UTF-8. */
export function* renderFolded(report: FoldedReport): Generator<string> {
  for (const { frames, base, current } of report.stacks) {
    const stack = frames.map(frameText).join(";");
    yield report.isDiff ? `${stack} ${base} ${current}\n` : `${stack} ${current}\n`;
  }
}

/** Semicolons part frames and line ends part stacks; the last space of a line parts the numbers from the stack. */
function frameText(name: string): string {
  return (
    name
      .replace(/;/g, ":")
      .replace(/[\r\n]+/g, " ")
      .trim() || "?"
  );
}

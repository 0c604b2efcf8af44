/**
 * What is written to a terminal, and what heapblame says, does nothing but be read: names in a profile, answers of servers and names of files are
 * chosen by others. Reports of our own are clean before they get here (render/index.ts); their colours go by `styledOutput`.
 */
import { decodeText, encodeText } from "../../profile/string-table.ts";
import { visibleLines } from "../../visible.ts";
import type { Output } from "./io.ts";

/** Clears the line that the cursor is in, so that it is written anew. */
export const START_OF_LINE = "\r\u001b[K";

const OURS = "heapblame: ";

/** Standard output: bytes as they are, but on a terminal. */
export function documentOutput(output: Output): Output {
  return outputWith(output, async (chunk) => {
    await output.write(output.isTerminal ? visibleChunk(chunk) : chunk);
  });
}

/** Standard error: lines of our own are clean anywhere, those that have pprof's bytes on a terminal. */
export function messageOutput(output: Output): Output {
  return outputWith(output, async (chunk) => {
    const text = typeof chunk === "string" ? chunk : decodeText(chunk);
    if (text.startsWith(START_OF_LINE)) {
      await output.write(encodeText(START_OF_LINE + visibleLines(text.slice(START_OF_LINE.length))));
    } else if (text.startsWith(OURS)) await output.write(encodeText(visibleLines(asOneMessage(text))));
    else await output.write(output.isTerminal ? visibleChunk(chunk) : chunk);
  });
}

/** For what is clean already and has colours, or is the user's own command's. */
export function styledOutput(output: Output): Output {
  return outputWith(output, output.styled ?? output.write);
}

/** Width and kind of a terminal are those of now. */
function outputWith(output: Output, write: Output["write"]): Output {
  return {
    get isTerminal() {
      return output.isTerminal;
    },
    get columns() {
      return output.columns;
    },
    write,
    styled: output.styled ?? output.write,
  };
}

/** No line of it is one of ours. */
function visibleChunk(chunk: string | Uint8Array): Uint8Array {
  const text = visibleLines(typeof chunk === "string" ? chunk : decodeText(chunk));
  return encodeText(text.replace(/^(?=heapblame: )/gm, "  "));
}

/** Lines behind the first are set in: what a server or a name says on a line of its own is not taken for ours. */
function asOneMessage(text: string): string {
  return text.replace(/\r?\n(?=[\s\S])/g, "\n  ");
}

/** Who allocated it, a line a place, or one line where there is one; and the next step as lines to paste. */
import { largestOf } from "../../measurement/extremes.ts";
import type { AllocatedWords, PlaceWords } from "../../wording/growth/places.ts";
import { byText, madeText } from "../../wording/growth/words.ts";
import { fitName } from "./fit-name.ts";
import type { Style } from "./style.ts";
import { wrapText } from "./wrap.ts";

const INDENT = "    ";

export function allocatedLines({ lead, places, left }: AllocatedWords, width: number, style: Style): string[] {
  const [only] = places;
  if (only !== undefined && places.length === 1) {
    return wrapText(`${lead} ${only.frame}${byText(only)}`, width);
  }
  const frames = Math.min(largestOf(places.map(({ frame }) => frame.length)), Math.max(16, width - 30));
  const cells = (of: (place: PlaceWords) => string): number => largestOf(places.map((place) => of(place).length));
  const [amounts, certainties, shares] = [
    cells(({ amount }) => amount),
    cells(({ certainty }) => certainty),
    cells(({ share }) => share),
  ];
  return [
    lead,
    ...places.map((place) => {
      const { frame, amount, certainty, share } = place;
      const half =
        certainties === 0
          ? ""
          : certainty === ""
            ? " ".repeat(certainties + 2)
            : ` \u00b1${certainty.padStart(certainties)}`;
      const numbers = `${amount.padStart(amounts)}${half}  ${share.padStart(shares)}`;
      const line = `${INDENT}${fitName(frame, frames).padEnd(frames)}  ${style.grown(numbers.trimEnd())}`;
      const room = width - INDENT.length - frames - 2 - numbers.length;
      const made = madeText(place);
      return made === "" || room < made.length + 2
        ? line
        : `${line}${" ".repeat(numbers.length - numbers.trimEnd().length)}  ${made}`;
    }),
    ...(left > 0 ? [`${INDENT}${left} more`] : []),
  ];
}

const NEXT = "Next: ";

export function nextLines(next: readonly string[], width: number): string[] {
  return next.flatMap((line, at) => commandLines(line, at === 0 ? NEXT : " ".repeat(NEXT.length), width));
}

/** A command over several lines as a shell takes it. */
function commandLines(command: string, lead: string, width: number): string[] {
  const lines: string[] = [];
  let line = lead;
  for (const word of command.split(" ")) {
    const isEmpty = line.trim() === "" || line === lead;
    if (!isEmpty && line.length + 1 + word.length + " \\".length > width) {
      lines.push(`${line} \\`);
      line = " ".repeat(NEXT.length + 2) + word;
    } else line += isEmpty ? word : ` ${word}`;
  }
  return [...lines, line];
}

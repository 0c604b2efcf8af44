/** Who allocated what grew: a line a place, or one line where there is one. */
import type { AllocatedWords, PlaceWords } from "../../wording/growth/places.ts";
import { byText } from "../../wording/growth/words.ts";
import { fitName } from "./fit-name.ts";
import type { Style } from "./style.ts";
import { wrapText } from "./wrap.ts";

const INDENT = "    ";
/** For the numbers and what is between them. */
const ROOM_FOR_NUMBERS = 30;
const NARROWEST_FRAME = 16;

export function allocatedLines({ lead, places, left }: AllocatedWords, width: number, style: Style): string[] {
  const [only] = places;
  if (only !== undefined && places.length === 1) return wrapText(`${lead} ${only.frame}${byText(only.by)}`, width);
  return [lead, ...placeLines(places, width, style), ...(left > 0 ? [`${INDENT}${left} more`] : [])];
}

function placeLines(places: readonly PlaceWords[], width: number, style: Style): string[] {
  const widest = (of: (place: PlaceWords) => string): number =>
    places.reduce((most, place) => Math.max(most, of(place).length), 0);
  const frames = Math.min(
    widest(({ frame }) => frame),
    Math.max(NARROWEST_FRAME, width - ROOM_FOR_NUMBERS),
  );
  const growths = widest(({ growth }) => growth);
  const halves = widest(halfOf);
  const shares = widest(({ share }) => share);
  return places.map((place) => {
    const half = halves === 0 ? "" : `  ${halfOf(place).padStart(halves)}`;
    const numbers = `${place.growth.padStart(growths)}${half}  ${place.share.padStart(shares)}`;
    const line = `${INDENT}${fitName(place.frame, frames).padEnd(frames)}  ${style.grown(numbers)}`;
    const room = width - INDENT.length - frames - numbers.length - 2;
    return place.by === "" || room < place.by.length + 5 ? line : `${line}  by ${place.by}`;
  });
}

function halfOf({ certainty }: PlaceWords): string {
  return certainty === "" ? "" : `\u00b1${certainty}`;
}

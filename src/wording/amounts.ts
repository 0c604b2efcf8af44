/** Bytes and counts in sentences: each in the unit that suits it. */
import { chooseColumnUnit, formatDelta, formatValue } from "../measurement/delta.ts";

/** `20.67 MiB` */
export function bytesText(bytes: number): string {
  return formatValue(bytes, chooseColumnUnit([bytes], "bytes"));
}

/** `+20.67 MiB` */
export function deltaText(bytes: number): string {
  return formatDelta(bytes, chooseColumnUnit([bytes], "bytes"));
}

/** `199,913` */
export function countText(count: number): string {
  return formatValue(count, chooseColumnUnit([], "count"));
}

/** Of what parts grew by: less is a remainder. */
const OTHERS = 0.1;

/** Where parts grew by `growth` and the whole by `shrank` less: whether what others shrank by is to be told. */
export function doOthersShrink(growth: number, shrank: number): boolean {
  return shrank >= OTHERS * growth;
}

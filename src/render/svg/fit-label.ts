/** A function's name in the room there is: cut from the left, package by package, and left out rather than cut within a name. */
import type { FlameLabel } from "../../report/pictures/flame.ts";
import { measureText } from "../font/typeface.ts";
import { printable } from "./canvas.ts";

/** `k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive`, `pkg/watch.(…).receive`, `watch.(…).receive`, `(…).receive`, `receive`. */
export function fitLabel(label: FlameLabel, room: number, size: number): string {
  for (const text of shorterNames(label)) {
    if (text.length > LONGEST_LABEL) continue;
    const shown = printable(text);
    if (measureText(shown, size, "regular") <= room) return shown;
  }
  return "";
}

/** In characters: no picture has room for more. */
const LONGEST_LABEL = 2000;

function* shorterNames({ name, package: path, symbol }: FlameLabel): Generator<string> {
  yield name;
  if (path !== "" && symbol !== name) {
    const first = Math.max(0, path.length + 1 + symbol.length - LONGEST_LABEL);
    for (let slash = path.indexOf("/", first); slash >= 0; slash = path.indexOf("/", slash + 1)) {
      yield `${path.slice(slash + 1)}.${symbol}`;
    }
    yield symbol;
  }
  const method = /\)\.([\w.]+)$/.exec(symbol)?.[1];
  if (method !== undefined) yield method;
}

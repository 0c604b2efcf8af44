/** A function's name in the room there is: cut from the left, package by package, and left out rather than cut within a name. */
import type { FlameLabel } from "../../report/pictures/flame.ts";
import { measureText } from "../font/typeface.ts";
import { printable } from "./canvas.ts";

/** `k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive`, `pkg/watch.(…).receive`, `watch.(…).receive`, `(…).receive`, `receive`. */
export function fitLabel(label: FlameLabel, room: number, size: number): string {
  for (const text of shorterNames(label)) if (measureText(text, size, "regular") <= room) return text;
  return "";
}

function shorterNames({ name, package: path, symbol }: FlameLabel): string[] {
  const names = [name];
  if (path !== "" && symbol !== name) {
    const elements = path.split("/");
    for (let from = 1; from < elements.length; from++) names.push(`${elements.slice(from).join("/")}.${symbol}`);
    names.push(symbol);
  }
  const method = /\)\.([\w.]+)$/.exec(symbol)?.[1];
  if (method !== undefined) names.push(method);
  return names.map(printable);
}

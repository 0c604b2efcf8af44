/** Series that were measured, one JSON a line, so that a run that was stopped goes on where it was. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import type { SeriesRecord } from "./record.ts";

/** A line that was cut short by the end of a run is left out. */
export function readSeries(file: string): SeriesRecord[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line) => (line.endsWith("}") ? [JSON.parse(line) as SeriesRecord] : []));
}

export function appendSeries(file: string, series: SeriesRecord): void {
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify(series)}\n`);
}

/** The words above a picture: what it shows, of which program, between which moments, what its percentages are of and what it leaves out. */
import { type ColumnUnit, chooseColumnUnit, formatDelta, formatValue } from "../../measurement/delta.ts";
import { formatDuration, formatTimestamp } from "../../measurement/time-text.ts";
import type { PictureHeader } from "../../report/pictures/header.ts";
import { buildText } from "../build-text.ts";
import { breakName } from "./break-name.ts";
import { printable } from "./canvas.ts";
import { dim, ink, type Row, type Run, strong, widthOfRow } from "./text-rows.ts";

/** Pieces of text that stay together on a line if they can. */
export type Phrase = readonly Run[];

export function headingRows(
  header: PictureHeader,
  unit: ColumnUnit,
  notes: readonly Phrase[],
  room: number,
  scale: number,
): Row[] {
  return [
    ...flow([[strong(titleOf(header, unit))]], 19 * scale, room),
    ...flow(factsOf(header, unit), 12 * scale, room),
    ...flow([...notes, ...filtersOf(header)], 12 * scale, room),
  ];
}

/** Of the totals and what percentages are of. */
export function headingUnit({ totals, denominator, unit }: PictureHeader): ColumnUnit {
  return chooseColumnUnit(totals === undefined ? [denominator] : [totals.base, totals.current, totals.net], unit);
}

/** One sentence, as it might stand above the picture in an issue. */
export function titleOf(header: PictureHeader, unit: ColumnUnit): string {
  const what = [header.program, header.sampleType].filter(Boolean).join(" ");
  if (header.totals === undefined) return `${what}: ${formatValue(header.denominator, unit)}`;
  const { net, grew, shrank } = header.totals;
  if (Number(grew) === 0 && Number(shrank) === 0) return `${what}: no difference`;
  return `${what}: ${formatDelta(net, unit)}`;
}

function factsOf(header: PictureHeader, unit: ColumnUnit): Phrase[] {
  const { totals, base } = header;
  const phrases: Phrase[] = [];
  if (totals !== undefined) {
    phrases.push([ink(formatValue(totals.base, unit)), "arrow", ink(formatValue(totals.current, unit))]);
    phrases.push([strong(formatDelta(totals.grew, unit)), dim(" in stacks that grew")]);
    phrases.push([strong(formatDelta(-totals.shrank, unit)), dim(" in stacks that shrank")]);
  }
  phrases.push(timesOf(header));
  const builds = [base?.buildId ?? "", header.buildId].filter((id) => id !== "");
  const [first = "", second = first] = builds;
  if (first !== second) phrases.push([dim(`build ${buildText(first)}`), "arrow", dim(buildText(second))]);
  else if (first !== "") phrases.push([dim(`build ${buildText(first)}`)]);
  phrases.push([dim("100% = "), dim(`${header.denominatorName}, ${formatValue(header.denominator, unit)}`)]);
  return phrases.filter((phrase) => phrase.length > 0);
}

function timesOf({ base, timeNanos }: PictureHeader): Phrase {
  if (timeNanos === null) return [];
  if (base === undefined || base.timeNanos === null) return [dim(formatTimestamp(timeNanos))];
  const between = timeNanos - base.timeNanos;
  const apart = `${formatDuration(between < 0n ? -between : between)} ${between < 0n ? "earlier" : "later"}`;
  const [before, after] = [formatTimestamp(base.timeNanos), formatTimestamp(timeNanos)];
  const isSameDay = before.slice(0, 10) === after.slice(0, 10);
  return [dim(before.replace(/ UTC$/, "")), "arrow", dim(`${isSameDay ? after.slice(11) : after}, ${apart}`)];
}

function filtersOf({ filters }: PictureHeader): Phrase[] {
  return filters.map((filter) => [dim(filter)]);
}

const SEPARATOR = "  \u00b7  ";

/** Phrases one behind the other, on as many lines as it takes. */
export function flow(phrases: readonly Phrase[], size: number, room: number): Row[] {
  const rows: Row[] = [];
  let line: Run[] = [];
  for (const phrase of phrases) {
    const joined = line.length === 0 ? [...phrase] : [...line, dim(SEPARATOR), ...phrase];
    if (line.length > 0 && widthOfRow({ runs: joined, size }) > room) {
      rows.push({ runs: line, size });
      line = [...phrase];
    } else line = joined;
    if (widthOfRow({ runs: line, size }) > room) {
      const broken = breakPhrase(line, size, room);
      line = broken.pop() as Run[];
      for (const runs of broken) rows.push({ runs, size });
    }
  }
  return line.length === 0 ? rows : [...rows, { runs: line, size }];
}

/** A phrase too long for a line: each of its runs by itself, at its words. */
function breakPhrase(phrase: Phrase, size: number, room: number): Run[][] {
  const lines: Run[][] = [];
  let line: Run[] = [];
  for (const run of phrase) {
    if (widthOfRow({ runs: [...line, run], size }) <= room) line.push(run);
    else if (run === "arrow") line = [...closed(lines, line), run];
    else {
      closed(lines, line);
      const parts = breakName(printable(run.text), room, size, run.weight).map((text) => [{ ...run, text }]);
      line = parts.pop() ?? [];
      for (const part of parts) lines.push(part);
    }
  }
  return [...lines, line];
}

function closed(lines: Run[][], line: readonly Run[]): Run[] {
  if (line.length > 0) lines.push([...line]);
  return [];
}

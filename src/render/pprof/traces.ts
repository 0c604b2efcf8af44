/** The traces report in pprof's layout: a block per sample, its labels, then its frames, leaf first. */
import { label } from "../../measurement/scale.ts";
import type { ZoneOptions } from "../../measurement/zone.ts";
import { compareText } from "../../profile/string-table.ts";
import { NONE } from "../../profile/tables.ts";
import type { TraceFrame, TraceLabels, TracesReport } from "../../report/pprof/traces.ts";
import { profileLines } from "../text/header.ts";
import { alignRight, formatValue } from "../value-text.ts";

/** Small enough for a piece to stay in the processor's cache. */
const SAMPLES_PER_PIECE = 16;
const SEPARATOR = `${"-".repeat(11)}+${"-".repeat(55)}\n`;
const BLANK = " ".repeat(10);

/** In pieces: the traces of a large profile are a gigabyte of text. */
export function* renderTraces(report: TracesReport, zone?: ZoneOptions): Generator<string> {
  yield `${profileLines(report.header, report.numbers, zone).join("\n")}\n`;
  const labels = report.labels.map(labelsText);
  const callers = report.frames.map((frames) => framesText(BLANK, frames));
  const { length } = report.samples;
  for (let sample = 0; sample < length; sample += SAMPLES_PER_PIECE) {
    yield tracesText(report, sample, Math.min(sample + SAMPLES_PER_PIECE, length), labels, callers);
  }
  yield SEPARATOR;
}

/** Samples `first` to before `end`. A list that is joined beats a string that grows: that one would have to be flattened later. */
function tracesText(
  report: TracesReport,
  first: number,
  end: number,
  labels: readonly string[],
  callers: readonly string[],
): string {
  const { start, locations, labelSet } = report.samples;
  const texts: string[] = [];
  for (let sample = first; sample < end; sample++) {
    const from = start[sample] as number;
    const to = start[sample + 1] as number;
    if (from === to) continue;
    texts.push(SEPARATOR);
    const set = labelSet[sample] as number;
    if (set !== NONE) texts.push(labels[set] as string);
    const value = alignRight(formatValue(report.valueAt(sample), report.numbers), 10);
    texts.push(framesText(value, report.frames[locations[from] as number] as readonly TraceFrame[]));
    for (let at = from + 1; at < to; at++) texts.push(callers[locations[at] as number] as string);
  }
  return texts.join("");
}

function framesText(value: string, frames: readonly TraceFrame[]): string {
  const lines = frames.map(({ name, isInlined }, at) => {
    return `${at === 0 ? value : BLANK}   ${name}${isInlined ? " (inline)" : ""}\n`;
  });
  return lines.join("");
}

/** Text labels, then numeric ones, each kind in the order of its printed lines. */
function labelsText({ text, numeric }: TraceLabels): string {
  const texts = text.map(([key, values]) => labelLine(key, values));
  const numbers = numeric.map(({ key, values, unit }) =>
    labelLine(
      key,
      values.map((value) => label(value, unit)),
    ),
  );
  return [...texts.sort(compareText), ...numbers.sort(compareText)].join("");
}

function labelLine(key: string, values: readonly string[]): string {
  return `${alignRight(key, 10)}:  ${values.join(" ")}\n`;
}

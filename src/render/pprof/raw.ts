/** The raw report in pprof's layout: header, samples, locations, mappings. */
import { formatGoTime, formatRawDuration } from "../../measurement/time-text.ts";
import type { ZoneOptions } from "../../measurement/zone.ts";
import { type LabelSet, labelSetAt } from "../../profile/labels.ts";
import { compareText } from "../../profile/string-table.ts";
import { NONE, type Profile } from "../../profile/tables.ts";
import type { RawReport } from "../../report/pprof/raw.ts";

/** Texts joined into one piece. */
const TEXTS_PER_PIECE = 5000;

const LABEL_INDENT = " ".repeat(16);
const LINE_INDENT = " ".repeat(13);

/** In pieces: the dump of a large profile is longer than a string may be. */
export function* renderRaw(report: RawReport, zone?: ZoneOptions): Generator<string> {
  const { profile } = report;
  yield headerText(profile, zone);
  yield* samplesText(profile);
  yield* rowsText("Locations\n", profile.locations.length, (row) => locationText(profile, row));
  yield* rowsText("Mappings\n", profile.mappings.length, (row) => mappingText(profile, row));
}

function headerText({ header }: Profile, zone: ZoneOptions | undefined): string {
  const { sampleTypes, periodType, period, timeNanos, durationNanos, comments, docUrl, defaultSampleType } = header;
  const types = sampleTypes.map(({ type, unit }) => `${type}/${unit}${type === defaultSampleType ? "[dflt]" : ""} `);
  const lines = [
    ...comments.map((comment) => `Comment: ${comment}`),
    ...(docUrl === "" ? [] : [`Doc: ${docUrl}`]),
    `PeriodType: ${periodType.type} ${periodType.unit}`,
    `Period: ${period}`,
    ...(timeNanos === 0n ? [] : [`Time: ${formatGoTime(timeNanos, zone)}`]),
    ...(durationNanos === 0n ? [] : [`Duration: ${formatRawDuration(durationNanos)}`]),
    "Samples:",
    trimSpace(types.join("")),
  ];
  return `${lines.join("\n")}\n`;
}

/** As Go's strings.TrimSpace: unlike `trim` it takes U+0085 for a space, and U+FEFF not. */
function trimSpace(text: string): string {
  return text.replace(/^(?:(?!\ufeff)[\s\u0085])+|(?:(?!\ufeff)[\s\u0085])+$/g, "");
}

function* samplesText(profile: Profile): Generator<string> {
  const { start, locations, labelSet, values, length } = profile.samples;
  const idText = Array.from(profile.locations.id, (id) => `${id} `);
  const labels = Array.from({ length: profile.labelSets.length }, (_, row) => labelsText(labelSetAt(profile, row)));
  let texts: string[] = [];
  for (let sample = 0; sample < length; sample++) {
    for (const column of values) texts.push(` ${String(column[sample]).padStart(10)}`);
    texts.push(": ");
    const end = start[sample + 1] as number;
    for (let at = start[sample] as number; at < end; at++) texts.push(idText[locations[at] as number] as string);
    const set = labelSet[sample] as number;
    texts.push("\n", set === NONE ? "" : (labels[set] as string));
    if (texts.length < TEXTS_PER_PIECE) continue;
    yield texts.join("");
    texts = [];
  }
  yield texts.join("");
}

/** One line for text labels, one for numeric ones; neither where there are none. */
function labelsText({ text, numeric }: LabelSet): string {
  const texts = [...text].map(([key, values]) => `${key}:[${values.join(" ")}]`);
  const numbers = [...numeric].map(([key, { values, units }]) => {
    const shown = units.length === 0 ? values : values.map((value, index) => `${value} ${units[index]}`);
    return `${key}:[${shown.join(" ")}]`;
  });
  const line = (labels: string[]): string =>
    labels.length === 0 ? "" : `${LABEL_INDENT}${labels.sort(compareText).join(" ")}\n`;
  return line(texts) + line(numbers);
}

function* rowsText(title: string, length: number, textOf: (row: number) => string): Generator<string> {
  let texts = [title];
  for (let row = 0; row < length; row++) {
    texts.push(textOf(row));
    if (texts.length < TEXTS_PER_PIECE) continue;
    yield texts.join("");
    texts = [];
  }
  yield texts.join("");
}

function locationText({ locations, mappings, functions, strings }: Profile, row: number): string {
  const mapping = locations.mapping[row] as number;
  let prefix = `${String(locations.id[row]).padStart(6)}: 0x${locations.address[row]?.toString(16)} `;
  if (mapping !== NONE) prefix += `M=${mappings.id[mapping]} `;
  if (locations.isFolded[row] !== 0) prefix += "[F] ";
  const from = locations.start[row] as number;
  const to = locations.start[row + 1] as number;
  if (from === to) return `${prefix}\n`;
  let text = "";
  for (let line = from; line < to; line++) {
    const fn = locations.lineFunction[line] as number;
    const name = strings.at(functions.name[fn] as number);
    const systemName = strings.at(functions.systemName[fn] as number);
    const file = strings.at(functions.file[fn] as number);
    text += `${prefix}${name} ${file}:${locations.lineNumber[line]}:${locations.lineColumn[line]}`;
    text += ` s=${functions.startLine[fn]}${name === systemName ? "" : `(${systemName})`}\n`;
    prefix = LINE_INDENT;
  }
  return text;
}

function mappingText({ mappings, strings }: Profile, row: number): string {
  const hex = (value: bigint | undefined): string => `0x${value?.toString(16)}`;
  const flags = [
    mappings.hasFunctions[row] === 0 ? "" : "[FN]",
    mappings.hasFilenames[row] === 0 ? "" : "[FL]",
    mappings.hasLineNumbers[row] === 0 ? "" : "[LN]",
    mappings.hasInlineFrames[row] === 0 ? "" : "[IN]",
  ].join("");
  const range = [mappings.memoryStart[row], mappings.memoryLimit[row], mappings.fileOffset[row]].map(hex).join("/");
  const file = strings.at(mappings.file[row] as number);
  const buildId = strings.at(mappings.buildId[row] as number);
  return `${mappings.id[row]}: ${range} ${file} ${buildId} ${flags}\n`;
}

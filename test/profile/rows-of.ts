/** A profile as plain rows with its strings in place: two profiles with equal rows say the same, however their tables are numbered. */
import type { Profile } from "../../src/profile/tables.ts";
import { NONE } from "../../src/profile/tables.ts";

export interface LabelRow {
  readonly key: string;
  readonly value: string | bigint;
  readonly unit: string;
}

export interface ProfileRows {
  readonly header: Profile["header"];
  readonly samples: {
    readonly stack: readonly bigint[];
    readonly values: readonly bigint[];
    readonly labels: readonly LabelRow[];
  }[];
  readonly locations: readonly object[];
  readonly functions: readonly object[];
  readonly mappings: readonly object[];
}

export function rowsOf(profile: Profile): ProfileRows {
  const { header, samples, locations, functions, mappings, strings } = profile;
  const text = (index: number | undefined): string => strings.at(index as number);
  const rows = <Row>(length: number, row: (index: number) => Row): Row[] =>
    Array.from({ length }, (_, index) => row(index));
  return {
    header,
    samples: rows(samples.length, (row) => ({
      stack: [...samples.locations.subarray(samples.start[row], samples.start[row + 1])].map(
        (at) => locations.id[at] ?? -1n,
      ),
      values: samples.values.map((column) => BigInt(column[row] as number)),
      labels: labelsOf(profile, samples.labelSet[row] as number),
    })),
    locations: rows(locations.length, (row) => ({
      id: locations.id[row],
      mapping: locations.mapping[row] === NONE ? 0n : mappings.id[locations.mapping[row] as number],
      address: locations.address[row],
      isFolded: locations.isFolded[row],
      lines: rows((locations.start[row + 1] as number) - (locations.start[row] as number), (index) => {
        const line = (locations.start[row] as number) + index;
        return {
          function: functions.id[locations.lineFunction[line] as number],
          line: BigInt(locations.lineNumber[line] as number),
          column: BigInt(locations.lineColumn[line] as number),
        };
      }),
    })),
    functions: rows(functions.length, (row) => ({
      id: functions.id[row],
      name: text(functions.name[row]),
      systemName: text(functions.systemName[row]),
      file: text(functions.file[row]),
      startLine: BigInt(functions.startLine[row] as number),
    })),
    mappings: rows(mappings.length, (row) => ({
      id: mappings.id[row],
      start: mappings.memoryStart[row],
      limit: mappings.memoryLimit[row],
      offset: mappings.fileOffset[row],
      file: text(mappings.file[row]),
      buildId: text(mappings.buildId[row]),
      flags: [
        mappings.hasFunctions[row],
        mappings.hasFilenames[row],
        mappings.hasLineNumbers[row],
        mappings.hasInlineFrames[row],
      ],
    })),
  };
}

function labelsOf({ labelSets, strings }: Profile, set: number): LabelRow[] {
  if (set === NONE) return [];
  const labels: LabelRow[] = [];
  for (let at = labelSets.start[set] as number; at < (labelSets.start[set + 1] as number); at++) {
    const text = labelSets.text[at] as number;
    labels.push({
      key: strings.at(labelSets.key[at] as number),
      value: text === NONE ? (labelSets.number[at] as bigint) : strings.at(text),
      unit: strings.at(labelSets.unit[at] as number),
    });
  }
  return labels;
}

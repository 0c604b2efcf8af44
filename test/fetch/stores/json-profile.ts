/** A profile as the JSON of its protobuf message, for a server that answers so: 64-bit numbers are texts, what is empty is left out. */
import type { Profile } from "../../../src/profile/tables.ts";

export function jsonMessage({ header, samples, mappings, locations, functions, strings }: Profile): object {
  const table = [...Array(strings.length).keys()].map((index) =>
    strings.at(index).replace(/\[go\.shape[^\]]*\]/g, "[...]"),
  );
  const numberOf = (text: string): string => {
    const known = table.indexOf(text);
    if (known >= 0) return String(known);
    return String(table.push(text) - 1);
  };
  const slice = (start: Int32Array, row: number): number[] =>
    Array.from({ length: (start[row + 1] as number) - (start[row] as number) }, (_, at) => (start[row] as number) + at);
  const message = {
    sampleType: header.sampleTypes.map(({ type, unit }) => ({ type: numberOf(type), unit: numberOf(unit) })),
    sample: Array.from({ length: samples.length }, (_, row) => ({
      locationId: slice(samples.start, row).map((at) => String((samples.locations[at] as number) + 1)),
      value: samples.values.map((column) => String(column[row])),
    })),
    mapping: Array.from({ length: mappings.length }, (_, row) => ({
      id: String(row + 1),
      filename: String(mappings.file[row]),
      buildId: String(mappings.buildId[row]),
      hasFunctions: true,
    })),
    location: Array.from({ length: locations.length }, (_, row) => ({
      id: String(row + 1),
      ...(mappings.length > 0 ? { mappingId: "1" } : {}),
      line: slice(locations.start, row).map((at) => ({
        functionId: String((locations.lineFunction[at] as number) + 1),
        line: String(locations.lineNumber[at]),
      })),
    })),
    function: Array.from({ length: functions.length }, (_, row) => ({
      id: String(row + 1),
      name: String(functions.name[row]),
      filename: String(functions.file[row]),
    })),
    periodType: { type: numberOf(header.periodType.type), unit: numberOf(header.periodType.unit) },
    period: String(header.period),
    timeNanos: String(header.timeNanos),
  };
  return { ...message, stringTable: table };
}

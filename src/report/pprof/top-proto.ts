/** `topproto`: the rows of `top` as a profile of its own, every row one sample of one frame. */
import { type Graph, infoOf, shownCum, shownFlat } from "../../graph/graph.ts";
import type { NodeInfo } from "../../graph/nodes.ts";
import { graphShape } from "../../graph/shape.ts";
import { trimForText } from "../../graph/trim/trim.ts";
import { scale } from "../../measurement/scale.ts";
import { toCheapest, truncate, type Value, type ValueColumn } from "../../profile/int64.ts";
import { StringInterner } from "../../profile/string-table.ts";
import {
  type FunctionTable,
  type Header,
  type LocationTable,
  NONE,
  type Profile,
  type SampleTable,
} from "../../profile/tables.ts";
import { graphSource, type TextQuery } from "../pictures/graph-report.ts";
import { type NumberStyle, selectOutputUnit } from "./output-unit.ts";
import type { View } from "./view.ts";

/** As pprof has it: values in the unit of the report, cut to integers, which for a heap in MB leaves little. */
export function topProtoReport(view: View, query: TextQuery): Profile {
  const { graph } = trimForText(
    graphShape(graphSource(view, false), { dropNegative: query.dropNegative, edges: "inline" }),
    query,
  );
  const numbers = selectOutputUnit(view, graph, false);
  const infos = Array.from(graph.listed, (node) => infoOf(graph, node));
  const strings = new StringInterner();
  const { functions, functionOf } = buildFunctions(infos, strings);
  return {
    header: topHeader(view, numbers.outputUnit),
    samples: buildSamples(graph, numbers),
    labelSets: emptyLabelSets(),
    locations: buildLocations(infos, functionOf),
    functions,
    mappings: emptyMappings(),
    strings: strings.finish(),
  };
}

function topHeader({ profile }: View, unit: string): Header {
  const { timeNanos, durationNanos, periodType, period } = profile.header;
  return {
    sampleTypes: [
      { type: "cum", unit },
      { type: "flat", unit },
    ],
    defaultSampleType: "",
    periodType,
    period,
    timeNanos,
    durationNanos,
    dropFrames: "",
    keepFrames: "",
    comments: [],
    docUrl: "",
  };
}

function buildSamples({ listed, weights }: Graph, { unit, outputUnit }: NumberStyle): SampleTable {
  const { length } = listed;
  const column = (shown: typeof shownFlat): ValueColumn =>
    toCheapest(
      BigInt64Array.from(listed, (node) => BigInt(truncate(scale(shown(weights, node), unit, outputUnit).value))),
    );
  return {
    length,
    start: countUp(length + 1),
    locations: countUp(length),
    values: [column(shownCum), column(shownFlat)],
    labelSet: new Int32Array(length).fill(NONE),
  };
}

function buildLocations(infos: readonly NodeInfo[], functionOf: Int32Array): LocationTable {
  const { length } = infos;
  return {
    length,
    id: BigUint64Array.from(infos, (_, row) => BigInt(row + 1)),
    mapping: new Int32Array(length).fill(NONE),
    address: BigUint64Array.from(infos, ({ address }) => address),
    isFolded: new Uint8Array(length),
    start: countUp(length + 1),
    lineFunction: functionOf,
    lineNumber: columnOf(infos.map(({ line }) => line)),
    lineColumn: columnOf(infos.map(({ column }) => column)),
  };
}

function buildFunctions(
  infos: readonly NodeInfo[],
  strings: StringInterner,
): { functions: FunctionTable; functionOf: Int32Array } {
  const rows = new Map<string, number>();
  const firsts: NodeInfo[] = [];
  const functionOf = Int32Array.from(infos, (info) => {
    const key = JSON.stringify([info.name, info.file, String(info.startLine)]);
    const known = rows.get(key);
    if (known !== undefined) return known;
    rows.set(key, firsts.length);
    return firsts.push(info) - 1;
  });
  const functions = {
    length: firsts.length,
    id: BigUint64Array.from(firsts, (_, row) => BigInt(row + 1)),
    name: Int32Array.from(firsts, ({ name }) => strings.intern(name)),
    systemName: new Int32Array(firsts.length),
    file: Int32Array.from(firsts, ({ file }) => strings.intern(file)),
    startLine: columnOf(firsts.map(({ startLine }) => startLine)),
  };
  return { functions, functionOf };
}

function emptyLabelSets(): Profile["labelSets"] {
  const none = new Int32Array();
  return { length: 0, start: new Int32Array(1), key: none, text: none, number: new BigInt64Array(), unit: none };
}

function emptyMappings(): Profile["mappings"] {
  const [wide, index, flag] = [new BigUint64Array(), new Int32Array(), new Uint8Array()];
  return {
    length: 0,
    id: wide,
    memoryStart: wide,
    memoryLimit: wide,
    fileOffset: wide,
    file: index,
    buildId: index,
    hasFunctions: flag,
    hasFilenames: flag,
    hasLineNumbers: flag,
    hasInlineFrames: flag,
  };
}

/** 0, 1, 2, ... */
function countUp(length: number): Int32Array {
  return Int32Array.from({ length }, (_, row) => row);
}

function columnOf(values: readonly Value[]): ValueColumn {
  if (values.some((value) => typeof value === "bigint")) return BigInt64Array.from(values, BigInt);
  return Float64Array.from(values, Number);
}

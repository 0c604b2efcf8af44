/**
 * Every sample with its stack, in the profile's order: what `-traces` prints. Names follow the granularity; values, labels and the number of
 * traces are those of the samples, nothing is summed.
 *
 * The stacks stay where they are, in the profile's columns: a row per frame would be some sixteen million objects on a large heap.
 */
import { buildNodes, printableName } from "../../graph/nodes.ts";
import { divide, type Value, type ValueColumn } from "../../profile/int64.ts";
import { labelSetAt } from "../../profile/labels.ts";
import type { Profile, SampleTable } from "../../profile/tables.ts";
import { type ProfileHeader, profileHeader } from "./header.ts";
import { type NumberStyle, plainStyle } from "./output-unit.ts";
import { type View, valuesOf } from "./view.ts";

export interface TracesReport {
  readonly kind: "traces";
  readonly header: ProfileHeader;
  readonly numbers: NumberStyle;
  /** Stacks and label sets of the traces; an empty stack is no trace. */
  readonly samples: SampleTable;
  /** Frames of each location of the profile, leaf first. */
  readonly frames: readonly (readonly TraceFrame[])[];
  /** Labels of each label set of the profile. */
  readonly labels: readonly TraceLabels[];
  readonly valueAt: (sample: number) => Value;
}

export interface TraceFrame {
  readonly name: string;
  readonly isInlined: boolean;
}

/** Labels in the order of the file. */
export interface TraceLabels {
  readonly text: readonly (readonly [key: string, values: readonly string[]])[];
  readonly numeric: readonly TraceNumber[];
}

export interface TraceNumber {
  readonly key: string;
  readonly values: readonly bigint[];
  readonly unit: string;
}

export function tracesReport(view: View): TracesReport {
  const { profile } = view;
  return {
    kind: "traces",
    header: profileHeader(view),
    numbers: plainStyle(view),
    samples: profile.samples,
    frames: framesOfLocations(view),
    labels: Array.from({ length: profile.labelSets.length }, (_, row) => labelsOf(profile, row, view.numericUnits)),
    valueAt: valueReader(view),
  };
}

/** Unlike in the reports on graphs, file names keep what trim_path would cut. */
function framesOfLocations(view: View): TraceFrame[][] {
  const { infos, start, nodeOf } = buildNodes(view.profile, {
    granularity: view.granularity,
    noInlines: view.noInlines,
    showColumns: view.showColumns,
    keepObjectFiles: false,
    trimFile: (file) => file,
    groupName: (name) => name,
  });
  const names = infos.map(printableName);
  return Array.from({ length: start.length - 1 }, (_, location) => {
    const slots = nodeOf.subarray(start[location], start[location + 1]);
    return Array.from(slots, (node, slot) => ({ name: names[node] as string, isInlined: slot < slots.length - 1 }));
  });
}

function labelsOf(profile: Profile, row: number, units: ReadonlyMap<string, string>): TraceLabels {
  const { text, numeric } = labelSetAt(profile, row);
  return {
    text: [...text],
    numeric: Array.from(numeric, ([key, { values }]) => ({ key, values, unit: units.get(key) ?? "" })),
  };
}

function valueReader(view: View): (sample: number) => Value {
  const values = valuesOf(view);
  if (!view.isMean) return (sample) => values[sample] as Value;
  const divisors = view.profile.samples.values[0] as ValueColumn;
  return (sample) => {
    const divisor = divisors[sample] as Value;
    return divisor ? divide(values[sample] as Value, divisor) : (values[sample] as Value);
  };
}

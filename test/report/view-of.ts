/** Views for tests: what the command line does with a profile and a few options, without its files, filters and flags. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Granularity } from "../../src/graph/granularity.ts";
import { decodeProfile } from "../../src/profile/codec/decode.ts";
import type { Value } from "../../src/profile/int64.ts";
import { resolveSampleIndex } from "../../src/profile/sample-index.ts";
import { NONE, type Profile } from "../../src/profile/tables.ts";
import { computeTotal } from "../../src/report/pprof/total.ts";
import type { View } from "../../src/report/pprof/view.ts";

export interface ViewOptions {
  readonly sampleIndex?: string;
  readonly isMean?: boolean;
  readonly divideBy?: number;
  readonly unit?: string;
  readonly granularity?: Granularity;
  readonly noInlines?: boolean;
  readonly showColumns?: boolean;
  readonly compactLabels?: boolean;
  readonly sourcePath?: string;
  readonly trimPath?: string;
  readonly total?: Value;
}

export function readProfile(path: string): Profile {
  const bytes = readFileSync(path);
  return decodeProfile(bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes);
}

export function viewOf(profile: Profile, options: ViewOptions): View {
  const sampleIndex = resolveSampleIndex(profile.header, options.sampleIndex ?? "");
  const isMean = options.isMean ?? false;
  return {
    profile,
    sampleIndex,
    isMean,
    total: options.total ?? computeTotal(profile, sampleIndex, isMean),
    ratio: 1 / (options.divideBy ?? 1),
    unit: options.unit ?? "minimum",
    activeFilters: [],
    compactLabels: options.compactLabels ?? false,
    numericUnits: numericUnits(profile),
    granularity: options.granularity ?? "functions",
    noInlines: options.noInlines ?? false,
    showColumns: options.showColumns ?? false,
    sourcePath: options.sourcePath ?? "",
    trimPath: options.trimPath ?? "",
  };
}

/** The first unit a key is met with, else the key itself. */
function numericUnits({ labelSets, strings }: Profile): Map<string, string> {
  const units = new Map<string, string>();
  for (let at = 0; at < labelSets.key.length; at++) {
    const key = strings.at(labelSets.key[at] as number);
    const unit = strings.at(labelSets.unit[at] as number);
    if (labelSets.text[at] === NONE && unit !== "" && !units.has(key)) units.set(key, unit);
  }
  for (const key of labelSets.key) if (!units.has(strings.at(key))) units.set(strings.at(key), strings.at(key));
  return units;
}

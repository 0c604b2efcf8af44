/**
 * Profiles in one set of tables: a stack that several have is kept once, with the values of each in columns of its own; and back. What one of them
 * alone said of itself travels as a SideFacts.
 */
import type { ValueColumn } from "../../profile/int64.ts";
import type { MemStats } from "../../profile/legacy/mem-stats.ts";
import { comparableProfiles } from "../../profile/merge/common-types.ts";
import { keepSamples } from "../../profile/merge/keep-samples.ts";
import { alignedColumns, mergeSides } from "../../profile/merge/merge.ts";
import { isNonZero } from "../../profile/merge/merger.ts";
import { type Header, type MappingTable, NONE, type Profile, type SampleTable } from "../../profile/tables.ts";
import { joinLayers, layersOfEach } from "./sample-layers.ts";

export interface SideFacts {
  readonly header: Header;
  /** The first mapping, which names the program; null for a profile without one. */
  readonly main: { readonly file: string; readonly buildId: string } | null;
  readonly memStats: MemStats | null;
  readonly notices: readonly string[];
}

interface JoinedProfiles {
  /** Sample types and values of the first layer, then those of the second, and so on. */
  readonly profile: Profile;
  readonly sides: readonly SideFacts[];
  /** The side that each layer is of. */
  readonly layers: readonly number[];
}

/** Throws UsageError "no-common-sample-type". */
export function joinProfiles(profiles: readonly Profile[]): JoinedProfiles {
  const comparable = comparableProfiles([...profiles]);
  const layers = layersOfEach(comparable).flatMap((own, side) => own.map((layer) => ({ side, layer })));
  const layered = layers.map(({ layer }) => layer);
  const aligned = alignedColumns(
    layered,
    layered.map(({ samples }) => samples.values),
  );
  const joined = mergeSides(layered, aligned);
  const types = comparable[0]?.header.sampleTypes ?? [];
  return {
    profile: { ...joined, header: { ...joined.header, sampleTypes: layers.flatMap(() => types) } },
    sides: comparable.map(describeSide),
    layers: layers.map(({ side }) => side),
  };
}

function describeSide({ header, mappings, strings, memStats, notices }: Profile): SideFacts {
  const text = (column: Int32Array): string => strings.at(column[0] as number);
  return {
    header,
    main: mappings.length === 0 ? null : { file: text(mappings.file), buildId: text(mappings.buildId) },
    memStats: memStats ?? null,
    notices: notices ?? [],
  };
}

/** Each with the tables that it needs and no more, as if it had been read by itself. */
export function splitProfiles({ profile, sides, layers }: JoinedProfiles): Profile[] {
  const types = profile.header.sampleTypes.length / layers.length;
  const valuesOf = (layer: number): ValueColumn[] =>
    profile.samples.values.slice(layer * types, (layer + 1) * types) as ValueColumn[];
  return sides.map((facts, side) => {
    const own = [...layers.keys()].filter((layer) => layers[layer] === side).map(valuesOf);
    return sideOf(profile, facts, joinLayers(profile.samples, own));
  });
}

function sideOf(profile: Profile, { header, main, memStats, notices }: SideFacts, samples: SampleTable): Profile {
  const whole = withMainFirst({ ...profile, header, samples }, main);
  const kept = keepSamples(whole, isNonZero(samples.values));
  return {
    ...kept,
    ...(memStats === null ? {} : { memStats }),
    ...(notices.length === 0 ? {} : { notices }),
  };
}

/** The profile with the side's own main mapping in front, where it has one among the mappings of all. */
function withMainFirst(profile: Profile, main: SideFacts["main"]): Profile {
  const { mappings, locations, strings } = profile;
  if (main === null) {
    const mapping = new Int32Array(locations.length).fill(NONE);
    return { ...profile, mappings: pickMappings(mappings, []), locations: { ...locations, mapping } };
  }
  const rows = Array.from(mappings.id.keys());
  const isMain = (row: number): boolean =>
    strings.at(mappings.file[row] as number) === main.file &&
    strings.at(mappings.buildId[row] as number) === main.buildId;
  const found = rows.find(isMain);
  if (found === undefined || found === 0) return profile;
  const order = [found, ...rows.filter((row) => row !== found)];
  const placeOf = new Int32Array(mappings.length);
  for (const [place, row] of order.entries()) placeOf[row] = place;
  const mapping = locations.mapping.map((row) => (row === NONE ? NONE : (placeOf[row] as number)));
  return { ...profile, mappings: pickMappings(mappings, order), locations: { ...locations, mapping } };
}

function pickMappings(mappings: MappingTable, rows: readonly number[]): MappingTable {
  const numbers = (column: Int32Array): Int32Array => Int32Array.from(rows, (row) => column[row] as number);
  const marks = (column: Uint8Array): Uint8Array => Uint8Array.from(rows, (row) => column[row] as number);
  const exact = (column: BigUint64Array): BigUint64Array => BigUint64Array.from(rows, (row) => column[row] as bigint);
  return {
    length: rows.length,
    id: exact(mappings.id),
    memoryStart: exact(mappings.memoryStart),
    memoryLimit: exact(mappings.memoryLimit),
    fileOffset: exact(mappings.fileOffset),
    file: numbers(mappings.file),
    buildId: numbers(mappings.buildId),
    hasFunctions: marks(mappings.hasFunctions),
    hasFilenames: marks(mappings.hasFilenames),
    hasLineNumbers: marks(mappings.hasLineNumbers),
    hasInlineFrames: marks(mappings.hasInlineFrames),
  };
}

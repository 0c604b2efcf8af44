/** What a profile must not say, in pprof's words and in pprof's order: samples first, then mappings, functions, locations. */
import { ProfileError } from "../errors.ts";
import { HIGH, LOW } from "./int64.ts";
import { RowById } from "./row-by-id.ts";
import type { FunctionTable, LocationTable, MappingTable } from "./tables.ts";
import { NONE } from "./tables.ts";

export function invalid(fact: string): ProfileError {
  return new ProfileError("invalid", fact, `malformed profile: ${fact}`);
}

/** Throws ProfileError "invalid" if an id is reserved or used twice, or a line has no function. */
export function validateTables(mappings: MappingTable, functions: FunctionTable, locations: LocationTable): void {
  const mappingFault = firstBadId(mappings.id);
  if (mappingFault !== NONE) throw badId(mappings.id[mappingFault] as bigint, MAPPING);
  const functionFault = firstBadId(functions.id);
  if (functionFault !== NONE) throw badId(functions.id[functionFault] as bigint, FUNCTION);
  const { start, lineFunction } = locations;
  const locationFault = firstBadId(locations.id);
  const checked = locationFault === NONE ? locations.length : locationFault;
  const line = lineFunction.indexOf(NONE);
  // Row by row: whichever comes first.
  if (line !== NONE && line < (start[checked] as number)) {
    let row = 0;
    while ((start[row + 1] as number) <= line) row++;
    throw invalid(`location id: ${locations.id[row]} has a line with nil function`);
  }
  if (locationFault !== NONE) throw badId(locations.id[locationFault] as bigint, LOCATION);
}

interface IdWords {
  readonly reserved: string;
  readonly multiple: string;
}

const MAPPING: IdWords = { reserved: "found mapping with reserved ID=0", multiple: "multiple mappings with same id" };
const FUNCTION: IdWords = {
  reserved: "found function with reserved ID=0",
  multiple: "multiple functions with same id",
};
const LOCATION: IdWords = {
  reserved: "found location with reserved id=0",
  multiple: "multiple locations with same id",
};

/** The first row whose id is 0 or an earlier row's; NONE if there is none. */
function firstBadId(ids: BigUint64Array): number {
  const words = new Uint32Array(ids.buffer, ids.byteOffset, 2 * ids.length);
  const seen = new RowById(ids);
  for (let row = 0; row < ids.length; row++) {
    const low = words[2 * row + LOW] as number;
    const high = words[2 * row + HIGH] as number;
    if ((low === 0 && high === 0) || seen.find(low, high) !== row) return row;
  }
  return NONE;
}

function badId(id: bigint, { reserved, multiple }: IdWords): ProfileError {
  return invalid(id === 0n ? reserved : `${multiple}: ${id}`);
}

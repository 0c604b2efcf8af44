/** What a profile must not say, in pprof's words and in pprof's order: samples first, then mappings, functions, locations. */
import { ProfileError } from "../errors.ts";
import { RowById } from "./row-by-id.ts";
import type { FunctionTable, LocationTable, MappingTable } from "./tables.ts";
import { NONE } from "./tables.ts";

export function invalid(fact: string): ProfileError {
  return new ProfileError("invalid", fact, `malformed profile: ${fact}`);
}

/** Throws ProfileError "invalid" if an id is reserved or used twice, or a line has no function. */
export function validateTables(mappings: MappingTable, functions: FunctionTable, locations: LocationTable): void {
  const checkMapping = idCheck(mappings.id, "found mapping with reserved ID=0", "multiple mappings with same id");
  for (let row = 0; row < mappings.length; row++) checkMapping(row);
  const checkFunction = idCheck(functions.id, "found function with reserved ID=0", "multiple functions with same id");
  for (let row = 0; row < functions.length; row++) checkFunction(row);
  const checkLocation = idCheck(locations.id, "found location with reserved id=0", "multiple locations with same id");
  const { start, lineFunction } = locations;
  for (let row = 0; row < locations.length; row++) {
    checkLocation(row);
    const end = start[row + 1] as number;
    for (let line = start[row] as number; line < end; line++) {
      if (lineFunction[line] === NONE) throw invalid(`location id: ${locations.id[row]} has a line with nil function`);
    }
  }
}

function idCheck(ids: BigUint64Array, reserved: string, multiple: string): (row: number) => void {
  const seen = new RowById(ids);
  return (row) => {
    const id = ids[row] as bigint;
    if (id === 0n) throw invalid(reserved);
    if (seen.find(Number(id & 0xffffffffn), Number(id >> 32n)) !== row) throw invalid(`${multiple}: ${id}`);
  };
}

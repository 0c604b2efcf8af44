/**
 * `-symbolize=remote`: pprof asks the server that a profile came from for the names of its addresses. heapblame does not, Go's profiles
 * bring theirs; what is left is the mark that a mapping has names, which pprof also sets where there was nothing to ask.
 */
import { NONE, type Profile } from "../../../profile/tables.ts";

/** What pprof knows the mappings of a profile by: build id, else file. */
export function mappingKeys({ mappings, strings }: Profile): string[] {
  return Array.from(mappings.file, (file, row) => strings.at(mappings.buildId[row] as number) || strings.at(file));
}

/** The profile with those mappings marked that came from a server and have no address without a name. */
export function markRemoteMappings(profile: Profile, remote: ReadonlySet<string>): Profile {
  const { mappings, strings } = profile;
  const isNameless = namelessMappings(profile);
  const hasFunctions = mappings.hasFunctions.map((has, row) => {
    const isRemote = [mappings.file, mappings.buildId].some((column) => remote.has(strings.at(column[row] as number)));
    return isRemote && isNameless[row] === 0 ? 1 : has;
  });
  return { ...profile, mappings: { ...mappings, hasFunctions } };
}

function namelessMappings({ locations, mappings }: Profile): Uint8Array {
  const isNameless = new Uint8Array(mappings.length);
  for (let row = 0; row < locations.length; row++) {
    const mapping = locations.mapping[row] as number;
    if (mapping === NONE || locations.address[row] === 0n) continue;
    if (locations.start[row] === locations.start[row + 1]) isNameless[mapping] = 1;
  }
  return isNameless;
}

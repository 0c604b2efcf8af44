/**
 * Stacks without what differs from one Go release to the next, so that builds of different releases have stacks in common: who allocates for
 * the runtime at the leaf (`mallocgc`, `growslice`, `mapassign_faststr`, the Swiss maps of 1.24), the inside of sync.Map (another one since 1.24), and
 * the machinery of init functions near the root. What is left names the first frame that says more, as Go's own profiles do with `runtime.` frames.
 *
 *     F  reflect.New  reflect.unsafe_New  runtime.mallocgc             ->  F  reflect.New
 *     F  sync.(*Map).Store  internal/sync.(*HashTrieMap[...]).Swap     ->  F  sync.(*Map).Store
 *     runtime.main  runtime.doInit  runtime.doInit1  main.init  F      ->  runtime.main  main.init  F
 */
import { cutStacks, hideLocations, keepLines } from "../../profile/filter/cut-frames.ts";
import type { LocationTable, Profile } from "../../profile/tables.ts";
import { canonicalFunction } from "./symbol.ts";

/** Allocates for others: nobody is blamed for calling it. */
const ALLOCATES = new RegExp(
  [
    String.raw`^runtime\.(?:malloc(?:gc|init)\w*|new(?:object|array)|make(?:slice|map|chan|BucketArray)\w*|growslice\w*|mapassign\w*|mapclone\w*|hashGrow|growWork\w*|\(\*hmap\)\..*|raw(?:string|byteslice|runeslice)\w*|concat(?:string|bytes)\w*|slicebytetostring\w*|stringtoslice\w*|slicerunetostring|intstring|convT\w*|persistentalloc\w*)$`,
    String.raw`^internal/runtime/maps\.`,
    String.raw`^internal/bytealg\.MakeNoZero$`,
    String.raw`^(?:internal/)?reflect(?:lite)?\.(?:unsafe_New\w*|mapassign\w*|makemap\w*|makechan\w*|growslice\w*|mapclone\w*)$`,
    String.raw`^maps\.clone$`,
  ].join("|"),
);
const SYNC_MAP = /^internal\/sync\.(?:\(\*HashTrieMap|new(?:Entry|Indirect)Node)|^sync\.(?:\(\*Map\)\.|newEntry$)/;
const INITIALIZES = /^runtime\.doInit1?$/;

/** The name builds of different releases share: as canonicalFunction, and package initializers as they are called since Go 1.21. */
export function releaseIndependentName(name: string): string {
  return canonicalFunction(name).replace(/\.glob\.\.func(?=\d)/, ".init.func");
}

const PLAIN = 0;
const ALLOCATOR = 1;
const OF_SYNC_MAP = 2;
const INITIALIZER = 3;

/** Rows of all tables stay as they are: only stacks and the lines of locations get shorter. The outermost frame always stays. */
export function foldRuntime(profile: Profile): Profile {
  const kindOf = kindsOfFunctions(profile);
  const locations = keepLines(profile.locations, tellingLines(profile.locations, kindOf));
  const isAll = (kind: number): Uint8Array =>
    Uint8Array.from({ length: locations.length }, (_, location) => {
      const [from, to] = [locations.start[location] as number, locations.start[location + 1] as number];
      return from < to && locations.lineFunction.subarray(from, to).every((fn) => kindOf[fn] === kind) ? 1 : 0;
    });
  const [allocates, isOfMap] = [isAll(ALLOCATOR), isAll(OF_SYNC_MAP)];
  const startsInMap = (location: number): boolean => {
    const from = locations.start[location] as number;
    return (
      from < (locations.start[location + 1] as number) && kindOf[locations.lineFunction[from] as number] === OF_SYNC_MAP
    );
  };
  const { start, locations: stacks, length } = profile.samples;
  const from = new Int32Array(length);
  for (let sample = 0; sample < length; sample++) {
    const last = (start[sample + 1] as number) - 1;
    let at = start[sample] as number;
    while (at < last && allocates[stacks[at] as number] === 1) at++;
    while (at < last && isOfMap[stacks[at] as number] === 1 && startsInMap(stacks[at + 1] as number)) at++;
    from[sample] = at;
  }
  return hideLocations(cutStacks({ ...profile, locations }, from, start.subarray(1)), isAll(INITIALIZER));
}

function kindsOfFunctions({ functions, strings }: Profile): Uint8Array {
  return Uint8Array.from(functions.name, (name) => {
    const text = strings.at(name);
    if (ALLOCATES.test(text)) return ALLOCATOR;
    if (SYNC_MAP.test(text)) return OF_SYNC_MAP;
    return INITIALIZES.test(text) ? INITIALIZER : PLAIN;
  });
}

/** Of the lines inlined into a location: not those innermost that allocate, and of sync.Map the outermost alone. */
function tellingLines({ start, lineFunction, length }: LocationTable, kindOf: Uint8Array): Uint8Array {
  const kept = new Uint8Array(lineFunction.length).fill(1);
  const kindAt = (line: number): number => kindOf[lineFunction[line] as number] as number;
  for (let location = 0; location < length; location++) {
    const last = (start[location + 1] as number) - 1;
    let line = start[location] as number;
    while (line < last && kindAt(line) === ALLOCATOR) kept[line++] = 0;
    while (line < last && kindAt(line) === OF_SYNC_MAP && kindAt(line + 1) === OF_SYNC_MAP) kept[line++] = 0;
  }
  return kept;
}

/** What sizes and shapes of the stacks say: large blocks, tables of maps, arrays that append grew, one recursive structure, stacks that were cut. */
import type { FindingOf } from "../finding.ts";
import { isPlumbing } from "../suspects/roles.ts";
import { isAllocatedIn } from "./origin.ts";
import { findRecursions } from "./recursion.ts";
import { type GrowthSigns, hasFrame, isLiveGrowth, MOST, type SureSize, type SureStack } from "./signs.ts";

type BlockFinding = FindingOf<BlockFacts>;

/** What sizes and shapes of the stacks say. */
export interface BlockFacts {
  /**
   * Mean size of a live object of the growth, bytes; `share` of the growth is such. `mayBeTables`: most of them are as large as a full table of a
   * map; `areBuffers`: most were made by a bytes.Buffer as it grew.
   */
  readonly "large-blocks": {
    readonly size: number;
    readonly count: number;
    readonly share: number;
    readonly mayBeTables: boolean;
    readonly areBuffers: boolean;
  };
  readonly "map-table": { readonly function: string; readonly size: number };
  /** `count`: how many arrays of that size are live, 1 or 2; `share` of the growth is theirs. `isCopied`: each was too little larger for append. */
  readonly "append-only": {
    readonly function: string;
    readonly size: number;
    readonly count: number;
    readonly share: number;
    readonly isCopied: boolean;
  };
  /** Functions that are on one stack more than once and call each other, by what grew below them; `share` of the growth is below one of these. */
  readonly "one-tree": { readonly functions: readonly string[]; readonly share: number };
  readonly "stacks-cut": { readonly frames: number; readonly share: number };
}

export function findBlocks(signs: GrowthSigns): BlockFinding[] {
  if (!isLiveGrowth(signs) || signs.unit !== "bytes" || !signs.isGo) return [];
  const shapes = findShape(signs);
  return [...findTree(signs), ...findCut(signs), ...shapes, ...findLarge(signs)];
}

/** Of the standard library these make tables of maps; buffers that double are no maps. */
const MAPS = /^(?:maps|sync|internal\/sync|runtime|internal\/runtime\/maps)\./;

const LARGE = 4096;
/** Of the standard library these make blocks for who calls them. */
const PLACES = /^(?:io|io\/ioutil|os|strings|bytes|slices|internal\/bytealg|image)\./;
const GROWN_BUFFER = /^bytes\.(?:growSlice|makeSlice)$/;
const BUFFERS = /^net\/http\.|^sync\.\(\*Pool\)\.|^bufio\./;

/** Few objects, each large, of the program's own or of what it reads: a part of one may keep it whole. */
function findLarge(signs: GrowthSigns): BlockFinding[] {
  const isPlace = ({ frames }: SureStack): boolean => {
    const [leaf] = frames;
    return leaf !== undefined && (leaf.owner === "own" || PLACES.test(leaf.name));
  };
  // Small ones beside them would make the mean one of neither.
  const isLarge = ({ size }: SureStack): boolean => size === 0 || size >= LARGE;
  const places = signs.stacks.filter((stack) => isLarge(stack) && isPlace(stack) && !isAllocatedIn(BUFFERS)(stack));
  const chosen = withoutReplaced(places);
  const bytes = chosen.reduce((sum, { change }) => sum + change, 0);
  const count = chosen.reduce((sum, { objects }) => sum + objects, 0);
  if (bytes < MOST * signs.sure || count <= 0 || bytes / count < LARGE) return [];
  const isMost = (test: (stack: SureStack) => boolean): boolean =>
    chosen.reduce((sum, stack) => (test(stack) ? sum + stack.change : sum), 0) >= MOST * bytes;
  // What assigns to a map is the program's own code; the standard library makes blocks for itself.
  const mayBeTables = isMost(({ frames, size }) => frames[0]?.owner === "own" && isTableSize(size));
  const facts = {
    size: bytes / count,
    count: Math.round(count),
    share: Math.min(1, bytes / signs.sure),
    mayBeTables,
    areBuffers: isMost(hasFrame(GROWN_BUFFER)),
  };
  return [{ code: "large-blocks", severity: "note", facts }];
}

/** Of sizes of which there are more: where larger ones took the place of others, those that went have no part in the mean. */
function withoutReplaced(stacks: readonly SureStack[]): readonly SureStack[] {
  const growth = new Map<number, number>();
  for (const { size, change } of stacks) growth.set(size, (growth.get(size) ?? 0) + change);
  return stacks.filter(({ size }) => (growth.get(size) as number) > 0);
}

/** A table of 1,024 slots and as many control bytes (Go 1.24 and later) by size class, for a key and a value of 8 to 28 bytes together. */
const TABLES: readonly number[] = [9472, 13568, 18432, 21760, 27264, 32768];
/** Larger ones are whole pages: any block of so many may be one, up to a key and a value of 128 bytes each, since a map has larger ones elsewhere. */
const LEAST_PAGES = 40_960;
const MOST_PAGES = 270_336;
const PAGE = 8192;

function isTableSize(size: number): boolean {
  return TABLES.includes(size) || (size >= LEAST_PAGES && size <= MOST_PAGES && size % PAGE === 0);
}

/** Sizes of one place that rise to a largest, by what is live of them. */
function findShape(signs: GrowthSigns): BlockFinding[] {
  for (const sizes of sizesByPlace(signs)) {
    const largest = sizes.at(-1) as SureSize;
    const chain = sizes.slice(chainStart(sizes));
    if (chain.length < LEAST_SIZES || largest.change < MOST * signs.sure) continue;
    const below = chain.slice(0, -1);
    const facts = { function: largest.name, size: largest.size };
    const share = Math.min(1, largest.change / signs.sure);
    const isMap = !isPlumbing(largest.name) || MAPS.test(largest.name);
    if (
      isMap &&
      largest.live >= 4 &&
      chain.every(({ size }, at) => at === 0 || size === 2 * (chain[at - 1] as SureSize).size)
    ) {
      return [{ code: "map-table", severity: "note", facts }];
    }
    if (largest.live <= 2 && below.every(({ live }) => live === 0)) {
      const kept = { count: Math.round(largest.live), share, isCopied: isCopied(chain) };
      return [{ code: "append-only", severity: "note", facts: { ...facts, ...kept } }];
    }
  }
  return [];
}

/** Append makes an array at least a quarter larger; what is copied with a little more each time, as a string is, passes through sizes that lie nearer. */
function isCopied(chain: readonly SureSize[]): boolean {
  const steps = chain.slice(1).map(({ size }, at) => size / (chain[at] as SureSize).size);
  return steps.filter((step) => step < LEAST_GROWN).length > steps.length / 2;
}

const LEAST_GROWN = 1.15;

/** By the innermost frame, ascending; also sizes that were allocated and are no longer live. */
function sizesByPlace({ sizes }: GrowthSigns): SureSize[][] {
  return sizes.map((all) => all.toSorted((a, b) => a.size - b.size));
}

/** So many sizes in a row are no accident. */
const LEAST_SIZES = 4;
/** Append grows an array to twice its size, and from some size on by a quarter; size classes round that up. */
const GROWN = 2.2;

/** Where sizes begin of which each is at most about twice the one before, up to the largest: small ones are sampled too thinly. */
function chainStart(sizes: readonly SureSize[]): number {
  let at = sizes.length - 1;
  while (at > 0 && (sizes[at] as SureSize).size <= GROWN * (sizes[at - 1] as SureSize).size) at--;
  return Math.max(0, at);
}

/** Most of the growth is below one recursion. */
function findTree({ stacks, sure }: GrowthSigns): BlockFinding[] {
  const [first] = sure > 0 ? findRecursions(stacks) : [];
  if (first === undefined || first.growth < MOST * sure) return [];
  const facts = { functions: first.functions.slice(0, 4), share: first.growth / sure };
  return [{ code: "one-tree", severity: "note", facts }];
}

function findCut({ cut, sure }: GrowthSigns): BlockFinding[] {
  if (cut === undefined || sure <= 0 || cut.change < MOST * sure) return [];
  return [{ code: "stacks-cut", severity: "limiting", facts: { frames: cut.frames, share: cut.change / sure } }];
}

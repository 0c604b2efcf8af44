/**
 * A call tree that is built from the root down, and no further than somebody looks: of millions of call paths only the few thousand that are wide
 * enough become rows. Stacks are laid out once, root first; a row is a range of them that share their beginning, and its children are that range
 * put in order by the next frame.
 */
import { longer } from "../profile/row-index.ts";
import { NONE } from "../profile/tables.ts";
import type { StackPaths } from "./stack-paths.ts";

/** Rows in the order of their depth: a caller before what it calls. */
export interface StackTree {
  readonly length: number;
  /** NONE for the outermost frames. */
  readonly parent: Int32Array;
  /** Index into the infos of the NodeTable. */
  readonly info: Int32Array;
  /** 1 if inlined into its caller on every stack. */
  readonly isInline: Uint8Array;
  readonly width: Float64Array;
  /** Sums over the stacks through each row, one column for each that was given. */
  readonly sums: readonly Float64Array[];
  /** Children of the rows that are there, too narrow to be rows. */
  readonly cut: number;
  /** Whether stacks go on below the deepest rows. */
  readonly isCutOff: boolean;
}

/** Frames above one another that anybody looks at; stacks of a hundred thousand are recursion, or meant to do harm. */
export const MOST_LEVELS = 1000;

/**
 * The rows at least `narrowest` wide, of at most `levels` frames from the root. `widths`, none of them negative, and `columns` have an entry a stack; what has no width is
 * no row.
 */
export function buildStackTree(
  paths: StackPaths,
  widths: Float64Array,
  columns: readonly Float64Array[],
  infos: number,
  narrowest: number,
  levels: number = MOST_LEVELS,
): StackTree {
  const grower = new TreeGrower(paths, widths, columns, infos, narrowest);
  grower.growAll(levels);
  return grower.finish();
}

/** Its stacks are those from `from` to `to`; `depth` frames are above it. */
interface Row {
  readonly parent: number;
  readonly info: number;
  readonly width: number;
  readonly depth: number;
  readonly from: number;
  readonly to: number;
  isInline: number;
  sums: readonly number[];
}

class TreeGrower {
  readonly #paths: StackPaths;
  readonly #narrowest: number;
  /**
   * Stacks, those of a row side by side: where the frames of each begin and end, its width, its values. They are moved together, so that what is
   * read of a range of stacks lies in one piece; only its frames are far away in memory.
   */
  readonly #start: Int32Array;
  readonly #end: Int32Array;
  readonly #widths: Float64Array;
  readonly #columns: readonly Float64Array[];
  /** Scratch of as many entries. */
  readonly #nextRows: Int32Array;
  readonly #nextValues: Float64Array;
  /** By place: the child that the stack goes on with, NONE where it ends; while they are moved, its place to be. */
  readonly #childAt: Int32Array;
  /** By info: which child of the row at hand it is, NONE for none yet. */
  readonly #childOf: Int32Array;
  #childInfo = new Int32Array(64);
  #childWidth = new Float64Array(64);
  #childEnd = new Int32Array(64);

  readonly #rows: Row[] = [];
  #cut = 0;
  #isCutOff = false;

  constructor(
    paths: StackPaths,
    widths: Float64Array,
    columns: readonly Float64Array[],
    infos: number,
    narrowest: number,
  ) {
    this.#paths = paths;
    this.#start = paths.start.slice(0, paths.count);
    this.#end = paths.start.slice(1);
    this.#widths = widths.slice();
    this.#columns = columns.map((column) => column.slice());
    this.#narrowest = narrowest;
    this.#nextRows = new Int32Array(paths.count);
    this.#nextValues = new Float64Array(paths.count);
    this.#childAt = new Int32Array(paths.count);
    this.#childOf = new Int32Array(infos).fill(NONE);
  }

  growAll(levels: number): void {
    this.#grow(NONE, 0, this.#paths.count, 0);
    // Rows are added while they are walked: breadth first.
    for (const [row, { from, to, depth: above }] of this.#rows.entries()) {
      const depth = above + 1;
      if (depth < levels) this.#grow(row, from, to, depth);
      else
        this.#isCutOff ||= this.#end
          .subarray(from, to)
          .some((end, at) => end > (this.#start[from + at] as number) + depth);
    }
  }

  /** Puts the stacks of a row in order by their frame at `depth`, and adds a row for each such frame that is wide enough. */
  #grow(row: number, from: number, to: number, depth: number): void {
    const children = this.#measure(from, to, depth);
    const first = this.#rows.length;
    let end = from;
    for (let child = 0; child < children; child++) {
      const size = this.#childEnd[child] as number;
      const width = this.#childWidth[child] as number;
      const isShown = width > 0 && width >= this.#narrowest;
      if (!isShown) {
        this.#childEnd[child] = NONE;
        if (width > 0) this.#cut++;
        continue;
      }
      this.#rows.push({
        ...{ parent: row, info: this.#childInfo[child] as number, width, depth },
        ...{ from: end, to: end + size, isInline: 1, sums: [] },
      });
      this.#childEnd[child] = end;
      end += size;
    }
    const last = this.#rows.length;
    // A chain of calls needs no sorting.
    if (last > first && (end < to || children > 1)) this.#sort(from, to);
    for (const added of this.#rows.slice(first)) this.#sumUp(added);
    for (let child = 0; child < children; child++) this.#childOf[this.#childInfo[child] as number] = NONE;
  }

  /** Number of children; how many stacks and how much width each has. */
  #measure(from: number, to: number, depth: number): number {
    const { nodes } = this.#paths;
    const starts = this.#start;
    const ends = this.#end;
    const widths = this.#widths;
    const childOf = this.#childOf;
    const childAt = this.#childAt;
    let children = 0;
    for (let at = from; at < to; at++) {
      const frame = (starts[at] as number) + depth;
      childAt[at] = NONE;
      if (frame >= (ends[at] as number)) continue;
      const info = nodes[frame] as number;
      let child = childOf[info] as number;
      if (child === NONE) {
        child = children++;
        childOf[info] = child;
        if (child === this.#childInfo.length) this.#makeRoom();
        this.#childInfo[child] = info;
        this.#childWidth[child] = 0;
        this.#childEnd[child] = 0;
      }
      childAt[at] = child;
      this.#childWidth[child] = (this.#childWidth[child] as number) + (widths[at] as number);
      this.#childEnd[child] = (this.#childEnd[child] as number) + 1;
    }
    return children;
  }

  #makeRoom(): void {
    const length = this.#childInfo.length * 2;
    this.#childInfo = longer(this.#childInfo, length);
    this.#childEnd = longer(this.#childEnd, length);
    this.#childWidth = Float64Array.from({ length }, (_, child) => this.#childWidth[child] ?? 0);
  }

  /** Stacks of the rows that were added, each to its place; of the others nobody asks again. */
  #sort(from: number, to: number): void {
    const placeOf = this.#childAt;
    const childEnd = this.#childEnd;
    let end = from;
    for (let at = from; at < to; at++) {
      const child = placeOf[at] as number;
      const place = child === NONE ? NONE : (childEnd[child] as number);
      placeOf[at] = place;
      if (place === NONE) continue;
      childEnd[child] = place + 1;
      end++;
    }
    const places = placeOf.subarray(from, to);
    for (const column of [this.#start, this.#end]) move(column, this.#nextRows, places, from, end);
    for (const column of [this.#widths, ...this.#columns]) move(column, this.#nextValues, places, from, end);
  }

  /** Over the stacks of a row, while they are side by side: its own children drop those that end there or are cut. */
  #sumUp(row: Row): void {
    const { from, to, depth } = row;
    row.isInline = this.#isInlined(from, to, depth);
    row.sums = this.#columns.map((column) => sumOver(column, from, to));
  }

  #isInlined(from: number, to: number, depth: number): number {
    const { isInline } = this.#paths;
    for (let at = from; at < to; at++) {
      if (isInline[(this.#start[at] as number) + depth] === 0) return 0;
    }
    return 1;
  }

  finish(): StackTree {
    const rows = this.#rows;
    return {
      length: rows.length,
      parent: Int32Array.from(rows, (row) => row.parent),
      info: Int32Array.from(rows, (row) => row.info),
      isInline: Uint8Array.from(rows, (row) => row.isInline),
      width: Float64Array.from(rows, (row) => row.width),
      sums: this.#columns.map((_, column) => Float64Array.from(rows, ({ sums }) => sums[column] as number)),
      cut: this.#cut,
      isCutOff: this.#isCutOff,
    };
  }
}

function sumOver(column: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at++) sum += column[at] as number;
  return sum;
}

/** `places`: where each entry from `from` on goes, NONE for what is dropped; what is kept ends before `end`. */
function move<Column extends Int32Array | Float64Array>(
  column: Column,
  scratch: Column,
  places: Int32Array,
  from: number,
  end: number,
): void {
  for (let index = 0; index < places.length; index++) {
    const place = places[index] as number;
    if (place !== NONE) scratch[place] = column[from + index] as number;
  }
  column.set(scratch.subarray(from, end), from);
}

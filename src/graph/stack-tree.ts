/**
 * A call tree that is built from the root down, and no further than somebody looks: of millions of call paths only the few thousand that are wide
 * enough become rows. Stacks are laid out once, root first; a row is a range of them that share their beginning, and its children are that range
 * put in order by the next frame.
 */
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

  readonly #parent: number[] = [];
  readonly #info: number[] = [];
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  readonly #depth: number[] = [];
  readonly #width: number[] = [];
  readonly #isInline: number[] = [];
  readonly #sums: readonly number[][];
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
    this.#sums = columns.map(() => []);
    this.#narrowest = narrowest;
    this.#nextRows = new Int32Array(paths.count);
    this.#nextValues = new Float64Array(paths.count);
    this.#childAt = new Int32Array(paths.count);
    this.#childOf = new Int32Array(infos).fill(NONE);
  }

  growAll(levels: number): void {
    this.#grow(NONE, 0, this.#paths.count, 0);
    // Rows are added while they are walked: breadth first.
    for (let row = 0; row < this.#parent.length; row++) {
      const [from, to, depth] = [this.#from[row] as number, this.#to[row] as number, (this.#depth[row] as number) + 1];
      if (depth < levels) this.#grow(row, from, to, depth);
      else this.#isCutOff ||= this.#goesOn(from, to, depth);
    }
  }

  #goesOn(from: number, to: number, depth: number): boolean {
    for (let at = from; at < to; at++) {
      if ((this.#start[at] as number) + depth < (this.#end[at] as number)) return true;
    }
    return false;
  }

  /** Puts the stacks of a row in order by their frame at `depth`, and adds a row for each such frame that is wide enough. */
  #grow(row: number, from: number, to: number, depth: number): void {
    const children = this.#measure(from, to, depth);
    const first = this.#parent.length;
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
      this.#add(row, child, end, end + size, depth);
      this.#childEnd[child] = end;
      end += size;
    }
    const last = this.#parent.length;
    // A chain of calls needs no sorting.
    if (last > first && (end < to || children > 1)) this.#sort(from, to);
    for (let added = first; added < last; added++) this.#sumUp(added, depth);
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
    const copy = <T extends Int32Array | Float64Array>(into: T, column: T): T => {
      into.set(column);
      return into;
    };
    this.#childInfo = copy(new Int32Array(length), this.#childInfo);
    this.#childWidth = copy(new Float64Array(length), this.#childWidth);
    this.#childEnd = copy(new Int32Array(length), this.#childEnd);
  }

  #add(row: number, child: number, from: number, to: number, depth: number): void {
    this.#parent.push(row);
    this.#info.push(this.#childInfo[child] as number);
    this.#from.push(from);
    this.#to.push(to);
    this.#depth.push(depth);
    this.#width.push(this.#childWidth[child] as number);
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
    const moves = { placeOf, from, to, end };
    move(this.#start, this.#nextRows, moves);
    move(this.#end, this.#nextRows, moves);
    move(this.#widths, this.#nextValues, moves);
    for (const column of this.#columns) move(column, this.#nextValues, moves);
  }

  /** Over the stacks of a row, while they are side by side: its own children drop those that end there or are cut. */
  #sumUp(row: number, depth: number): void {
    const from = this.#from[row] as number;
    const to = this.#to[row] as number;
    this.#isInline.push(this.#isInlined(from, to, depth));
    for (let column = 0; column < this.#columns.length; column++) {
      this.#sums[column]?.push(sumOver(this.#columns[column] as Float64Array, from, to));
    }
  }

  #isInlined(from: number, to: number, depth: number): number {
    const { isInline } = this.#paths;
    for (let at = from; at < to; at++) {
      if (isInline[(this.#start[at] as number) + depth] === 0) return 0;
    }
    return 1;
  }

  finish(): StackTree {
    return {
      length: this.#parent.length,
      parent: Int32Array.from(this.#parent),
      info: Int32Array.from(this.#info),
      isInline: Uint8Array.from(this.#isInline),
      width: Float64Array.from(this.#width),
      sums: this.#sums.map((sums) => Float64Array.from(sums)),
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

interface Moves {
  /** By place: the place to be, NONE for what is dropped. */
  readonly placeOf: Int32Array;
  readonly from: number;
  readonly to: number;
  /** After what is kept. */
  readonly end: number;
}

function move<Column extends Int32Array | Float64Array>(
  column: Column,
  scratch: Column,
  { placeOf, from, to, end }: Moves,
): void {
  for (let at = from; at < to; at++) {
    const place = placeOf[at] as number;
    if (place !== NONE) scratch[place] = column[at] as number;
  }
  column.set(scratch.subarray(from, end), from);
}

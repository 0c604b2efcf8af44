/** Rows of the table as columns: as quick to hand from one thread to the other as they are large, and read one at a time. */
import type { TableRow } from "./rows.ts";

/** NaN for a number, and UNKNOWN for a mark, that is not known. */
export interface RowColumns {
  readonly length: number;
  /** One after the other, each with a line's end. */
  readonly names: string;
  /** Of each name; and where the last ends. */
  readonly nameStart: Int32Array;
  readonly base: Float64Array;
  readonly current: Float64Array;
  readonly delta: Float64Array;
  readonly cum: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly share: Float64Array;
  readonly objects: Float64Array;
  readonly isOwn: Int8Array;
  readonly isSure: Int8Array;
  readonly isSureCum: Int8Array;
  /** Values of all rows that have a course, one row after the other; and where that of each row begins. */
  readonly courses: Float64Array;
  readonly courseStart: Int32Array;
}

const UNKNOWN = -1;

export function columnsOf(rows: readonly TableRow[]): RowColumns {
  const numbers = (of: (row: TableRow) => number | null): Float64Array =>
    Float64Array.from(rows, (row) => of(row) ?? Number.NaN);
  const marks = (of: (row: TableRow) => boolean | null | undefined): Int8Array =>
    Int8Array.from(rows, (row) => ({ true: 1, false: 0 })[String(of(row))] ?? UNKNOWN);
  return {
    length: rows.length,
    names: rows.map(({ name }) => `${name}\n`).join(""),
    nameStart: startsOf(rows, ({ name }) => name.length + 1),
    base: numbers(({ base }) => base),
    current: numbers(({ current }) => current),
    delta: numbers(({ delta }) => delta),
    cum: numbers(({ cum }) => cum),
    low: numbers(({ low }) => low),
    high: numbers(({ high }) => high),
    share: numbers(({ share }) => share),
    objects: numbers(({ objects }) => objects),
    isOwn: marks(({ isOwn }) => isOwn),
    isSure: marks(({ isSure }) => isSure),
    isSureCum: marks(({ isSureCum }) => isSureCum),
    courses: joinCourses(rows),
    courseStart: startsOf(rows, ({ course }) => course.length),
  };
}

function startsOf(rows: readonly TableRow[], sizeOf: (row: TableRow) => number): Int32Array {
  const starts = new Int32Array(rows.length + 1);
  for (const [at, row] of rows.entries()) starts[at + 1] = (starts[at] as number) + sizeOf(row);
  return starts;
}

function joinCourses(rows: readonly TableRow[]): Float64Array {
  const joined = new Float64Array(rows.reduce((sum, { course }) => sum + course.length, 0));
  let at = 0;
  for (const { course } of rows) for (const value of course) joined[at++] = value;
  return joined;
}

export function rowAt(columns: RowColumns, row: number): TableRow {
  const { nameStart, names, base, current, delta, cum, low, high, share, objects, courseStart } = columns;
  const number = (column: Float64Array): number => column[row] as number;
  const known = (column: Float64Array): number | null => (Number.isNaN(column[row]) ? null : number(column));
  const mark = (column: Int8Array): boolean | null => (column[row] === UNKNOWN ? null : column[row] === 1);
  return {
    name: names.slice(nameStart[row], (nameStart[row + 1] as number) - 1),
    isOwn: mark(columns.isOwn) ?? undefined,
    ...{ base: number(base), current: number(current), delta: number(delta), cum: number(cum) },
    ...{ low: known(low), high: known(high), share: number(share), objects: known(objects) },
    isSure: mark(columns.isSure),
    isSureCum: mark(columns.isSureCum),
    course: Array.from(columns.courses.subarray(courseStart[row], courseStart[row + 1])),
  };
}

/** The first row of that name; -1 if none has it. */
export function rowNamed({ names, nameStart }: RowColumns, name: string): number {
  if (name === "") return -1;
  const found = names.startsWith(`${name}\n`) ? 0 : names.indexOf(`\n${name}\n`) + 1;
  if (found === 0 && !names.startsWith(`${name}\n`)) return -1;
  let [low, high] = [0, nameStart.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nameStart[middle] as number) < found) low = middle + 1;
    else high = middle;
  }
  return low;
}

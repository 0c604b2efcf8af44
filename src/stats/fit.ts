/**
 * A line or a step through a series whose noise is known, by least squares. Values and columns are divided by the noise first (multiplied by the inverse of
 * its Cholesky factor), so that every residual has variance 1 and the sum of their squares is a chi-square variate if the model is right.
 */
export interface TrendPoint {
  /** Where on the axis: hours, or iterations. Points come in order. */
  readonly at: number;
  readonly value: number;
  /** Of the sampling noise. */
  readonly variance: number;
}

export interface ColumnFit {
  /** What the column is multiplied by: for a column of times the slope, for one of zeros and ones the height of a step. */
  readonly effect: number;
  /** Standard error of the effect if the noise is all there is. */
  readonly error: number;
  /** Sum of squared residuals in units of the noise; `points - 2` are expected. */
  readonly chiSquare: number;
  /** Value of the model at each point. */
  readonly fitted: readonly number[];
}

/** Symmetric, one row and column a point, in squared units of the values. */
export type Covariance = readonly (readonly number[])[];

/** Noise of each point by itself. */
export function independentNoise(points: readonly TrendPoint[]): Covariance {
  return points.map(({ variance }, row) => points.map((_, column) => (row === column ? variance : 0)));
}

/** `values` as a constant and `column`, which must not be constant. The diagonal of `covariance` is raised where it is not positive definite. */
export function fitColumn(values: readonly number[], column: readonly number[], covariance: Covariance): ColumnFit {
  return columnFitter(values, covariance)(column);
}

/** The same for many columns: what is of the values alone is worked out once. */
export function columnFitter(
  values: readonly number[],
  covariance: Covariance,
): (column: readonly number[]) => ColumnFit {
  const whiten = whitening(covariance);
  const unit = whiten(values.map(() => 1));
  const target = whiten(values);
  const square = dot(unit, unit);
  const mean = dot(unit, target) / square;
  const rest = target.map((value, index) => value - mean * (unit[index] as number));
  return (column) => fitWhitened(column, whiten(column), { unit, square, mean, rest });
}

/** A constant and values in units of the noise, and the values' mean. */
interface WhitenedValues {
  readonly unit: readonly number[];
  readonly square: number;
  readonly mean: number;
  readonly rest: readonly number[];
}

function fitWhitened(
  column: readonly number[],
  line: readonly number[],
  { unit, square, mean, rest }: WhitenedValues,
): ColumnFit {
  const offset = dot(unit, line) / square;
  const direction = line.map((value, index) => value - offset * (unit[index] as number));
  const size = dot(direction, direction);
  const effect = dot(direction, rest) / size;
  const left = rest.map((value, index) => value - effect * (direction[index] as number));
  return {
    effect,
    error: 1 / Math.sqrt(size),
    chiSquare: dot(left, left),
    fitted: column.map((value) => mean + effect * (value - offset)),
  };
}

/** An effect beside others, and what all of them leave: `points - columns - 1` are expected. */
export type EffectBeside = Pick<ColumnFit, "effect" | "error" | "chiSquare">;

/** `values` as a constant, `beside` and `column`, none of which may be made of the others: what `column` is multiplied by. */
export function fitBeside(
  values: readonly number[],
  beside: readonly number[],
  column: readonly number[],
  covariance: Covariance,
): EffectBeside {
  const whiten = whitening(covariance);
  const unit = whiten(values.map(() => 1));
  const first = without(whiten(beside), unit);
  const second = without(without(whiten(column), unit), first);
  const target = without(without(whiten(values), unit), first);
  const size = dot(second, second);
  const left = without(target, second);
  return { effect: dot(second, target) / size, error: 1 / Math.sqrt(size), chiSquare: dot(left, left) };
}

/** What is left of `column` beside a multiple of `other`. */
function without(column: readonly number[], other: readonly number[]): number[] {
  const share = dot(column, other) / dot(other, other);
  return column.map((value, index) => value - share * (other[index] as number));
}

type Whitener = (column: readonly number[]) => number[];

/** Of the matrices that are in use: the steps of a series are all tried with the same one. */
const whiteners = new WeakMap<Covariance, Whitener>();

/** Divides a column by the noise. */
function whitening(covariance: Covariance): Whitener {
  const known = whiteners.get(covariance);
  if (known !== undefined) return known;
  const { rows, first } = cholesky(covariance);
  const whiten: Whitener = (column) => {
    const solved: number[] = [];
    for (const [i, row] of rows.entries()) {
      let rest = column[i] as number;
      for (let j = first[i] as number; j < i; j++) rest -= (row[j] as number) * (solved[j] as number);
      solved.push(rest / (row[i] as number));
    }
    return solved;
  };
  whiteners.set(covariance, whiten);
  return whiten;
}

/** The lower factor, and where each of its rows begins to be other than zero: points whose noise is their own have one entry each. */
interface Factor {
  readonly rows: readonly Float64Array[];
  readonly first: Int32Array;
}

function cholesky(matrix: Covariance): Factor {
  const rows: Float64Array[] = [];
  const first = new Int32Array(matrix.length);
  for (const [i, source] of matrix.entries()) {
    const row = new Float64Array(i + 1);
    const start = firstEntry(source, i);
    first[i] = start;
    for (let j = start; j <= i; j++) {
      const other = j === i ? row : (rows[j] as Float64Array);
      let rest = source[j] as number;
      for (let k = Math.max(start, first[j] as number); k < j; k++) rest -= (row[k] as number) * (other[k] as number);
      row[j] = j < i ? rest / (other[j] as number) : Math.sqrt(Math.max(rest, 1e-6 * (source[i] as number)));
    }
    rows.push(row);
  }
  return { rows, first };
}

/** Of the entries up to `end`, the first that is not zero. */
function firstEntry(source: readonly number[], end: number): number {
  let at = 0;
  while (at < end && source[at] === 0) at++;
  return at;
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/**
 * Least squares over a series whose noise is known. Values and the columns of a model are divided by the noise first (multiplied by the inverse
 * of its Cholesky factor), so that every residual has variance 1 and the sum of their squares is a chi-square variate if the model is right.
 */
export interface TrendPoint {
  /** Where on the axis: hours, or iterations. Points come in order. */
  readonly at: number;
  readonly value: number;
  /** Of the sampling noise. */
  readonly variance: number;
}

export type ModelShape = "flat" | "line" | "step" | "saturating";

export interface Fit {
  readonly shape: ModelShape;
  /** Free parameters, those searched for included. */
  readonly parameters: number;
  /** Sum of squared residuals in units of the noise. */
  readonly chiSquare: number;
  /** The model's own size (slope; height of the step; height of the plateau), of the last column; 0 for flat. */
  readonly effect: number;
  readonly effectError: number;
  /** Value of the model at each point. */
  readonly fitted: readonly number[];
  /** Where the step is (position of the first point after it) or the time constant of the saturation; else 0. */
  readonly detail: number;
}

/** Divides a column by the noise. */
export type Whiten = (column: readonly number[]) => number[];

/** Noise of each point by itself. */
export function independentNoise(variances: readonly number[]): Whiten {
  const factors = variances.map((variance) => 1 / Math.sqrt(variance));
  return (column) => column.map((value, index) => value * (factors[index] as number));
}

/** Noise that points have in common. `covariance` must be symmetric; its diagonal is raised where it is not positive definite. */
export function correlatedNoise(covariance: readonly (readonly number[])[]): Whiten {
  const lower = cholesky(covariance);
  return (column) => {
    const solved: number[] = [];
    for (const [i, row] of lower.entries()) {
      let rest = column[i] as number;
      for (let j = 0; j < i; j++) rest -= (row[j] as number) * (solved[j] as number);
      solved.push(rest / (row[i] as number));
    }
    return solved;
  };
}

function cholesky(matrix: readonly (readonly number[])[]): number[][] {
  const lower: number[][] = [];
  for (const [i, source] of matrix.entries()) {
    const row: number[] = [];
    for (let j = 0; j <= i; j++) {
      const other = j === i ? row : (lower[j] as number[]);
      let rest = source[j] as number;
      for (let k = 0; k < j; k++) rest -= (row[k] as number) * (other[k] as number);
      if (j < i) row.push(rest / (other[j] as number));
      else row.push(Math.sqrt(Math.max(rest, 1e-6 * (source[i] as number))));
    }
    lower.push(row);
  }
  return lower;
}

/** Fits of all models that the number of points can tell apart (at least one point more than parameters). */
export function fitModels(points: readonly TrendPoint[], whiten: Whiten): Fit[] {
  const at = points.map((point) => point.at);
  const first = at[0] as number;
  const series = new WhitenedSeries(
    points.map((point) => point.value),
    whiten,
  );
  const fits = [
    series.fitFlat(),
    series.fit(
      at.map((x) => x - first),
      { shape: "line", parameters: 2, detail: 0 },
    ),
  ];
  if (points.length > 3) fits.push(fitStep(series), fitSaturation(series, at));
  return fits;
}

function fitStep(series: WhitenedSeries): Fit {
  const positions = Array.from({ length: series.length - 1 }, (_, index) => index + 1);
  const columnOf = (position: number): number[] =>
    Array.from({ length: series.length }, (_, index) => (index >= position ? 1 : 0));
  return series.fitBest(positions, columnOf, "step");
}

/** 1 - e^(-t/T), T from half a gap between points to half the span: a slower one can hardly be told from a line. */
function fitSaturation(series: WhitenedSeries, at: readonly number[]): Fit {
  const first = at[0] as number;
  const span = (at[at.length - 1] as number) - first;
  const shortest = span / (2 * (at.length - 1));
  const longest = span / 2;
  const constants = Array.from({ length: 25 }, (_, step) => shortest * (longest / shortest) ** (step / 24));
  const columnOf = (constant: number): number[] => at.map((x) => -Math.expm1(-(x - first) / constant));
  return series.fitBest(constants, columnOf, "saturating");
}

/** A constant plus at most one column, by Gram and Schmidt; the constant's part is done once. */
class WhitenedSeries {
  readonly length: number;
  readonly #whiten: Whiten;
  readonly #unit: readonly number[];
  readonly #unitSquare: number;
  readonly #mean: number;
  /** What the constant leaves of the values. */
  readonly #rest: readonly number[];

  constructor(values: readonly number[], whiten: Whiten) {
    this.length = values.length;
    this.#whiten = whiten;
    const unit = whiten(values.map(() => 1));
    const target = whiten(values);
    const unitSquare = dot(unit, unit);
    const mean = dot(unit, target) / unitSquare;
    this.#unit = unit;
    this.#unitSquare = unitSquare;
    this.#mean = mean;
    this.#rest = target.map((value, index) => value - mean * (unit[index] as number));
  }

  fitFlat(): Fit {
    const chiSquare = dot(this.#rest, this.#rest);
    const fitted = this.#rest.map(() => this.#mean);
    return { shape: "flat", parameters: 1, detail: 0, chiSquare, effect: 0, effectError: 0, fitted };
  }

  /** The detail whose column leaves least is searched for: one more parameter than the constant and the column. */
  fitBest(details: readonly number[], columnOf: (detail: number) => number[], shape: ModelShape): Fit {
    let best = Number.NaN;
    let least = Number.POSITIVE_INFINITY;
    for (const detail of details) {
      const { chiSquare } = this.#project(columnOf(detail));
      if (chiSquare >= least) continue;
      least = chiSquare;
      best = detail;
    }
    return this.fit(columnOf(best), { shape, parameters: 3, detail: best });
  }

  fit(column: readonly number[], model: Pick<Fit, "shape" | "parameters" | "detail">): Fit {
    const { offset, effect, square, chiSquare } = this.#project(column);
    return {
      ...model,
      chiSquare,
      effect,
      effectError: square === 0 ? Number.POSITIVE_INFINITY : 1 / Math.sqrt(square),
      fitted: column.map((value) => this.#mean + effect * (value - offset)),
    };
  }

  /** How much of the rest the column explains, once its own constant part (`offset`) is taken out. */
  #project(column: readonly number[]): { offset: number; effect: number; square: number; chiSquare: number } {
    const direction = this.#whiten(column);
    const offset = dot(this.#unit, direction) / this.#unitSquare;
    for (let i = 0; i < direction.length; i++) {
      direction[i] = (direction[i] as number) - offset * (this.#unit[i] as number);
    }
    const square = dot(direction, direction);
    const effect = square === 0 ? 0 : dot(direction, this.#rest) / square;
    let chiSquare = 0;
    for (let i = 0; i < direction.length; i++) {
      chiSquare += ((this.#rest[i] as number) - effect * (direction[i] as number)) ** 2;
    }
    return { offset, effect, square, chiSquare };
  }
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

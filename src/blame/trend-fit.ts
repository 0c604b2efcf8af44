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
  const series: Series = { ones: at.map(() => 1), values: points.map((point) => point.value), whiten };
  const fits = [
    fit(series, [], { shape: "flat", parameters: 1, detail: 0 }),
    fit(series, [at.map((x) => x - first)], { shape: "line", parameters: 2, detail: 0 }),
  ];
  if (points.length > 3) fits.push(fitStep(series), fitSaturation(series, at));
  return fits;
}

interface Series {
  readonly ones: readonly number[];
  readonly values: readonly number[];
  readonly whiten: Whiten;
}

function fitStep(series: Series): Fit {
  const candidates = series.values.slice(1).map((_, index) => {
    const column = series.values.map((__, position) => (position > index ? 1 : 0));
    return fit(series, [column], { shape: "step", parameters: 3, detail: index + 1 });
  });
  return best(candidates);
}

/** 1 - e^(-t/T), T from half a gap between points to half the span: a slower one can hardly be told from a line. */
function fitSaturation(series: Series, at: readonly number[]): Fit {
  const first = at[0] as number;
  const span = (at[at.length - 1] as number) - first;
  const shortest = span / (2 * (at.length - 1));
  const longest = span / 2;
  const candidates: Fit[] = [];
  for (let step = 0; step <= 24; step++) {
    const constant = shortest * (longest / shortest) ** (step / 24);
    const column = at.map((x) => -Math.expm1(-(x - first) / constant));
    candidates.push(fit(series, [column], { shape: "saturating", parameters: 3, detail: constant }));
  }
  return best(candidates);
}

function best(fits: readonly Fit[]): Fit {
  return fits.reduce((least, candidate) => (candidate.chiSquare < least.chiSquare ? candidate : least));
}

/** A constant plus at most one column, by Gram and Schmidt. */
function fit(
  { ones, values, whiten }: Series,
  columns: readonly (readonly number[])[],
  model: Pick<Fit, "shape" | "parameters" | "detail">,
): Fit {
  const unit = whiten(ones);
  const unitSquare = dot(unit, unit);
  const target = whiten(values);
  const mean = dot(unit, target) / unitSquare;
  let residual = target.map((value, index) => value - mean * (unit[index] as number));
  const [column] = columns;
  if (column === undefined) {
    const fitted = values.map(() => mean);
    return { ...model, chiSquare: dot(residual, residual), effect: 0, effectError: 0, fitted };
  }
  const raw = whiten(column);
  const offset = dot(unit, raw) / unitSquare;
  const direction = raw.map((value, index) => value - offset * (unit[index] as number));
  const square = dot(direction, direction);
  const effect = square === 0 ? 0 : dot(direction, residual) / square;
  residual = residual.map((value, index) => value - effect * (direction[index] as number));
  return {
    ...model,
    chiSquare: dot(residual, residual),
    effect,
    effectError: square === 0 ? Number.POSITIVE_INFINITY : 1 / Math.sqrt(square),
    fitted: column.map((value) => mean + effect * (value - offset)),
  };
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

import type { RowSampling } from "../../src/blame/counts/row-sampling.ts";

/** Rows of the given object sizes, sampled at `period`. */
export function samplingOf(sizes: readonly number[], period: number = 524288): RowSampling {
  const probabilities = sizes.map((size) => -Math.expm1(-size / period));
  return {
    period,
    size: Float64Array.from(sizes),
    scale: Float64Array.from(probabilities, (p) => 1 / p),
    weight: Float64Array.from(sizes, (size) => size / Math.expm1(size / period)),
  };
}

/** Values of a pprof-compatible report as text. */
import { scaledLabel } from "../measurement/scale.ts";
import type { Value } from "../profile/int64.ts";
import { applyRatio, type NumberStyle } from "../report/pprof/output-unit.ts";

export function formatValue(value: Value, { unit, outputUnit, ratio }: NumberStyle): string {
  return scaledLabel(applyRatio(value, ratio), unit, outputUnit);
}

/** Padded on the left to `width` characters, counted as Go counts them: a character outside the basic plane is one, not two. */
export function alignRight(text: string, width: number): string {
  const length = SURROGATE.test(text) ? [...text].length : text.length;
  return " ".repeat(Math.max(0, width - length)) + text;
}

const SURROGATE = /[\ud800-\udfff]/;

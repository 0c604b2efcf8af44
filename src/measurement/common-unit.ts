/**
 * Which unit the same column of several profiles is brought to before they are added up: the finest of them,
 * so that nothing is rounded away. Its own file because merging asks this and nothing else of this layer.
 */
import { findUnit, findUnitIn } from "./unit.ts";

/** What a column counts and in what: `inuse_space` in `bytes`. */
export interface MeasuredType {
  readonly type: string;
  readonly unit: string;
}

export type CommonUnit<T extends MeasuredType> =
  | { readonly kind: "common"; readonly unit: string }
  | { readonly kind: "incompatible"; readonly left: T; readonly right: T };

/**
 * The finest unit among `types`, or the first two that cannot be reconciled; undefined for fewer than two
 * types, where pprof leaves everything as it is. The ratio to multiply a value with is `scale(1, itsUnit,
 * common).value`.
 */
export function commonUnit<T extends MeasuredType>(types: readonly T[]): CommonUnit<T> | undefined {
  const [first, ...others] = types;
  if (first === undefined || others.length === 0) return undefined;
  let finest = first;
  for (const type of others) {
    if (!isCompatible(finest, type)) return { kind: "incompatible", left: finest, right: type };
    if (isFiner(type.unit, finest.unit)) finest = type;
  }
  return { kind: "common", unit: finest.unit };
}

/** Same type but for a plural "s", and the same unit or two units of one family. */
function isCompatible(a: MeasuredType, b: MeasuredType): boolean {
  if (a.type.replace(/s$/, "") !== b.type.replace(/s$/, "")) return false;
  if (a.unit === b.unit) return true;
  const known = findUnit(a.unit);
  return known !== undefined && findUnitIn(known.family, b.unit) !== undefined;
}

function isFiner(a: string, b: string): boolean {
  const left = findUnit(a);
  const right = findUnit(b);
  return left !== undefined && right !== undefined && left.unit.factor / right.unit.factor < 1;
}

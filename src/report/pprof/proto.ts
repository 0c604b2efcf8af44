/** The profile as `-proto` writes it: after pseudo frames and filters, its values divided for good. */
import { toCheapest, truncate, type ValueColumn } from "../../profile/int64.ts";
import type { Profile } from "../../profile/tables.ts";
import { rawReport } from "./raw.ts";
import type { View } from "./view.ts";

export function protoProfile(view: View): Profile {
  const { profile } = rawReport(view);
  const { ratio } = view;
  if (!(ratio > 0) || ratio === 1) return profile;
  const values = profile.samples.values.map((column) => multiply(column, ratio));
  return { ...profile, samples: { ...profile.samples, values } };
}

function multiply(column: ValueColumn, ratio: number): ValueColumn {
  const products = Float64Array.from(column as Float64Array, (value) => truncate(Number(value) * ratio));
  return toCheapest(BigInt64Array.from(products, BigInt));
}

/** Pods of a fleet, made of a rate. */
import type { PodSeries } from "../../../src/report/fleet/fleet.ts";

export const START = Date.UTC(2026, 7, 17);
export const HOUR = 3_600_000;
export const MIB = 2 ** 20;

/** Profiles every four hours; `total` in MiB at an hour of its life. */
export function podOf(
  name: string,
  total: (hour: number) => number,
  given: Partial<PodSeries> & { readonly hours?: number; readonly after?: number } = {},
): PodSeries {
  const { hours = 96, after = 0, ...rest } = given;
  const ages = Array.from({ length: hours / 4 + 1 }, (_, index) => 4 * index);
  const ends = new Map([["main.keep", [total(0) * MIB, total(hours) * MIB] as const]]);
  return {
    ...{ name, version: "v1", node: null, ends },
    times: ages.map((age) => START + (after + age) * HOUR),
    values: ages.map((age) => total(age) * MIB),
    ...rest,
  };
}

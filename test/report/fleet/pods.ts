/** Pods of a fleet, made of a rate. */
import type { PodSeries } from "../../../src/report/fleet/fleet.ts";
import { lookPositions } from "../../../src/report/fleet/process-run.ts";

export const START = Date.UTC(2026, 7, 17);
export const HOUR = 3_600_000;
export const MIB = 2 ** 20;

/** Profiles every four hours; `total` in MiB at an hour of its life, all of it kept by one function. */
export function podOf(
  name: string,
  total: (hour: number) => number,
  given: Partial<PodSeries> & { readonly hours?: number; readonly after?: number } = {},
): PodSeries {
  const { hours = 96, after = 0, ...rest } = given;
  const ages = Array.from({ length: hours / 4 + 1 }, (_, index) => 4 * index);
  const times = ages.map((age) => START + (after + age) * HOUR);
  const values = ages.map((age) => total(age) * MIB);
  const looks = lookPositions(times, values);
  return {
    ...{ name, version: "v1", node: null, times, looks },
    values,
    functions: new Map([["main.keep", looks.map((at) => total(ages[at] as number) * MIB)]]),
    ...rest,
  };
}

/** How a function went in pods: from the first look to the middle of the time, and from there to the last. Sums over pods, with bounds. */
import { differenceInterval } from "../../stats/interval.ts";
import { boundedSum, changeOf, hoursAt, type PodSeries } from "./pod.ts";

/** Bytes; of several pods their sums, and their hours added up. */
export interface Span {
  readonly first: number;
  readonly last: number;
  readonly hours: number;
}

const NOTHING: Span = { first: 0, last: 0, hours: 0 };

/** Of all the time. */
export function wholeSpan({ looks, functions, times }: PodSeries, name: string): Span {
  const values = functions.get(name) ?? [];
  return { first: values[0] ?? 0, last: values.at(-1) ?? 0, hours: hoursAt(times, looks.at(-1) ?? 0) };
}

/** Both halves of the time; undefined where there was no look between its ends. */
export function halfSpans({ looks, functions, times }: PodSeries, name: string): [early: Span, late: Span] | undefined {
  if (looks.length < 3) return undefined;
  const half = hoursAt(times, looks.at(-1) as number) / 2;
  const far = (look: number | undefined): number => Math.abs(hoursAt(times, look ?? 0) - half);
  const middle = looks.reduce((best, look, at) => (far(look) < far(looks[best]) ? at : best), 0);
  if (middle === 0 || middle === looks.length - 1) return undefined;
  const values = functions.get(name) ?? [];
  const [hours, all] = [hoursAt(times, looks[middle] as number), hoursAt(times, looks.at(-1) as number)];
  const [first, between, last] = [values[0] ?? 0, values[middle] ?? 0, values.at(-1) ?? 0];
  return [
    { first, last: between, hours },
    { first: between, last, hours: all - hours },
  ];
}

/** What surely fell from look to look: what goes up and down with the load falls, too. */
export function sureFalls({ functions }: PodSeries, name: string, period: number): number {
  const values = functions.get(name) ?? [];
  return values.slice(1).reduce((sum, value, at) => {
    const before = values[at] as number;
    return value < before && changeOf(before, value, period).high < 0 ? sum + before - value : sum;
  }, 0);
}

/** What says most of whether it goes on: the later half, where there is one. */
export function latestSpan(pod: PodSeries, name: string): Span {
  return halfSpans(pod, name)?.[1] ?? wholeSpan(pod, name);
}

export function sumSpans(spans: readonly Span[]): Span {
  return spans.reduce(
    (sum, { first, last, hours }) => ({
      first: sum.first + first,
      last: sum.last + last,
      hours: sum.hours + hours,
    }),
    NOTHING,
  );
}

/** Bytes by hour and pod, from and to. */
export function rateOf({ first, last, hours }: Span, period: number): { readonly low: number; readonly high: number } {
  if (hours <= 0) return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const { low, high } = differenceInterval(boundedSum(last, period), boundedSum(first, period));
  return { low: low / hours, high: high / hours };
}

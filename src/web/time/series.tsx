/** The captures of a series: the total and what was counted beside it, and which two of them the page compares. */

import { formatDelta } from "../../measurement/delta.ts";
import { formatDuration, formatTimestamp } from "../../measurement/time-text.ts";
import type { TrendMeasure } from "../../report/trend/measure.ts";
import type { TrendReport } from "../../report/trend/report.ts";
import { plusMinus } from "../../wording/phrases.ts";
import { askedOf } from "../desk/answers.ts";
import type { FactsData } from "../desk/facts.ts";
import { useAnswer } from "../desk/use-answer.ts";
import { count, numbersIn } from "../numbers.ts";
import { Name } from "../parts.tsx";
import type { ViewProps } from "../props.ts";
import { shortCaptures } from "./capture-names.ts";
import { Chart, type Line } from "./chart.tsx";

export function Series(props: ViewProps) {
  if (props.desk.facts.data.headers.length < 3) return undefined;
  return <Course {...props} />;
}

function Course(props: ViewProps) {
  const { desk, state } = props;
  const trend = useAnswer(desk, "trend", { ...askedOf(state), selected: state.selected });
  return (
    <div class="series">
      <h2>Over time</h2>
      {trend === null && <p class="note">The course is told of what is live: choose inuse_space.</p>}
      <Scrubber {...props} />
      {trend != null && <Charts {...props} report={trend} />}
      {trend != null && <PointTable report={trend} />}
    </div>
  );
}

/** Two ends, moved one by one; base stays before current. */
function Scrubber({ desk: { facts }, state, change }: ViewProps) {
  const [from, to] = facts.ends(state);
  const last = facts.data.headers.length - 1;
  const end = (label: string, value: number, low: number, high: number, key: "from" | "to") => (
    <label class="scrub">
      <span>{label}</span>
      <input
        type="range"
        min={0}
        max={last}
        value={value}
        aria-valuetext={momentOf(facts.data, value)}
        onInput={(event) => {
          const wanted = Number(event.currentTarget.value);
          const kept = Math.min(Math.max(wanted, low), high);
          event.currentTarget.value = String(kept);
          change({ [key]: kept });
        }}
      />
      <output>{momentOf(facts.data, value)}</output>
    </label>
  );
  return (
    <div class="scrubber" role="group" aria-label="Captures that are compared">
      {end("base", from, 0, to - 1, "from")}
      {end("current", to, from + 1, last, "to")}
    </div>
  );
}

function momentOf({ headers, sources }: FactsData, at: number): string {
  const [first, own] = [headers[0]?.timeNanos ?? 0n, headers[at]?.timeNanos ?? 0n];
  const name = shortCaptures(sources)[at] ?? "";
  if (first === 0n || own === 0n) return `${at + 1}, ${name}`;
  return at === 0 ? `${name}, ${formatTimestamp(own)}` : `${name}, ${formatDuration(own - first)} later`;
}

function Charts({ desk, state, report }: ViewProps & { readonly report: TrendReport }) {
  const { trend, counters, sampleType, functions } = report;
  const ends = desk.facts.ends(state);
  const times = report.points.map(({ timeNanos }) => (timeNanos === null ? undefined : Number(timeNanos)));
  const of = (name: string, measure: TrendMeasure): Line => {
    const numbers = numbersIn(measure.values, sampleType.unit);
    return { name, note: shapeText(measure, sampleType.unit), values: measure.values, text: numbers.value };
  };
  const exact = (name: string, values: readonly number[] | null, unit: string): Line[] => {
    if (values === null) return [];
    const numbers = numbersIn(values, unit);
    return [{ name, note: "exact", values, text: unit === "count" ? (value) => count(value, false) : numbers.value }];
  };
  const selected = functions.find(({ name }) => name === state.selected);
  const lines = [
    of(`${sampleType.type}, total`, trend),
    ...(selected === undefined ? [] : [of(`${selected.name}, with all that it called`, selected.cum)]),
    ...exact("goroutines", counters.goroutines, "count"),
    ...exact("HeapAlloc, with garbage", counters.heapAlloc, "bytes"),
    ...exact("resident memory", counters.resident, "bytes"),
  ];
  return (
    <>
      <div class="charts">
        {lines.map((line) => (
          <Chart key={line.name} line={line} times={times} ends={ends} />
        ))}
      </div>
      {state.selected !== "" && selected === undefined && (
        <p class="note">
          <Name name={state.selected} /> has no course of its own here.
        </p>
      )}
    </>
  );
}

/** `linear, +54.1 ±11.9 MiB, +2.6 ±0.6 GiB/h`; a rate that may be none is not one. */
function shapeText(measure: TrendMeasure, unit: string): string {
  const { shape, growth, growthLow, growthHigh, slopePerHour, low, high } = measure;
  const range = (value: number, least: number | null, most: number | null, suffix: string): string => {
    const numbers = numbersIn([value], unit);
    const half = plusMinus({ low: least, high: most }, numbers.unit);
    return `${formatDelta(value, numbers.unit)}${half === "" ? "" : ` ${half}`}${suffix}`;
  };
  const parts = [shape === "unknown" ? "shape not known" : shape, range(growth, growthLow, growthHigh, "")];
  const isShown = low === null || high === null || low > 0 || high < 0;
  if (slopePerHour !== null && isShown) parts.push(range(slopePerHour, low, high, "/h"));
  return parts.join(", ");
}

/** The chart in numbers. */
function PointTable({ report: { points, trend, counters, sampleType } }: { readonly report: TrendReport }) {
  const numbers = numbersIn(trend.values, sampleType.unit);
  const bytes = numbersIn([...(counters.heapAlloc ?? []), ...(counters.resident ?? [])], "bytes");
  const start = points[0]?.timeNanos ?? null;
  const names = shortCaptures(points.map(({ source }) => source));
  const columns = [
    { head: sampleType.type, cell: (at: number) => numbers.value(trend.values[at] ?? 0) },
    ...(counters.goroutines === null
      ? []
      : [{ head: "goroutines", cell: (at: number) => count(counters.goroutines?.[at] ?? 0, false) }]),
    ...(counters.heapAlloc === null
      ? []
      : [{ head: "HeapAlloc", cell: (at: number) => bytes.value(counters.heapAlloc?.[at] ?? 0) }]),
    ...(counters.resident === null
      ? []
      : [{ head: "resident", cell: (at: number) => bytes.value(counters.resident?.[at] ?? 0) }]),
  ];
  return (
    <details class="twin">
      <summary>The course as a table</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">after</th>
            {columns.map(({ head }) => (
              <th scope="col" key={head}>
                {head}
              </th>
            ))}
            <th scope="col">capture</th>
          </tr>
        </thead>
        <tbody>
          {points.map(({ source, timeNanos }, at) => (
            <tr key={source}>
              <td>{timeNanos === null || start === null ? "" : formatDuration(timeNanos - start)}</td>
              {columns.map(({ head, cell }) => (
                <td key={head}>{cell(at)}</td>
              ))}
              <td title={source}>{names[at]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** The pods of a fleet as a table that can be put in order by any of its columns. */
import { useMemo, useState } from "preact/hooks";
import { formatDuration } from "../../measurement/time-text.ts";
import { limitText } from "../../render/fleet-cells.ts";
import type { FleetPod } from "../../report/fleet/fleet.ts";
import { count, type Numbers, numbersIn } from "../numbers.ts";
import { Name, Note, TextField } from "../parts.tsx";
import { namePattern } from "../pattern.ts";
import { Course } from "../time/course.tsx";
import { arrangePods, POD_COLUMNS, type PodColumn, podValue } from "./pod-rows.ts";

const LABELS: Readonly<Record<PodColumn, readonly [label: string, title: string]>> = {
  live: ["live", "bytes alive at its last profile"],
  slope: ["an hour", "slope of a line through its profiles"],
  from: ["from", "the slope is at least this, at 95 %"],
  to: ["to", "the slope is at most this, at 95 %"],
  limit: ["limit", "of its container"],
  limitIn: ["limit in", "time until the line is at the limit, where it surely rises to the end"],
  course: ["course", "its live bytes over the time, from 0"],
  since: ["since", "from when on it grows faster than before, UTC"],
  restarts: ["restarts", "processes before or after the one that is looked at"],
  version: ["version", ""],
  node: ["node", ""],
  service: ["program", ""],
  grew: ["grew by", "the function that surely grew most in it"],
  pod: ["pod", ""],
};

/** More rows are found by the filter. */
const MOST_ROWS = 500;

export function PodTable({ pods }: { readonly pods: readonly FleetPod[] }) {
  const [{ column, isTurned }, sortBy] = useState<{ column: PodColumn | undefined; isTurned: boolean }>({
    column: undefined,
    isTurned: false,
  });
  const [find, setFind] = useState("");
  const pattern = useMemo(() => namePattern(find), [find]);
  const shown = useMemo(() => arrangePods(pods, column, isTurned, pattern.matches), [pods, column, isTurned, pattern]);
  const columns = POD_COLUMNS.filter((each) => hasColumn(each, pods));
  const live = numbersIn(
    pods.map(({ last }) => last),
    "bytes",
  );
  const rate = numbersIn(
    pods.flatMap(({ slopePerHour }) => slopePerHour ?? []),
    "bytes",
  );
  return (
    <section class="view fleet" aria-label="Pods">
      <div class="tools">
        <TextField label="filter" id="find" value={find} onInput={setFind} isPatient />
        <span class="count" role="status">
          {pattern.fault === "" ? `${count(shown.length, false)} of ${count(pods.length, false)} pods` : pattern.fault}
        </span>
      </div>
      <div class="wide" tabIndex={0} role="region" aria-label="Table of pods">
        <table>
          <thead>
            <tr>
              {columns.map((each) => (
                <th
                  key={each}
                  scope="col"
                  title={LABELS[each][1]}
                  class={isText(each) ? "text" : ""}
                  aria-sort={each !== column ? "none" : isAscending(each, isTurned) ? "ascending" : "descending"}
                >
                  <button
                    type="button"
                    class="link"
                    onClick={() => sortBy({ column: each, isTurned: each === column && !isTurned })}
                  >
                    {LABELS[each][0]}
                    {each === column && <span aria-hidden="true">{isAscending(each, isTurned) ? " ↑" : " ↓"}</span>}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.slice(0, MOST_ROWS).map((pod) => (
              <tr key={pod.name}>
                {columns.map((each) => (
                  <td key={each} class={isText(each) ? "text" : each === "slope" && pod.isRising ? "grew" : ""}>
                    <Cell column={each} pod={pod} live={live} rate={rate} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length > MOST_ROWS && (
        <p class="note">{count(shown.length - MOST_ROWS, false)} more: filter to see them</p>
      )}
      <Note>* grows surely faster than nearly all others of its program.</Note>
    </section>
  );
}

const TEXTS: readonly PodColumn[] = ["course", "since", "version", "node", "service", "grew", "pod"];

function isText(column: PodColumn): boolean {
  return TEXTS.includes(column);
}

/** As arrangePods has it. */
function isAscending(column: PodColumn, isTurned: boolean): boolean {
  return (isText(column) || column === "limitIn") !== isTurned;
}

/** Columns in which nothing stands are left out. */
function hasColumn(column: PodColumn, pods: readonly FleetPod[]): boolean {
  if (column === "restarts") return pods.some(({ restarts }) => restarts > 0);
  if (column === "service") return new Set(pods.map(({ service }) => service)).size > 1;
  return pods.some((pod) => podValue(column, pod) !== null);
}

function Cell(props: {
  readonly column: PodColumn;
  readonly pod: FleetPod;
  readonly live: Numbers;
  readonly rate: Numbers;
}) {
  const { column, pod, live, rate } = props;
  const value = podValue(column, pod);
  if (column === "limit") return <>{limitText(pod)}</>;
  if (value === null) return undefined;
  switch (column) {
    case "live":
      return <>{live.value(Number(value))}</>;
    case "slope":
    case "from":
    case "to":
      return <>{rate.delta(Number(value))}</>;
    case "limitIn":
      return <>{formatDuration(Number(value) * 3.6e12)}</>;
    case "course":
      return (
        <>
          <Course values={pod.course.values} isSure={pod.isRising} /> {pod.shape}
        </>
      );
    case "since":
      return <>{String(value).slice(0, 16).replace("T", " ")}</>;
    case "grew":
      return <Name name={String(value)} />;
    case "pod":
      return <bdi>{pod.isOutlier ? `${pod.name} *` : pod.name}</bdi>;
    default:
      return <bdi>{String(value)}</bdi>;
  }
}

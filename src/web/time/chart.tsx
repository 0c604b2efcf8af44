/** One line over the captures, from 0, with the two that are compared marked. */
import { formatDuration } from "../../measurement/time-text.ts";
import { extentOf } from "./extent.ts";

export interface Line {
  readonly name: string;
  /** What was found out about it. */
  readonly note: string;
  readonly values: readonly number[];
  readonly text: (value: number) => string;
}

const [WIDTH, HEIGHT] = [560, 172];
/** On the left an amount as large as a phone needs it. */
const [LEFT, RIGHT, TOP, BOTTOM] = [100, 24, 12, 34];

export function Chart(props: {
  readonly line: Line;
  /** Nanoseconds; undefined where they are not known. */
  readonly times: readonly (number | undefined)[];
  readonly ends: readonly [from: number, to: number];
}) {
  const { line, times, ends } = props;
  const { values, text } = line;
  const [least, most] = extentOf(values, 0);
  const x = placesOf(times).map((place) => LEFT + place * (WIDTH - LEFT - RIGHT));
  const y = (value: number): number =>
    HEIGHT - BOTTOM - (most === least ? 0 : ((value - least) / (most - least)) * (HEIGHT - TOP - BOTTOM));
  const points = values.map((value, at) => `${(x[at] ?? LEFT).toFixed(1)},${y(value).toFixed(1)}`);
  return (
    <figure class="chart">
      <figcaption>
        <strong>{line.name}</strong> <span class="note">{line.note}</span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${line.name}: ${values.map(text).join(", ")}`}>
        {[least, most].map((value) => (
          <g key={value}>
            <line class="axis" x1={LEFT} x2={WIDTH - RIGHT} y1={y(value)} y2={y(value)} />
            <text x={LEFT - 8} y={y(value) + 4} text-anchor="end">
              {text(value)}
            </text>
          </g>
        ))}
        {ends.map((at, side) => (
          <line
            class={side === 0 ? "end base" : "end"}
            key={at}
            x1={x[at]}
            x2={x[at]}
            y1={TOP - 6}
            y2={HEIGHT - BOTTOM}
          />
        ))}
        {marksOf(times, ends, x).map(([at, texts]) => (
          <g key={at}>
            {texts.map((text, line) => (
              <text key={text} x={x[at]} y={HEIGHT - BOTTOM + 15 + 14 * line} text-anchor={anchorOf(at, times.length)}>
                {text}
              </text>
            ))}
          </g>
        ))}
        <polyline points={points.join(" ")} />
        {values.map((value, at) => (
          <circle key={x[at]} cx={x[at]} cy={y(value)} r={ends.includes(at) ? 4 : 2.5}>
            <title>{text(value)}</title>
          </circle>
        ))}
      </svg>
    </figure>
  );
}

/** From 0 to 1: by time where it is known of all, else by number. */
function placesOf(times: readonly (number | undefined)[]): readonly number[] {
  const known = times.filter((time) => time !== undefined);
  const [first, last] = extentOf(known, known[0] ?? 0);
  if (known.length === times.length && last > first) return known.map((time) => (time - first) / (last - first));
  return times.map((_, at) => at / Math.max(1, times.length - 1));
}

/** As many units of the picture as two labels side by side take. */
const LABEL_ROOM = 90;

/** What stands below the two ends of the comparison, and below the first and the last capture where there is room: how long after the first it was. */
function marksOf(
  times: readonly (number | undefined)[],
  [from, to]: readonly [from: number, to: number],
  x: readonly number[],
): readonly (readonly [at: number, texts: readonly string[]])[] {
  const [first, last] = [times[0], times.length - 1];
  const isFree = (at: number): boolean =>
    [from, to].every((end) => Math.abs((x[end] as number) - (x[at] as number)) > LABEL_ROOM);
  const marked = [from, ...(to === from ? [] : [to]), ...[0, last].filter(isFree)];
  return marked.map((at) => {
    const time = times[at];
    const after = first === undefined || time === undefined ? `${at + 1}` : formatDuration(time - first);
    return [at, [after, ...(at === from ? ["base"] : at === to ? ["current"] : [])]] as const;
  });
}

function anchorOf(at: number, count: number): "start" | "middle" | "end" {
  return at === count - 1 ? "end" : "middle";
}

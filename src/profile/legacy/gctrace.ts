/**
 * Lines that Go's runtime writes under GODEBUG=gctrace=1, among whatever else a log has, and behind whatever a log's writer puts before them:
 *
 *     gc 12 @3.4s 2%: 0.02+1.1+0.03 ms clock, 0.1+0.4/1.0/0.2+0.2 ms cpu, 41->42->21 MB, 43 MB goal, 0 MB stacks, 0 MB globals, 8 P
 *
 * The third of the sizes is what was marked, hence alive; a MB is 2^20 bytes, and fractions are cut off.
 */

/** One collection. */
export interface GcLine {
  /** Of the process: 1 is its first. */
  readonly number: number;
  /** Since the process started. */
  readonly seconds: number;
  /** Milliseconds since 1970 by the log's own time; undefined where the line has none. */
  readonly at: number | undefined;
  readonly liveBytes: number;
  readonly goalBytes: number;
}

const LINE = /\bgc (\d+) @([\d.]+)s \d+%: .*? (\d+)->(\d+)->(\d+) MB, (\d+) MB goal/;
const STAMP = /\b(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?)\s*(Z|[+-]\d\d:?\d\d)?/;
/** In JSON, seconds or milliseconds since 1970. */
const NUMBER_STAMP = /"(?:ts|time|timestamp)":\s*(\d{10}(?:\.\d+)?|\d{13}(?:\.\d+)?)\b/;
const MIB = 2 ** 20;

/** Whether the text has such lines, told by its first ones that could be. */
export function hasGcLines(text: string): boolean {
  return LINE.test(text);
}

export function parseGcLines(text: string): GcLine[] {
  return text.split("\n").flatMap((line) => {
    const [, number, seconds, , , live, goal] = LINE.exec(line) ?? [];
    if (number === undefined) return [];
    return [
      {
        ...{ number: Number(number), seconds: Number(seconds), at: stampOf(line) },
        ...{ liveBytes: Number(live) * MIB, goalBytes: Number(goal) * MIB },
      },
    ];
  });
}

/** A time without a zone is taken for UTC. */
function stampOf(line: string): number | undefined {
  const [, local, zone = "Z"] = STAMP.exec(line) ?? [];
  if (local !== undefined) {
    const at = Date.parse(local.replace(" ", "T").replace(",", ".") + zone);
    return Number.isNaN(at) ? undefined : at;
  }
  const since = NUMBER_STAMP.exec(line)?.[1];
  return since === undefined ? undefined : Number(since) * (/^\d{10}(?!\d)/.test(since) ? 1000 : 1);
}

/** Of one process each, in order; a number that does not go up begins another. */
export function gcProcesses(lines: readonly GcLine[]): GcLine[][] {
  const processes: GcLine[][] = [];
  for (const line of lines) {
    const last = processes.at(-1);
    if (last === undefined || line.number <= (last.at(-1)?.number ?? 0)) processes.push([line]);
    else last.push(line);
  }
  return processes;
}

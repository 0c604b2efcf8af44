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

/** Apart, so that a line costs what it is long however often it begins: no more digits than what is exact, or a time, has. */
const BEGINNING = /\bgc (\d{1,9}) @(\d{1,9}(?:\.\d{1,9})?)s \d{1,9}%: /;
const SIZES = / \d{1,9}->\d{1,9}->(\d{1,9}) MB, (\d{1,9}) MB goal/;
const STAMP = /\b(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?)\s*(Z|[+-]\d\d:?\d\d)?/;
/** In JSON, seconds or milliseconds since 1970. */
const NUMBER_STAMP = /"(?:ts|time|timestamp)":\s*(\d{10}(?:\.\d+)?|\d{13}(?:\.\d+)?)\b/;
const MIB = 2 ** 20;
/** Milliseconds on either side of 1970 whose nanoseconds a profile's time holds. */
const MOST_MS = 9.2e12;

/** Whether the text has such lines, told by its first ones that could be. */
export function hasGcLines(text: string): boolean {
  const beginnings = new RegExp(BEGINNING, "g");
  while (beginnings.exec(text) !== null) {
    const end = text.indexOf("\n", beginnings.lastIndex);
    if (SIZES.test(text.slice(beginnings.lastIndex, end < 0 ? undefined : end))) return true;
    if (end < 0) return false;
    beginnings.lastIndex = end;
  }
  return false;
}

export function parseGcLines(text: string): GcLine[] {
  return text.split("\n").flatMap((line) => parseGcLine(line) ?? []);
}

function parseGcLine(line: string): GcLine | undefined {
  const beginning = BEGINNING.exec(line);
  if (beginning === null) return undefined;
  const sizes = SIZES.exec(line.slice(beginning.index + beginning[0].length));
  if (sizes === null) return undefined;
  return {
    ...{ number: Number(beginning[1]), seconds: Number(beginning[2]), at: stampOf(line) },
    ...{ liveBytes: Number(sizes[1]) * MIB, goalBytes: Number(sizes[2]) * MIB },
  };
}

function stampOf(line: string): number | undefined {
  const at = stampIn(line);
  return at === undefined || Math.abs(at) > MOST_MS ? undefined : at;
}

/** A time without a zone is taken for UTC. */
function stampIn(line: string): number | undefined {
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

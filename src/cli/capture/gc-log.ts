/** A log with lines of gctrace as a series: each collection is a state of the heap, exact and without names. */

import { ProfileBuilder } from "../../profile/builder.ts";
import { type GcLine, gcProcesses, hasGcLines, parseGcLines } from "../../profile/legacy/gctrace.ts";
import { decodeText } from "../../profile/string-table.ts";
import type { Profile } from "../../profile/tables.ts";
import { evenPositions } from "../../report/fleet/even-positions.ts";

const MIB = 2 ** 20;

export interface GcState {
  readonly profile: Profile;
  /** Tells processes apart. */
  readonly process: number;
  /** Collections that it is one of. */
  readonly number: number;
}

/** Such lines come early in a log, or are rare enough to look at all of it. */
export function isGcLog(bytes: Uint8Array): boolean {
  return bytes[0] !== 0x1f && hasGcLines(decodeText(bytes));
}

/** Milliseconds: where the last process begins that is told apart by its time. */
const LATEST_BEGIN = 8e12;

/** At most so many of each process, evenly spaced, of as many processes at most: those with most collections, which `onNotice` is told. */
export function statesOfLog(bytes: Uint8Array, most: number, onNotice?: (line: string) => void): GcState[] {
  const found = gcProcesses(parseGcLines(decodeText(bytes)));
  const processes = longest(found, most);
  if (processes.length < found.length) {
    onNotice?.(
      `${processes.length} of the ${found.length} processes of the log are looked at, those with most collections`,
    );
  }
  const isStamped = processes.every((lines) => lines.every(({ at }) => at !== undefined));
  let start = 1;
  return processes.flatMap((lines, process) => {
    const begin = start;
    start = Math.min(LATEST_BEGIN, start + 1000 * ((lines.at(-1) as GcLine).seconds + 1));
    return evenPositions(lines.length, most).map((position): GcState => {
      const line = lines[position] as GcLine;
      const milliseconds = isStamped ? (line.at as number) : begin + 1000 * line.seconds;
      return { profile: profileOf(line, milliseconds), process, number: line.number };
    });
  });
}

/** In the order in which they are. */
function longest(processes: readonly GcLine[][], most: number): readonly GcLine[][] {
  if (processes.length <= most) return processes;
  const ranked = processes.map((_, at) => at).sort((a, b) => lengthAt(processes, b) - lengthAt(processes, a));
  const chosen = ranked.slice(0, most).sort((a, b) => a - b);
  return chosen.map((at) => processes[at] as GcLine[]);
}

function lengthAt(processes: readonly GcLine[][], at: number): number {
  return processes[at]?.length ?? 0;
}

/** `milliseconds` since 1970; without times of the log's own since its first process started, one process after another. */
function profileOf(line: GcLine, milliseconds: number): Profile {
  const builder = new ProfileBuilder({
    sampleTypes: [
      { type: "alloc_objects", unit: "count" },
      { type: "alloc_space", unit: "bytes" },
      { type: "inuse_objects", unit: "count" },
      { type: "inuse_space", unit: "bytes" },
    ],
    periodType: { type: "space", unit: "bytes" },
    period: 1n,
    timeNanos: BigInt(Math.round(milliseconds * 1000)) * 1000n,
  });
  // Megabytes, each of them seen. What was allocated is not told: as much as tells one collection from the next.
  const live = line.liveBytes / MIB;
  const allocated = live + line.number;
  const values = [allocated, allocated * MIB, live, line.liveBytes];
  builder.addSample([], values, [{ key: "bytes", value: BigInt(MIB) }]);
  return builder.finish();
}

/** How a capture goes on: one line on a terminal, and what is out of the ordinary for good. */
import type { Plan } from "../capture/plan.ts";
import type { SeriesHooks } from "../capture/series.ts";
import { steadyNow } from "../capture/steady-time.ts";
import type { EventRecord } from "../fetch/manifest.ts";
import { chooseColumnUnit, formatDelta, formatValue } from "../measurement/delta.ts";
import { formatDuration } from "../measurement/time-text.ts";
import { sparkline } from "../render/text/sparkline.ts";
import type { Io } from "./io.ts";
import type { Progress } from "./progress.ts";

export interface CaptureProgress extends SeriesHooks {
  readonly onEvent: (event: EventRecord) => void;
  /** Of the command. */
  readonly onOutput: (chunk: Uint8Array) => void;
  readonly end: () => void;
}

const LONGEST_COURSE = 24;

export function captureProgress(line: Progress, plan: Plan, io: Io): CaptureProgress {
  let taken = 0;
  let live: readonly number[] = [];
  const count = Number.isFinite(plan.count) ? ` of ${plan.count}` : "";
  const heap = (): string => (live.length === 0 ? "" : `, ${heapSoFar(live)}`);
  return {
    onTake: () => {
      const text = `snapshot ${taken + 1}${count} is being taken${heap()}`;
      line.show(() => text);
    },
    onWait: (what, until) => {
      const doing = WAITS[what](taken, count);
      line.show(
        () => `${doing} in ${formatDuration(Math.max(0, Math.round((until - steadyNow()) / 1000)) * 1e9)}${heap()}`,
      );
    },
    onTaken: (recorder, { liveBytes }) => {
      taken = recorder.manifest().snapshots.length;
      if (liveBytes !== null) live = [...live, liveBytes];
    },
    onEvent: ({ text }) => {
      line.clear();
      void io.stderr.write(`heapblame: ${text}\n`);
    },
    onOutput: (chunk) => {
      line.clear();
      void io.stderr.write(chunk);
    },
    end: line.clear,
  };
}

const WAITS: Readonly<Record<Parameters<SeriesHooks["onWait"]>[0], (taken: number, count: string) => string>> = {
  snapshot: (taken, count) => `snapshot ${taken + 1}${count}`,
  look: (taken) => `${taken} taken, next look`,
  settle: () => "the command is done, snapshot",
};

/** `live heap 63.11 MiB, +54.05 MiB ▁▃▅█`. */
function heapSoFar(live: readonly number[]): string {
  const [first, last] = [live[0] as number, live.at(-1) as number];
  const unit = chooseColumnUnit([last], "bytes");
  const change =
    live.length < 2 ? "" : `, ${formatDelta(last - first, unit)} ${sparkline(live.slice(-LONGEST_COURSE))}`;
  return `live heap ${formatValue(last, unit)}${change}`;
}

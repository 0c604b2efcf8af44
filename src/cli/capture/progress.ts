/** How a capture goes on: one line on a terminal, and what is out of the ordinary for good. */
import type { Plan } from "../../capture/plan.ts";
import type { SeriesHooks } from "../../capture/series.ts";
import { steadyNow } from "../../capture/steady-time.ts";
import type { EventRecord } from "../../fetch/manifest/manifest.ts";
import { chooseColumnUnit, formatDelta, formatValue } from "../../measurement/delta.ts";
import { formatDuration } from "../../measurement/time-text.ts";
import { sparkline } from "../../render/text/sparkline.ts";
import type { Progress } from "../terminal/progress.ts";

interface CaptureProgress extends SeriesHooks {
  readonly onEvent: (event: EventRecord) => void;
  /** Of the command. */
  readonly onOutput: (chunk: Uint8Array) => void;
  readonly end: () => void;
}

const LONGEST_COURSE = 24;

export function captureProgress(line: Progress, plan: Plan): CaptureProgress {
  let taken = 0;
  let live: readonly number[] = [];
  const count = Number.isFinite(plan.count) ? ` of ${plan.count}` : "";
  return {
    onTake: () => {
      const parts = [`snapshot ${taken + 1}${count} is being taken`, ...heapSoFar(live)];
      line.show(() => parts);
    },
    onWait: (what, until) => {
      const doing = WAITS[what](taken, count);
      line.show(() => {
        const seconds = Math.max(0, Math.round((until - steadyNow()) / 1000));
        return [`${doing} in ${formatDuration(seconds * 1e9)}`, ...heapSoFar(live)];
      });
    },
    onTaken: (recorder, { liveBytes }) => {
      taken = recorder.manifest().snapshots.length;
      if (liveBytes !== null) live = [...live, liveBytes];
    },
    onEvent: ({ text }) => line.say(`heapblame: ${text}\n`),
    onOutput: line.say,
    end: line.end,
  };
}

const WAITS: Readonly<Record<Parameters<SeriesHooks["onWait"]>[0], (taken: number, count: string) => string>> = {
  snapshot: (taken, count) => `snapshot ${taken + 1}${count}`,
  look: (taken) => `${taken} taken, next look`,
  settle: () => "the command is done, snapshot",
};

/** `live heap 63.11 MiB`, `+54.05 MiB`, `▁▃▅█`. */
function heapSoFar(live: readonly number[]): string[] {
  const [first, last] = [live[0], live.at(-1)];
  if (first === undefined || last === undefined) return [];
  const unit = chooseColumnUnit([last], "bytes");
  const now = `live heap ${formatValue(last, unit)}`;
  return live.length < 2 ? [now] : [now, formatDelta(last - first, unit), sparkline(live.slice(-LONGEST_COURSE))];
}

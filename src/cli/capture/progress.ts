/** How a capture goes on: one line on a terminal, and what is out of the ordinary for good. */
import type { Plan } from "../../capture/plan.ts";
import type { SeriesHooks } from "../../capture/series.ts";
import { steadyNow } from "../../capture/steady-time.ts";
import { unreachable } from "../../errors.ts";
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

/** `isLineSeen`: where it is not, the plan is said once, when the first snapshot shows that it goes on. */
export function captureProgress(line: Progress, plan: Plan, isLineSeen: boolean): CaptureProgress {
  let taken = 0;
  let live: readonly number[] = [];
  let unsaid = isLineSeen ? undefined : describePlan(plan);
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
      if (unsaid !== undefined) line.say(`heapblame: ${unsaid}\n`);
      unsaid = undefined;
      taken = recorder.manifest().snapshots.length;
      if (liveBytes !== null) live = [...live, liveBytes];
    },
    onEvent: ({ text }) => line.say(`heapblame: ${text}\n`),
    onOutput: line.say,
    end: line.end,
  };
}

const SOON_MS = 10_000;

/** What is waited for and until when, for those who see no line that tells; undefined where it is soon over. */
function describePlan(plan: Plan): string | undefined {
  switch (plan.kind) {
    case "timed": {
      const lastMs = (plan.count - 1) * plan.everyMs;
      if (lastMs < SOON_MS) return undefined;
      return `${plan.count} snapshots, one every ${lasting(plan.everyMs)}: the last in ${lasting(lastMs)}`;
    }
    case "around":
      return `${plan.count} snapshots, before and after ${plan.iterations === 1 ? "the run" : `${plan.iterations} runs`} of the command`;
    case "triggered": {
      const end = plan.forMs === undefined ? "" : `, for ${lasting(plan.forMs)}`;
      return `a snapshot now and when ${plan.trigger.text} comes about, looked at every ${lasting(plan.pollMs)}${end}`;
    }
    default:
      return unreachable(plan);
  }
}

function lasting(milliseconds: number): string {
  return formatDuration(milliseconds * 1e6);
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

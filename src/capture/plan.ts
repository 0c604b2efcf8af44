/** When snapshots are taken and when the command runs: the options of `capture` as one definite plan. */
import { UsageError } from "../errors.ts";
import { parseTrigger, type Trigger } from "./trigger.ts";

/** Times in milliseconds. */
export type Plan =
  /** At equal intervals; the command's runs spread evenly over them. */
  | { readonly kind: "timed"; readonly count: number; readonly everyMs: number; readonly iterations: number }
  /** Before the command and after it: after every share of its runs, when what it set off has settled. */
  | { readonly kind: "around"; readonly count: number; readonly settleMs: number; readonly iterations: number }
  /** At first, and then whenever the condition holds, but not again before the cool-down is over. */
  | {
      readonly kind: "triggered";
      readonly count: number;
      readonly trigger: Trigger;
      readonly pollMs: number;
      readonly coolDownMs: number;
      readonly forMs: number | undefined;
      readonly iterations: number;
    };

/** As on the command line; times in milliseconds. */
export interface PlanOptions {
  readonly every?: number;
  readonly count?: number;
  readonly for?: number;
  readonly when?: string;
  readonly coolDown?: number;
  readonly during?: string;
  readonly iterations?: number;
  readonly settle?: number;
}

const MINUTE = 60_000;
const DEFAULT_COUNT = 6;
/** Of `--for` without `--every`. */
const STEPS_OF_FOR = 5;
const DEFAULT_POLL = 15_000;
const DEFAULT_COOL_DOWN = 5 * MINUTE;
const DEFAULT_SETTLE = 5_000;

/** Throws UsageError "bad-option" for options that do not go together. */
export function makePlan(options: PlanOptions): Plan {
  const { every, count, during, when } = options;
  if (options.iterations !== undefined && during === undefined) {
    throw new UsageError("bad-option", "--iterations says how often the command of --during runs: give one");
  }
  if (count !== undefined && count < 2 && when === undefined) {
    throw new UsageError(
      "bad-option",
      `--count ${count}: a comparison takes two snapshots; for one use heapblame fetch`,
    );
  }
  const iterations = during === undefined ? 0 : (options.iterations ?? 1);
  if (when !== undefined) return triggered(options, when, iterations);
  if (options.coolDown !== undefined) throw new UsageError("bad-option", "--cool-down goes with --when");
  if (during !== undefined && every === undefined && options.for === undefined) {
    const points = count ?? 2;
    if (points > iterations + 1) {
      const most = `${iterations} ${iterations === 1 ? "run" : "runs"} of the command`;
      throw new UsageError(
        "bad-option",
        `--count ${points}: ${most} have ${iterations + 1} ends; give --every for snapshots between`,
      );
    }
    return { kind: "around", count: points, settleMs: options.settle ?? DEFAULT_SETTLE, iterations };
  }
  if (options.settle !== undefined)
    throw new UsageError("bad-option", "--settle goes with --during and without --every");
  return { kind: "timed", ...timing(options), iterations };
}

function timing({ every, count, for: duration }: PlanOptions): { count: number; everyMs: number } {
  if (duration === undefined) return { count: count ?? DEFAULT_COUNT, everyMs: every ?? MINUTE };
  if (every !== undefined && count !== undefined) {
    throw new UsageError("bad-option", "--for, --every and --count say the same thing twice: give two of them");
  }
  if (every === undefined) {
    const points = count ?? STEPS_OF_FOR + 1;
    return { count: points, everyMs: duration / (points - 1) };
  }
  const points = Math.floor(duration / every) + 1;
  if (points < 2) throw new UsageError("bad-option", "--every is longer than --for: there would be one snapshot only");
  return { count: points, everyMs: every };
}

function triggered(options: PlanOptions, when: string, iterations: number): Plan {
  return {
    kind: "triggered",
    // The first one is no triggered one. As many as come within a given time, else one.
    count: (options.count ?? (options.for === undefined ? 1 : Number.POSITIVE_INFINITY)) + 1,
    trigger: parseTrigger(when),
    pollMs: options.every ?? DEFAULT_POLL,
    coolDownMs: options.coolDown ?? DEFAULT_COOL_DOWN,
    forMs: options.for,
    iterations,
  };
}

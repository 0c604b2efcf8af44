/** `heapblame goroutines BASE CURRENT`. */
import { resolve } from "node:path";
import { UsageError } from "../../errors.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import type { FormatOf } from "../../render/index.ts";
import { goroutineReport } from "../../report/goroutines/goroutines.ts";
import { goroutineWords } from "../../wording/goroutines.ts";
import { findCaptures } from "../capture/directories.ts";
import { sourcePair } from "../capture/pair.ts";
import { OK } from "../exit-codes.ts";
import { loadGoroutines } from "../goroutine-source.ts";
import { chooseFormat, writeReport } from "../report.ts";
import type { Io } from "../terminal/io.ts";

export interface GoroutinesOptions {
  readonly iterations?: number;
  readonly anonymize?: boolean;
  readonly module?: readonly string[];
  readonly format?: FormatOf<"goroutines">;
  readonly output?: string;
}

/** `second` undefined: `first` is a capture directory. */
export async function runGoroutines(
  first: string,
  second: string | undefined,
  options: GoroutinesOptions,
  io: Io,
): Promise<number> {
  const format = chooseFormat("goroutines", options, io);
  if (second === undefined && (await findCaptures(resolve(io.cwd, first))).length === 0) {
    const fact = `${withoutSecrets(first)}: two profiles of goroutines are compared: give the one after as well, or a directory made by capture`;
    throw new UsageError("bad-option", fact);
  }
  const pair = await sourcePair(first, second, io);
  const { goroutineBase: base = pair.base, goroutineCurrent: current = pair.current } = pair.capture ?? {};
  const [before, after] = [await loadGoroutines(base, io), await loadGoroutines(current, io)];
  const loaded = {
    base: before,
    current: after,
    baseSource: withoutSecrets(base),
    currentSource: withoutSecrets(current),
    iterations: options.iterations ?? pair.capture?.iterations,
    isProven: after.isProven,
  };
  const captures =
    options.anonymize === true
      ? await (await import("../anonymous.ts")).anonymizeCaptures(loaded, options.module)
      : { ...loaded, base: before.groups, current: after.groups };
  const report = goroutineReport(captures.base, captures.current, captures);
  await writeReport(report, goroutineWords(report), { format, output: options.output }, io);
  return OK;
}

/** `heapblame advise PROFILE [AFTER]`. */

import { UsageError } from "../../errors.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import { loadProfile } from "../../load.ts";
import type { FormatOf } from "../../render/index.ts";
import { adviceReport } from "../../report/advice/advice.ts";
import type { Slope } from "../../report/advice/outlook.ts";
import type { AdviceInput, ProcessMemory } from "../../report/advice/report.ts";
import { adviceWords } from "../../wording/advice/words.ts";
import { checkStates } from "../../wording/provenance.ts";
import { OK } from "../exit-codes.ts";
import type { MemoryLimit } from "../options/vocabulary.ts";
import { chooseFormat, writeReport } from "../report.ts";
import type { Io } from "../terminal/io.ts";
import { readOptions } from "../terminal/reading.ts";

export interface AdviseOptions {
  readonly limit?: MemoryLimit;
  readonly gomemlimit?: string;
  readonly gogc?: number;
  readonly rss?: number;
  readonly baseRss?: number;
  readonly slope?: number;
  readonly slopeRange?: readonly [low: number, high: number];
  readonly format?: FormatOf<"advice">;
  readonly output?: string;
  readonly explain?: boolean;
}

const MIB = 1024 ** 2;

export async function runAdvise(
  first: string,
  second: string | undefined,
  options: AdviseOptions,
  io: Io,
): Promise<number> {
  const format = chooseFormat("advice", options, io);
  const { limit } = options;
  if (second === undefined && options.baseRss !== undefined) {
    throw new UsageError("bad-option", "--base-rss goes with two captures");
  }
  const { gomemlimit, gogc } = options;
  const captured = second === undefined ? await capturedInput(first, io) : undefined;
  const known = captured ?? {
    current: await loadMemory(second ?? first, options.rss, io),
    base: second === undefined ? undefined : await loadMemory(first, options.baseRss, io),
  };
  const slope = slopeOf(options);
  const report = adviceReport({
    ...known,
    ...(limit === undefined ? {} : { limit }),
    ...(gomemlimit === undefined ? {} : { gomemlimit }),
    ...(gogc === undefined ? {} : { gogc }),
    ...(slope === undefined ? {} : { slope }),
  });
  await writeReport(
    report,
    adviceWords(report),
    { format, output: options.output, isExplained: options.explain === true },
    io,
  );
  return OK;
}

/** What a capture directory says; undefined for any other source. */
async function capturedInput(source: string, io: Io): Promise<AdviceInput | undefined> {
  const { capturesOf, severalCaptures } = await import("../capture/directories.ts");
  const [only, ...others] = await capturesOf(source, io);
  if (only === undefined) return undefined;
  if (others.length > 0) throw severalCaptures(source, [only, ...others], io.cwd);
  const [{ loadCapture }, { captureTrend }, { adviceInput }] = await Promise.all([
    import("../capture/load.ts"),
    import("../../report/capture/capture.ts"),
    import("../../report/capture/advice.ts"),
  ]);
  const input = await loadCapture(only.directory, only.manifest, io);
  return adviceInput(input, captureTrend(input));
}

function slopeOf({ slope, slopeRange }: AdviseOptions): Slope | undefined {
  if (slope === undefined) {
    if (slopeRange === undefined) return undefined;
    throw new UsageError("bad-option", "--slope-range is the interval of --slope: give both");
  }
  const [low, high] = slopeRange ?? [slope, slope];
  if (low <= slope && slope <= high) return { expected: slope * MIB, low: low * MIB, high: high * MIB };
  throw new UsageError("bad-option", `--slope ${slope} is not between ${low} and ${high}, its --slope-range`);
}

async function loadMemory(address: string, workingSet: number | undefined, io: Io): Promise<ProcessMemory> {
  const source = withoutSecrets(address);
  const profile = await loadProfile(address, { ...readOptions(io), symbolizeGoText: true });
  checkStates([{ name: source, profile }]);
  return { source, profile, memStats: profile.memStats, workingSet };
}

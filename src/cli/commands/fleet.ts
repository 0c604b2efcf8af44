/** `heapblame fleet SOURCE`: thousands of pods in one report. */
import { UsageError } from "../../errors.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import { isStore, parseStore } from "../../fetch/stores/address.ts";
import { momentNanos } from "../../load/stores/moment.ts";
import type { FormatOf } from "../../render/index.ts";
import { fleetReport } from "../../report/fleet/fleet.ts";
import { fleetWords } from "../../wording/fleet.ts";
import { OK } from "../exit-codes.ts";
import type { Gathered } from "../fleet/gathered.ts";
import { readKnownPods } from "../fleet/known-pods.ts";
import { type MemoryLimit, rowsOr } from "../options/vocabulary.ts";
import { chooseFormat, writeReport } from "../report.ts";
import { asked } from "../stores/window.ts";
import type { Io } from "../terminal/io.ts";

export interface FleetOptions {
  readonly format?: FormatOf<"fleet">;
  readonly output?: string;
  readonly query?: string;
  readonly from?: string;
  readonly to?: string;
  readonly nodecount?: number;
  readonly limit?: MemoryLimit;
  readonly limitOf?: readonly string[];
  readonly pods?: string;
}

const ROWS_OF_TEXT = 20;

export async function runFleet(given: readonly string[], options: FleetOptions, io: Io): Promise<number> {
  const format = chooseFormat("fleet", options, io);
  const { pods, period, missing } = await gather(given, options, io);
  const source = given.map(withoutSecrets).join(" ");
  if (pods.length === 0) throw new UsageError("no-match", `${source}: there is no pod with a heap profile`);
  const report = fleetReport(pods, {
    source,
    limit: rowsOr(format === "text" ? ROWS_OF_TEXT : 0, options.nodecount),
    limitBytes: options.limit?.bytes,
    ...{ period, missing },
  });
  const page = async (): Promise<string> => (await import("../page/fleet-page.ts")).fleetPageOf(report);
  await writeReport(report, fleetWords(report), { format, output: options.output, page }, io);
  return OK;
}

async function gather(given: readonly string[], options: FleetOptions, io: Io): Promise<Gathered> {
  const { query, from, to } = options;
  const moment = (text: string | undefined, option: string): bigint | undefined =>
    text === undefined ? undefined : momentNanos(text, option);
  const [start, end] = [moment(from, "--from"), moment(to, "--to")];
  if (start !== undefined && start >= (end ?? momentNanos("now", "--to"))) {
    throw new UsageError("bad-option", `--from ${from} is not before --to ${to ?? "now"}`);
  }
  const known = await readKnownPods(options, io);
  const stores = given.filter(isStore);
  if (stores.length === 0) {
    if (query !== undefined)
      throw new UsageError("bad-option", "--query is for sources of pyroscope:// or parca://, and there is none");
    const { gatherFiles } = await import("../fleet/on-disk.ts");
    const milliseconds = (nanos: bigint | undefined): number | undefined =>
      nanos === undefined ? undefined : Number(nanos / 1_000_000n);
    const between = { from: milliseconds(start), to: milliseconds(end) };
    return await gatherFiles(given, between, known, io);
  }
  const [source = "", ...others] = given;
  if (others.length > 0) throw new UsageError("bad-option", "a fleet is of one server, or of files: give one source");
  const stretch = { from: start ?? momentNanos("24h", "--from"), to: end ?? momentNanos("now", "--to") };
  const [{ gatherStored }, { keepingAnswers }] = await Promise.all([
    import("../fleet/stored.ts"),
    import("../stores/kept-answers.ts"),
  ]);
  const whole = asked(source, query, {});
  return await keepingAnswers(["fleet", whole], io, (keptIn) =>
    gatherStored(whole, parseStore(whole).query ?? "{}", stretch, keptIn, known, io),
  );
}

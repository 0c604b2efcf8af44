/** Profiles of which only what they say of themselves is kept: kind, time, counters. However many there are, few are in memory at once. */
import type { ReadOptions } from "../../fetch/index.ts";
import { buildDecodeMemory, loadEach } from "../../load.ts";
import { ProfileBuilder } from "../../profile/builder.ts";
import { exactSum } from "../../profile/int64.ts";
import type { Profile } from "../../profile/tables.ts";
import { countOn } from "../fleet/counting.ts";
import type { Io } from "../terminal/io.ts";

const AT_ONCE = 32;

/** As loadEach, each profile as one sample without a stack that is the sum of its own. */
export async function loadSummaries(
  sources: readonly string[],
  options: ReadOptions,
  io: Io,
): Promise<PromiseSettledResult<Profile>[]> {
  const summaries: PromiseSettledResult<Profile>[] = [];
  const memory = buildDecodeMemory();
  const counting = countOn(sources.length, "files", io);
  try {
    for (let from = 0; from < sources.length; from += AT_ONCE) {
      for (const result of await loadEach(sources.slice(from, from + AT_ONCE), options, memory)) {
        summaries.push(result.status === "rejected" ? result : { ...result, value: summaryOf(result.value) });
        counting.step();
      }
    }
  } finally {
    counting.end();
  }
  return summaries;
}

function summaryOf({ header, samples, memStats }: Profile): Profile {
  const builder = new ProfileBuilder(header);
  if (samples.length > 0) builder.addSample([], samples.values.map(exactSum));
  return { ...builder.finish(), ...(memStats === undefined ? {} : { memStats }) };
}

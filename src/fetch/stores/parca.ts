/**
 * Parca over its JSON gateway. Without a step a range lists every profile by itself, one a second; its ends are not in it, and are whole milliseconds. A
 * single profile is asked for by its time, as the list has it. Its merges add up what is live, and their time and period are wrong: they are never asked
 * for.
 */
import { FetchError } from "../../errors.ts";
import { formatNanos, parseNanos } from "../../measurement/moment.ts";
import type { Asker } from "./asker.ts";
import { fieldsOf, labelsOf, listOf, numberOf, textOf } from "./fields.ts";
import { type LabelledPoint, listByDay } from "./listing.ts";
import { type HeapType, type Store, type Stretch, typeName } from "./store.ts";

export function parcaStore({ name, ask, close }: Asker): Store {
  return {
    name,
    list: (type, selector, stretch, signal) =>
      listByDay(stretch, async (part) =>
        pointsOf(await orNothing(ask(rangePath(type, selector, part), undefined, signal))),
      ),
    read: async (type, selector, { id }, signal) => {
      const search = new URLSearchParams({
        ...{ mode: "MODE_SINGLE_UNSPECIFIED", "single.query": typeName(type) + selector, "single.time": id },
        reportType: "REPORT_TYPE_PPROF",
      });
      const packed = textOf(fieldsOf(await ask(`/api/profiles/query?${search}`, undefined, signal)), "pprof");
      if (packed !== "") return { pprof: new Uint8Array(Buffer.from(packed, "base64")) };
      throw new FetchError("not-a-store", `the answer for ${type} of ${id} has no profile in it`, "");
    },
    close,
  };
}

const MILLISECOND = 1_000_000n;

function rangePath(type: HeapType, selector: string, { from, to }: Stretch): string {
  const [start, end] = [from / MILLISECOND - 1n, to / MILLISECOND + 1n].map((each) => formatNanos(each * MILLISECOND));
  const range = { query: typeName(type) + selector, start: start ?? "", end: end ?? "" };
  return `/api/profiles/query_range?${new URLSearchParams(range)}`;
}

/** Nothing there is answered with 404. */
async function orNothing(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof FetchError && error.status === 404) return {};
    throw error;
  }
}

function pointsOf(answer: unknown): LabelledPoint[] {
  return listOf(fieldsOf(answer), "series")
    .map(fieldsOf)
    .flatMap((series) => {
      const labels = labelsOf(listOf(fieldsOf(series["labelset"] ?? {}), "labels"));
      return listOf(series, "samples").map((sample) => pointOf(fieldsOf(sample), labels));
    });
}

function pointOf(sample: ReturnType<typeof fieldsOf>, labels: LabelledPoint["labels"]): LabelledPoint {
  const id = textOf(sample, "timestamp");
  const atNanos = parseNanos(id);
  if (atNanos !== undefined) return { labels, atNanos, id, value: numberOf(sample, "value") };
  throw new FetchError("not-a-store", "the answer is not what such a server gives: a profile without a time", "");
}

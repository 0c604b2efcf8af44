/**
 * Pyroscope over Connect, as JSON. Single profiles are the exemplars of its series; each is asked for by its id. What it answers without one is the
 * sum over the stretch, also of what is live (grafana/pyroscope#3587, #4255, #4298), and its time is the end of the question: neither is used.
 */
import { FetchError } from "../../errors.ts";
import type { Asker } from "./asker.ts";
import { fieldsOf, labelsOf, listOf, numberOf, textOf } from "./fields.ts";
import { type LabelledPoint, listByDay } from "./listing.ts";
import { type Store, type Stretch, typeName } from "./store.ts";

const SERVICE = "/querier.v1.QuerierService/";
/** Seconds: as often as profiles are pushed at most. */
const STEP = 15;
/** Around one profile, in milliseconds. */
const AROUND = 1_000;
/** What series are told apart by where the server does not say its labels. */
const USUAL_LABELS = [
  ...(["pod", "namespace", "container", "node", "instance", "hostname", "service_instance_id"] as const),
  ...(["service_name", "service_version", "version", "app_kubernetes_io_version", "service_git_ref"] as const),
];

export function pyroscopeStore({ name, ask, close }: Asker): Store {
  return {
    name,
    list: async (type, selector, stretch, signal) => {
      const groupBy = await labelNames(ask, selector, stretch, signal);
      return await listByDay(stretch, async (part) => {
        const question = { profileTypeID: typeName(type), labelSelector: selector, ...rangeOf(part) };
        const exemplars = { step: STEP, groupBy, exemplarType: "EXEMPLAR_TYPE_INDIVIDUAL" };
        return pointsOf(await ask(`${SERVICE}SelectSeries`, { ...question, ...exemplars }, signal));
      });
    },
    read: async (type, selector, { id, atNanos }, signal) => {
      const at = Number(atNanos / 1_000_000n);
      const answer = await ask(
        `${SERVICE}SelectMergeStacktraces`,
        {
          ...{ profileTypeID: typeName(type), labelSelector: selector, start: at - AROUND, end: at + AROUND },
          ...{ format: "PROFILE_FORMAT_PPROF", profileIdSelector: [id] },
        },
        signal,
      );
      const { profile } = fieldsOf(fieldsOf(answer)["pprof"] ?? {});
      if (profile !== undefined) return { json: profile };
      throw new FetchError(
        "not-a-store",
        `the answer for ${type} has no profile in pprof's format: the server is too old`,
        "",
      );
    },
    close,
  };
}

function rangeOf({ from, to }: Stretch): { readonly start: number; readonly end: number } {
  return { start: Number(from / 1_000_000n), end: Number((to + 999_999n) / 1_000_000n) };
}

async function labelNames(
  ask: Asker["ask"],
  selector: string,
  stretch: Stretch,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  try {
    const answer = await ask(`${SERVICE}LabelNames`, { matchers: [selector], ...rangeOf(stretch) }, signal);
    const names = listOf(fieldsOf(answer), "names").map(String);
    const own = names.filter((each) => !/^__.*__$/.test(each));
    return own.length === 0 ? USUAL_LABELS : own;
  } catch (error) {
    if (error instanceof FetchError && error.status === 404) return USUAL_LABELS;
    throw error;
  }
}

/** Throws FetchError "sum-only". */
function pointsOf(answer: unknown): LabelledPoint[] {
  const found: LabelledPoint[] = [];
  let sums = 0;
  for (const series of listOf(fieldsOf(answer), "series").map(fieldsOf)) {
    const labels = labelsOf(listOf(series, "labels"));
    for (const point of listOf(series, "points").map(fieldsOf)) {
      sums += numberOf(point, "value");
      for (const exemplar of listOf(point, "exemplars").map(fieldsOf)) found.push(pointOf(exemplar, labels));
    }
  }
  if (found.length > 0 || sums === 0) return found;
  const fact =
    "the server adds up what is live over the stretch that is asked for, and lists no single profiles: a sum of levels is no level (grafana/pyroscope#3587); a Pyroscope with exemplars (2.0) lists them";
  throw new FetchError("sum-only", fact, fact);
}

function pointOf(exemplar: ReturnType<typeof fieldsOf>, labels: LabelledPoint["labels"]): LabelledPoint {
  const own = labelsOf(listOf(exemplar, "labels"));
  const atNanos = BigInt(Math.round(numberOf(exemplar, "timestamp"))) * 1_000_000n;
  const id = textOf(exemplar, "profileId");
  return { labels: { ...labels, ...own }, atNanos, id, value: numberOf(exemplar, "value") };
}

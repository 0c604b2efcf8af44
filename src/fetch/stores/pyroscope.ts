/**
 * Pyroscope over Connect, as JSON. Single profiles are the exemplars of its series; each is asked for by its id. What it answers without one is the
 * sum over the stretch, also of what is live (grafana/pyroscope#3587, #4255, #4298), and its time is the end of the question: neither is used.
 */
import { FetchError } from "../../errors.ts";
import type { Asker } from "./asker.ts";
import { fieldsOf, labelsOf, listOf, numberOf, textOf } from "./fields.ts";
import { daysOf, type LabelledPoint, listByDay } from "./listing.ts";
import { type HeapType, type Store, type StoredPoint, type StoredProfile, type Stretch, typeName } from "./store.ts";

const SERVICE = "/querier.v1.QuerierService/";
/** Seconds: of each step and series the server names one profile, the largest. */
const STEP = 1;
const STEP_MS = 1_000;
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
        const question = { profileTypeID: typeName(type), labelSelector: selector, ...stepsOf(part) };
        const exemplars = { step: STEP, groupBy, exemplarType: "EXEMPLAR_TYPE_INDIVIDUAL" };
        return pointsOf(await ask(`${SERVICE}SelectSeries`, { ...question, ...exemplars }, signal));
      });
    },
    read: createReader(ask),
    close,
  };
}

/** A server before PROFILE_FORMAT_PPROF answers with a flame graph, or refuses the word: the older call has what it has. */
function createReader(ask: Asker["ask"]): Store["read"] {
  let isOlder = false;
  return async (type, selector, point, signal): Promise<StoredProfile> => {
    const question = singleOf(type, selector, point);
    if (!isOlder) {
      const profile = await readFormatted(ask, question, signal);
      if (profile !== undefined) return storedOf(profile);
    }
    const profile = storedOf(fieldsOf(await ask(`${SERVICE}SelectMergeProfile`, question, signal)));
    isOlder = profile !== NOTHING;
    return profile;
  };
}

/** What a server says of a profile that it does not have. */
const NOTHING: StoredProfile = { json: { stringTable: [""] } };

function storedOf(json: object): StoredProfile {
  return Object.keys(json).length === 0 ? NOTHING : { json };
}

function singleOf(type: HeapType, selector: string, { id, atNanos }: StoredPoint): object {
  const at = Number(atNanos / 1_000_000n);
  const range = { start: at - AROUND, end: at + AROUND };
  return { profileTypeID: typeName(type), labelSelector: selector, ...range, profileIdSelector: [id] };
}

async function readFormatted(
  ask: Asker["ask"],
  question: object,
  signal: AbortSignal | undefined,
): Promise<object | undefined> {
  try {
    const formatted = { ...question, format: "PROFILE_FORMAT_PPROF" };
    const answer = fieldsOf(await ask(`${SERVICE}SelectMergeStacktraces`, formatted, signal));
    const { profile } = fieldsOf(answer["pprof"] ?? {});
    return profile === undefined ? undefined : fieldsOf(profile);
  } catch (error) {
    if (error instanceof FetchError && error.code === "http" && error.status === 400) return undefined;
    throw error;
  }
}

/** Whole steps: the server counts them from the start, and what comes after the last of them is lost. */
function stepsOf(part: Stretch): { readonly start: number; readonly end: number } {
  const { start, end } = rangeOf(part);
  return { start, end: start + Math.ceil((end - start) / STEP_MS) * STEP_MS };
}

function rangeOf({ from, to }: Stretch): { readonly start: number; readonly end: number } {
  return { start: Number(from / 1_000_000n), end: Number((to + 999_999n) / 1_000_000n) };
}

/** Those of all days together, as far as they are answered. */
async function labelNames(
  ask: Asker["ask"],
  selector: string,
  stretch: Stretch,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const days = await Promise.allSettled(
    daysOf(stretch).map((day) => ask(`${SERVICE}LabelNames`, { matchers: [selector], ...rangeOf(day) }, signal)),
  );
  const names = new Set<string>();
  for (const day of days) {
    if (day.status === "fulfilled") for (const name of namesIn(day.value)) names.add(name);
    else if (!isUnknown(day.reason) && days.every(({ status }) => status === "rejected")) throw day.reason;
  }
  const own = [...names].filter((each) => !/^__.*__$/.test(each));
  return own.length === 0 ? USUAL_LABELS : own;
}

function namesIn(answer: unknown): string[] {
  return listOf(fieldsOf(answer), "names").filter((name) => typeof name === "string");
}

function isUnknown(error: unknown): boolean {
  return error instanceof FetchError && error.code === "http" && (error.status === 404 || error.status === 400);
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

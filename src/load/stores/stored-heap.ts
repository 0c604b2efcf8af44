/** One heap profile out of a server that keeps them: the four types of one moment, asked for one by one and joined. */
import { FetchError } from "../../errors.ts";
import {
  HEAP_TYPES,
  type HeapType,
  type Labels,
  narrowed,
  type Store,
  type StoredPoint,
  type StoredProfile,
} from "../../fetch/stores/store.ts";
import { encodeJsonMessage } from "../../profile/codec/json-message.ts";
import type { Profile } from "../../profile/tables.ts";
import { parseBytes } from "../parse-bytes.ts";
import { joinHeapTypes, type TypedProfile } from "./heap-types.ts";

const LIVE: HeapType = "inuse_space";

/** `point` as listed for inuse_space. Throws FetchError, ProfileError. */
export async function readStoredHeap(
  store: Store,
  selector: string,
  labels: Labels,
  point: StoredPoint,
  signal?: AbortSignal,
): Promise<Profile> {
  const own = narrowed(selector, labels);
  const parts = await Promise.all(
    HEAP_TYPES.map(async ({ type }): Promise<TypedProfile | undefined> => {
      const profile = await readType(store, type, own, point, signal);
      return profile === undefined ? undefined : { type, profile };
    }),
  );
  const found = parts.filter((part) => part !== undefined);
  checkSingle(found.find(({ type }) => type === LIVE)?.profile, point);
  return joinHeapTypes(found, point.atNanos);
}

/** What is live at that moment, and no more: one request. Throws as readStoredHeap. */
export async function readStoredLive(
  store: Store,
  selector: string,
  labels: Labels,
  point: StoredPoint,
): Promise<Profile> {
  const profile = await parsed(await store.read(LIVE, narrowed(selector, labels), point));
  checkSingle(profile, point);
  return profile;
}

/** The types of one push have one id; where a server has another for each, it is looked up. Undefined where there is no such type. */
async function readType(
  store: Store,
  type: HeapType,
  selector: string,
  point: StoredPoint,
  signal: AbortSignal | undefined,
): Promise<Profile | undefined> {
  if (type === LIVE) return await parsed(await store.read(type, selector, point, signal));
  const direct = await orUndefined(store.read(type, selector, point, signal));
  const profile = direct === undefined ? undefined : await parsed(direct);
  if (profile !== undefined && profile.samples.length > 0) return profile;
  const at = point.atNanos;
  const { series } = await store.list(type, selector, { from: at - 1_000_000n, to: at + 1_000_000n }, signal);
  const other = series.flatMap(({ points }) => points).find(({ atNanos }) => atNanos === at);
  if (other === undefined || other.id === point.id) return undefined;
  return await parsed(await store.read(type, selector, other, signal));
}

async function orUndefined(answer: Promise<StoredProfile>): Promise<StoredProfile | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof FetchError && (error.code === "not-a-store" || error.status === 404)) return undefined;
    throw error;
  }
}

async function parsed(stored: StoredProfile): Promise<Profile> {
  return await parseBytes("pprof" in stored ? stored.pprof : encodeJsonMessage(stored.json), {});
}

/** More than rounding. */
const MORE = 1.001;

/** A server that heeds no id answers with the sum over the stretch. */
function checkSingle(profile: Profile | undefined, { value, atNanos }: StoredPoint): void {
  const at = new Date(Number(atNanos / 1_000_000n)).toISOString();
  if (value <= 0 && profile !== undefined) return;
  if (profile === undefined || profile.samples.length === 0) {
    const fact = `the profile of ${at} is listed, and cannot be had`;
    throw new FetchError("not-a-store", fact, fact);
  }
  const [column] = profile.samples.values;
  let sum = 0;
  for (const each of column ?? []) sum += Number(each);
  if (sum <= MORE * value) return;
  const fact = `asked for the profile of ${at}, of ${value} live bytes, the server answers with ${sum}: it adds up what is live over time, and a sum of levels is no level (grafana/pyroscope#3587)`;
  throw new FetchError("sum-only", fact, fact);
}

/** The answer to one request, checked as far as it goes before its body is read. */
import { createGunzip } from "node:zlib";
import { FetchError } from "../../errors.ts";
import { formatSize } from "../../measurement/size.ts";
import { scrub, withoutSecrets } from "../redact.ts";
import { foreignKind, HEAD_BYTES } from "./answer-kind.ts";
import type { RawAnswer } from "./client.ts";
import { startClock } from "./clock.ts";
import { bodyFault } from "./faults.ts";
import { type Followed, follow } from "./redirects.ts";
import { refusalOf } from "./refusal.ts";
import { resolveRequest } from "./request.ts";
import type { HttpSettings } from "./settings.ts";

const DEFAULT_SECONDS = 60;
const DEFAULT_SIZE_LIMIT = 2 ** 30;

export interface Answer {
  /** The first bytes of the body, which `chunks` repeats: at least two if there are as many. */
  readonly head: Uint8Array;
  /** The whole body. Throws FetchError. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** What was sent and must not be kept, should the body repeat it. */
  readonly secrets: readonly string[];
}

/** Asks, follows redirects, refuses what is no answer of pprof's, and hands the rest to `use`. Throws UsageError, FetchError. */
export async function withAnswer<T>(
  url: string,
  settings: HttpSettings,
  signal: AbortSignal | undefined,
  use: (answer: Answer) => Promise<T>,
): Promise<T> {
  const request = await resolveRequest(url, settings);
  if (settings.expect !== "anything") noteIgnoredCollection(request.url, settings);
  const seconds = settings.headersTimeout ?? settings.timeout ?? defaultTimeout(request.url);
  const clock = startClock(seconds, signal);
  try {
    const followed = await follow(request, settings, clock, seconds);
    if (settings.headersTimeout !== undefined) clock.stopTimer();
    try {
      return await use(await openBody(followed, request.secrets, settings));
    } finally {
      followed.answer.close();
    }
  } finally {
    clock.close();
  }
}

/** Go answers `seconds=` with a difference of two snapshots and does not look at gc. */
function noteIgnoredCollection({ searchParams }: URL, { onNotice }: HttpSettings): void {
  if (searchParams.has("seconds") && searchParams.has("gc")) {
    onNotice?.(
      "Go ignores gc=1 where seconds= is given: the profile is the change over that time, with no collection first",
    );
  }
}

function defaultTimeout({ searchParams }: URL): number {
  const seconds = Number(searchParams.get("seconds"));
  return Math.max(DEFAULT_SECONDS, Number.isFinite(seconds) ? 1.5 * seconds : 0);
}

async function openBody(
  { answer, request, context }: Followed,
  secrets: readonly string[],
  settings: HttpSettings,
): Promise<Answer> {
  if (answer.status !== 200) throw await refusalOf(answer, secrets, context.proxy);
  const limit = settings.sizeLimit ?? DEFAULT_SIZE_LIMIT;
  const chunks = limited(decoded(answer), limit, (error) => bodyFault(error, context));
  const { head, all } = await peek(chunks);
  const kind = settings.expect === "anything" ? undefined : foreignKind(head, answer.header("content-type"));
  if (kind !== undefined) {
    const from = scrub(withoutSecrets(request.url.href), secrets);
    throw new FetchError("not-pprof", `the answer of ${from} is ${kind}`, `unrecognized profile format`);
  }
  return { head, chunks: all, secrets };
}

/** Compression for the way, which was not asked for; that of the profile itself stays. Throws FetchError. */
function decoded(answer: RawAnswer): AsyncIterable<Uint8Array> {
  const encoding = answer.header("content-encoding").toLowerCase();
  if (encoding === "" || encoding === "identity") return answer.body;
  if (encoding !== "gzip" && encoding !== "x-gzip") {
    throw new FetchError("not-pprof", `the answer is encoded as ${scrub(encoding, [])}, which was not asked for`, "");
  }
  const gunzip = createGunzip();
  answer.body.on("error", (error) => gunzip.destroy(error));
  return answer.body.pipe(gunzip);
}

async function* limited(
  body: AsyncIterable<Uint8Array>,
  limit: number,
  faultOf: (error: unknown) => FetchError,
): AsyncGenerator<Uint8Array> {
  let length = 0;
  try {
    for await (const chunk of body) {
      length += chunk.length;
      if (length > limit) {
        const fact = `the answer is larger than ${formatSize(limit)}`;
        throw new FetchError("oversized", fact, fact);
      }
      yield chunk;
    }
  } catch (error) {
    throw error instanceof FetchError ? error : faultOf(error);
  }
}

async function peek(chunks: AsyncGenerator<Uint8Array>): Promise<{ head: Uint8Array; all: AsyncIterable<Uint8Array> }> {
  const first: Uint8Array[] = [];
  let length = 0;
  while (length < HEAD_BYTES) {
    const { done, value } = await chunks.next();
    if (done) break;
    first.push(value);
    length += value.length;
  }
  const start = Buffer.concat(first);
  async function* all(): AsyncGenerator<Uint8Array> {
    yield start;
    yield* chunks;
  }
  return { head: start.subarray(0, HEAD_BYTES), all: all() };
}

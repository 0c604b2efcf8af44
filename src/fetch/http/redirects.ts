/** A request and the redirects that it leads to. */
import { FetchError } from "../../errors.ts";
import { scrub, shownLocation, withoutSecrets } from "../redact.ts";
import { type RawAnswer, send } from "./client.ts";
import type { RequestClock } from "./clock.ts";
import { connectFault, type FaultContext } from "./faults.ts";
import { proxyFor } from "./proxy.ts";
import type { HttpRequest } from "./request.ts";
import type { HttpSettings } from "./settings.ts";

/** As Go's client and so pprof: the tenth is not followed. */
const MAX_REDIRECTS = 10;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export interface Followed {
  readonly answer: RawAnswer;
  /** Whom the answer is from. */
  readonly request: HttpRequest;
  readonly context: FaultContext;
}

/** The first answer that is no redirect, whatever its status. Throws FetchError. */
export async function follow(
  first: HttpRequest,
  settings: HttpSettings,
  clock: RequestClock,
  seconds: number,
): Promise<Followed> {
  let request = first;
  for (let redirects = 1; ; redirects++) {
    const context = { url: request.url, proxy: proxyFor(request.url, settings.env ?? {}), clock, seconds };
    const answer = await sendOne(request, context);
    if (!REDIRECTS.has(answer.status) || answer.header("location") === "") return { answer, request, context };
    answer.close();
    if (redirects === MAX_REDIRECTS) {
      const go = `Get "${shownTarget(answer.header("location"), request)}": stopped after ${MAX_REDIRECTS} redirects`;
      throw new FetchError("redirect", `${MAX_REDIRECTS} redirects and no end, the last from ${shown(request)}`, go);
    }
    request = redirected(request, answer.header("location"), settings);
  }
}

async function sendOne(request: HttpRequest, context: FaultContext): Promise<RawAnswer> {
  try {
    return await send(request, context.proxy, context.clock.signal);
  } catch (error) {
    throw connectFault(error, context);
  }
}

/** Another origin is told nothing that was meant for the first: no header of the user's, no token, no client certificate. */
function redirected(request: HttpRequest, location: string, { onNotice }: HttpSettings): HttpRequest {
  const url = resolveLocation(request, location);
  if (url.origin === request.url.origin) return { ...request, url };
  if (request.body !== undefined) {
    const fact = `redirected to ${withoutSecrets(url.origin)}, where nothing is posted: give that address itself`;
    throw new FetchError("redirect", fact, fact);
  }
  const { ca, rejectUnauthorized, cert } = request.tls;
  const kept = request.headers.filter(([name, value]) => name === "User-Agent" && value === "heapblame");
  if (kept.length < request.headers.length || cert !== undefined) {
    onNotice?.(`redirected to ${withoutSecrets(url.origin)}: headers, tokens and certificates are not sent there`);
  } else onNotice?.(`redirected to ${withoutSecrets(url.origin)}`);
  return { ...request, url, headers: kept, tls: { ...(ca === undefined ? {} : { ca }), rejectUnauthorized } };
}

function resolveLocation(request: HttpRequest, location: string): URL {
  const from = request.url;
  const go = `Get "${shownTarget(location, request)}": `;
  if (!URL.canParse(location, from.href)) {
    throw new FetchError("redirect", `redirected to what is no URL: ${shownTarget(location, request)}`, `${go}invalid`);
  }
  const url = new URL(location, from);
  url.username = "";
  url.password = "";
  url.hash = "";
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new FetchError(
      "redirect",
      `redirected to ${url.protocol.slice(0, -1)}, not http`,
      `${go}unsupported protocol scheme`,
    );
  }
  if (from.protocol === "https:" && url.protocol === "http:") {
    const message = `redirected from https to http, ${withoutSecrets(url.origin)}: not followed`;
    throw new FetchError("redirect", message, `${go}not followed`);
  }
  return url;
}

function shown({ url, secrets }: HttpRequest): string {
  return scrub(withoutSecrets(url.href), secrets);
}

/** Servers put into a redirect what they were sent. */
function shownTarget(location: string, { secrets }: HttpRequest): string {
  return scrub(shownLocation(location), secrets);
}

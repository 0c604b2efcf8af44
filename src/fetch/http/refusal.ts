/** Answers of another status than 200. */
import { STATUS_CODES } from "node:http";
import { FetchError } from "../../errors.ts";
import { scrub, withoutWords } from "../redact.ts";
import type { RawAnswer } from "./client.ts";

const TEXT_BYTES = 64 << 10;
const SHOWN = 200;

/** Reads of the body what may be shown: the first line of plain text, or of the message of an error in JSON. pprof shows all of what its own handlers say. */
export async function refusalOf(
  answer: RawAnswer,
  secrets: readonly string[],
  proxy: URL | undefined,
): Promise<FetchError> {
  const { status, header } = answer;
  if (proxy !== undefined && status === 407) return proxyRefusal(proxy, status);
  const isText = header("content-type").includes("text/plain");
  const isJson = header("content-type").includes("application/json");
  const text = isText || isJson ? await readStart(answer) : "";
  const title = `${status} ${answer.statusText}`.trimEnd();
  const words = isJson ? messageOf(text) : text;
  const line = scrub(words.trimStart().split("\n")[0] ?? "", secrets).slice(0, SHOWN);
  const said = line === "" || line === answer.statusText || line === title ? "" : `: ${line}`;
  const isOfPprof = isText && header("x-go-pprof") !== "";
  return new FetchError(
    "http",
    `the server answered ${scrub(title, secrets)}${said}`,
    withoutWords(`server response: ${title}${isOfPprof ? ` - ${text}` : ""}`, secrets),
    { status, retryAfter: parseRetryAfter(header("retry-after"), Date.now()) },
  );
}

/** Of an error as Connect and gRPC's gateway write it; "" of any other. */
function messageOf(json: string): string {
  try {
    const { message } = (JSON.parse(json) ?? {}) as { readonly message?: unknown };
    return typeof message === "string" ? message : "";
  } catch {
    return "";
  }
}

/** Of the header, RFC 9110: seconds, or a date. Milliseconds from `now` on; undefined for what is neither. */
export function parseRetryAfter(text: string, now: number): number | undefined {
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const moment = /^\w{3}, \d/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(moment) ? undefined : Math.max(0, moment - now);
}

/** The proxy's own no: to a request that it was to pass on, or to a tunnel. */
export function proxyRefusal(proxy: URL, status: number): FetchError {
  const reason = status === 407 ? "wants a user name and password (407)" : `does not connect us (${status})`;
  return new FetchError("proxy", `the proxy ${proxy.origin}: ${reason}`, STATUS_CODES[status] ?? String(status));
}

async function readStart({ body }: RawAnswer): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk as Uint8Array);
      length += (chunk as Uint8Array).length;
      if (length >= TEXT_BYTES) break;
    }
  } catch {
    // The status has said what matters; a body that breaks off adds nothing.
  }
  return Buffer.concat(chunks).subarray(0, TEXT_BYTES).toString("utf8");
}

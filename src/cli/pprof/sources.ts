/** Which words of a pprof command line are servers, and what they are asked for. */
import { isAbsolute } from "node:path";
import { UsageError } from "../../errors.ts";
import { isFile } from "../../fetch/files/file.ts";
import type { HttpSettings } from "../../fetch/http/settings.ts";
import { readSource, readUrl, resolveSource } from "../../fetch/index.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import type { Io } from "../terminal/io.ts";
import { readOptions } from "../terminal/reading.ts";
import type { PprofRequest } from "./flags.ts";
import { dialled, hostFault } from "./go/host.ts";
import { formatGoQuery, formatGoUrl, type GoUrl, parseGoQuery, parseGoUrl } from "./go/url.ts";

export interface ResolvedSource {
  /** As typed, without its secrets. */
  readonly shown: string;
  /** What to load. */
  readonly address: string;
  /** Where it comes from a server; without secrets. */
  readonly url: string | undefined;
  /** Why no server is asked, in Go's words. */
  readonly fault?: string | undefined;
  readonly settings: HttpSettings;
  /** What to say before it is fetched. */
  readonly notices: readonly string[];
}

/** As pprof does it in its own grammar, where a URL without a path is a CPU profile; else as the rest of heapblame. Throws UsageError. */
export async function resolvePprofSource(text: string, request: PprofRequest, io: Io): Promise<ResolvedSource> {
  return request.isPprofGrammar ? await asPprof(text, request, io) : await asHeapblame(text, request, io);
}

async function asPprof(text: string, { http, settings }: PprofRequest, io: Io): Promise<ResolvedSource> {
  const local = { shown: withoutSecrets(text), address: text, url: undefined, settings: http, notices: [] };
  if ((await isFile(text, io.cwd)) || text.startsWith("k8s://")) return local;
  const adjusted = adjustUrl(text, settings.seconds);
  // What Go takes for no URL is a file, also where others would see a server in it.
  if (adjusted === undefined)
    return text.includes(":") && !isAbsolute(text) ? { ...local, address: `./${text}` } : local;
  const address = formatGoUrl(dialled(adjusted));
  const url = withoutSecrets(formatGoUrl(adjusted));
  const notices = [`Fetching profile over HTTP from ${url}`];
  if (settings.seconds > 0) notices.push(`Please wait... (${durationText(settings.seconds)})`);
  const headersTimeout = timeoutOf(adjusted, settings) + 5;
  const fault = hostFault(adjusted);
  return { ...local, address, url, fault, settings: { ...http, headersTimeout, expect: "anything" }, notices };
}

async function asHeapblame(text: string, { http, settings }: PprofRequest, io: Io): Promise<ResolvedSource> {
  const shown = withoutSecrets(text);
  const source = await resolveSource(text, io.cwd);
  if (source.kind !== "http") return { shown, address: text, url: undefined, settings: http, notices: [] };
  const url = new URL(source.url);
  if (settings.seconds > 0) {
    url.searchParams.set("seconds", String(settings.seconds));
    // Our own wish, which Go would not heed.
    if (!text.includes("gc=")) url.searchParams.delete("gc");
  }
  const timeout = settings.timeout > 0 ? { timeout: settings.timeout } : {};
  return { shown, address: url.href, url: withoutSecrets(url.href), settings: { ...http, ...timeout }, notices: [] };
}

/** Throws UsageError, FetchError. */
export async function readResolved({ address, url, fault, settings }: ResolvedSource, io: Io): Promise<Uint8Array> {
  if (url !== undefined && !/^https?(\+insecure)?:/.test(url)) {
    const scheme = /^([^:/]*):\/\//.exec(url)?.[1] ?? "";
    throw new UsageError("unsupported", `Get "${url}": unsupported protocol scheme "${scheme}"`);
  }
  if (fault !== undefined) throw new UsageError("bad-option", fault);
  const read = url === undefined ? readSource : readUrl;
  return await read(address, { ...readOptions(io), http: { env: io.env, ...settings } });
}

const DEFAULT_PATH = "/debug/pprof/profile";

/** Undefined if the text is no URL. */
function adjustUrl(text: string, seconds: number): GoUrl | undefined {
  const first = parseGoUrl(text);
  const isOther = first === undefined || (first.host === "" && first.scheme !== "" && first.scheme !== "file");
  const url = isOther ? parseGoUrl(`http://${text}`) : first;
  if (url === undefined || url.host === "") return undefined;
  const path = url.path === "" || url.path === "/" ? DEFAULT_PATH : url.path;
  const pairs = parseGoQuery(url.query);
  const others = pairs.filter(([key]) => key !== "seconds");
  const query = formatGoQuery(seconds > 0 ? [...others, ["seconds", String(seconds)]] : pairs);
  return { ...url, path, query };
}

function timeoutOf({ query }: GoUrl, { seconds, timeout }: { seconds: number; timeout: number }): number {
  if (timeout > 0) return timeout;
  const word = parseGoQuery(query).find(([key]) => key === "seconds")?.[1] ?? "";
  const ofUrl = /^[+-]?\d{1,9}$/.test(word) ? Number(word) : 0;
  const length = seconds > 0 ? seconds : ofUrl;
  return length > 0 ? 1.5 * length : 60;
}

/** Whole seconds as Go prints a duration: 5s, 1m30s, 1h0m0s. */
function durationText(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = `${seconds % 60}s`;
  if (hours > 0) return `${hours}h${minutes}m${rest}`;
  return minutes > 0 ? `${minutes}m${rest}` : rest;
}

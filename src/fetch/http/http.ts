/**
 * Profiles over HTTP. Messages of what is thrown do not repeat the URL that was asked for: whoever shows them puts `withoutSecrets(url)` in
 * front; none holds a header, a token or user info.
 */
import { resolve } from "node:path";
import { withoutWords } from "../redact.ts";
import { withAnswer } from "./answer.ts";
import { type SavedBody, saveBody, saveDumpBody } from "./save-body.ts";
import type { HttpSettings } from "./settings.ts";

export { withoutSecrets } from "../redact.ts";
export type { SavedBody } from "./save-body.ts";
export type { HttpSettings } from "./settings.ts";

/**
 * The body of a 200, as it came: packed profiles stay packed, and that their gzip data is whole is for whoever unpacks it to see. A page that may be
 * anything comes without what was sent for it, should the server have put that into it. Throws FetchError, UsageError.
 */
export async function readHttp(url: string, settings: HttpSettings, signal?: AbortSignal): Promise<Uint8Array> {
  return await withAnswer(url, settings, signal, async ({ chunks, secrets }) => {
    const all: Uint8Array[] = [];
    for await (const chunk of chunks) all.push(chunk);
    const body = Buffer.concat(all);
    return settings.expect === "anything" ? withoutSent(body, secrets) : body;
  });
}

/** Bytes that are no text stay: each is a character of its own here. */
function withoutSent(body: Buffer, secrets: readonly string[]): Buffer {
  if (!secrets.some((secret) => body.includes(secret))) return body;
  const sent = secrets.map((secret) => Buffer.from(secret).toString("latin1"));
  return Buffer.from(withoutWords(body.toString("latin1"), sent), "latin1");
}

/**
 * The same body, to a file that is written whole or not at all, in memory that does not grow with it; gzip data is verified to its last
 * trailer. Throws FetchError, UsageError.
 */
export async function saveHttp(
  url: string,
  file: string,
  settings: HttpSettings,
  signal?: AbortSignal,
): Promise<SavedBody> {
  const path = resolve(settings.cwd ?? ".", file);
  return await withAnswer(url, settings, signal, (answer) => saveBody(answer, path));
}

/** Seconds: a process of some gigabytes stops for many before it answers. */
const DUMP_TIMEOUT = 600;

/** A heap dump, packed on its way to the file; `sizeLimit` of the settings counts what comes. Throws as saveHttp, and "not-pprof" for what is none. */
export async function saveDumpHttp(
  url: string,
  file: string,
  settings: HttpSettings,
  signal?: AbortSignal,
): Promise<SavedBody> {
  const path = resolve(settings.cwd ?? ".", file);
  const patient = { ...settings, expect: "anything", timeout: settings.timeout ?? DUMP_TIMEOUT } as const;
  return await withAnswer(url, patient, signal, (answer) => saveDumpBody(answer, path));
}

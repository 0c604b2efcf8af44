/** Keeps secrets out of what is shown. */
import { percentDecoded } from "./http/percent.ts";

const SECRET_KEY = /token|secret|passw|pwd|key|sig|auth|cred|session|jwt|cookie|code/i;
const SHOWN_INSTEAD = "***";

/**
 * The source, a URL or any other, without user info, fragment and the values of query keys that look like secrets. Whatever is no URL stays as
 * it is.
 */
export function withoutSecrets(source: string): string {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(source)?.[0] ?? "";
  const rest = source.slice(scheme.length).replace(/^[^/?#]*@/, "");
  if (scheme !== "" || isHostAndPort(rest)) return withoutQuerySecrets(scheme + rest);
  // Meant as NAME:PASSWORD@HOST:PORT, and mistyped.
  return source.replace(/^[^\s/?#@]+:[^\s/?#]*@(?=[^\s/]+[:/])/, "");
}

/** Of a URL of any form, also one without host; and without its fragment. */
function withoutQuerySecrets(url: string): string {
  return url
    .replace(/#.*$/s, "")
    .replace(/(?<=.\/\/)[^\s/?#]*:[^\s/?#]*@/g, "")
    .replace(/([?&;])([^=&;#]+)=([^&;#]*)/g, (all, mark: string, key: string) =>
      SECRET_KEY.test(percentDecoded(key)) ? `${mark}${key}=${SHOWN_INSTEAD}` : all,
    );
}

/** Where a redirect leads, absolute or not. */
export function shownLocation(location: string): string {
  return withoutQuerySecrets(withoutSecrets(location));
}

/** As `localhost:6060` or `[::1]:6060/debug/pprof/heap`, of no scheme. */
export function isHostAndPort(text: string): boolean {
  return /^(?:[a-z0-9_.-]+|\[[0-9a-f:.%]+\]):\d{1,5}(?:[/?#]|$)/i.test(text);
}

/** The values that withoutSecrets leaves out of a URL's query. */
export function secretQueryValues({ searchParams }: URL): string[] {
  return [...searchParams].flatMap(([key, value]) => (SECRET_KEY.test(key) && value !== "" ? [value] : []));
}

/** The text without what was sent to whom it is from: servers echo. */
export function withoutWords(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) if (secret !== "") clean = clean.replaceAll(secret, SHOWN_INSTEAD);
  return clean;
}

/** What a server said, fit for a line on a terminal. */
export function scrub(text: string, secrets: readonly string[]): string {
  return withoutWords(text, secrets)
    .replace(/\p{Cc}+/gu, " ")
    .trim();
}

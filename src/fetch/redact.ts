/** Keeps secrets out of what is shown. */

const SECRET_KEY = /token|secret|passw|pwd|key|sig|auth|cred|session|jwt|cookie|code/i;
const SHOWN_INSTEAD = "***";

/**
 * The source, a URL or any other, without user info, fragment and the values of query keys that look like secrets. Whatever is no URL stays as
 * it is.
 */
export function withoutSecrets(source: string): string {
  const plain = source.replace(
    /^([a-z][a-z0-9+.-]*:\/\/)?[^\s/?#@]*(?:@[^\s/?#@]*)*@(?=[^\s/?#@]+)/i,
    (all, scheme = "") => (scheme !== "" || isHostAndPort(source.slice(all.length)) ? scheme : all),
  );
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(plain) && !isHostAndPort(plain)) return plain;
  return plain
    .replace(/#.*$/s, "")
    .replace(/([?&;])([^=&;#]+)=([^&;#]*)/g, (all, mark: string, key: string) =>
      SECRET_KEY.test(decoded(key)) ? `${mark}${key}=${SHOWN_INSTEAD}` : all,
    );
}

/** As `localhost:6060` or `[::1]:6060/debug/pprof/heap`, of no scheme. */
export function isHostAndPort(text: string): boolean {
  return /^(?:[a-z0-9_.-]+|\[[0-9a-f:.%]+\]):\d{1,5}(?:[/?#]|$)/i.test(text);
}

function decoded(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

/** What a server said, fit for a terminal and without what was sent to it: servers echo. */
export function scrub(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) if (secret !== "") clean = clean.replaceAll(secret, SHOWN_INSTEAD);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return clean.replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ").trim();
}

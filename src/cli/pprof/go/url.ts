/** URLs as Go's net/url reads and writes them, as far as pprof does it to the words of its command line. */

import { encodeText } from "../../../profile/string-table.ts";

export interface GoUrl {
  /** In lower case; "" for none. */
  readonly scheme: string;
  /** As typed, with its @; "" for none. */
  readonly userInfo: string;
  readonly host: string;
  /** Fit to be sent. */
  readonly path: string;
  readonly query: string;
  readonly hasQueryMark: boolean;
}

/** Without its fragment, which no server sees. Undefined for what Go calls malformed. */
export function parseGoUrl(text: string): GoUrl | undefined {
  const [whole = ""] = text.split("#", 1);
  if (/\p{Cc}/u.test(text) || whole.startsWith(":")) return undefined;
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(whole)?.[1] ?? "";
  const afterScheme = scheme === "" ? whole : whole.slice(scheme.length + 1);
  const mark = afterScheme.indexOf("?");
  const rest = mark < 0 ? afterScheme : afterScheme.slice(0, mark);
  const query = mark < 0 ? "" : afterScheme.slice(mark + 1);
  const url = { scheme: scheme.toLowerCase(), userInfo: "", host: "", query, hasQueryMark: mark >= 0 && query === "" };
  if (!rest.startsWith("/")) {
    if (scheme !== "") return { ...url, path: "" };
    if (/^[^/]*:/.test(rest)) return undefined;
  }
  const hasAuthority = rest.startsWith("//") && (scheme !== "" || !rest.startsWith("///"));
  const [, authority = "", path = rest] = hasAuthority ? (/^\/\/([^/]*)(.*)$/s.exec(rest) ?? []) : [];
  const at = authority.lastIndexOf("@");
  const [userInfo, host] = [authority.slice(0, at + 1), authority.slice(at + 1)];
  if (!isUserInfo(userInfo) || !isHost(host, url.scheme) || BAD_ESCAPE.test(path)) return undefined;
  return { ...url, userInfo, host, path: escaped(path) };
}

export function formatGoUrl({ scheme, userInfo, host, path, query, hasQueryMark }: GoUrl): string {
  const start = `${scheme === "" ? "" : `${scheme}:`}//${userInfo}${host}`;
  return `${start}${path}${query !== "" || hasQueryMark ? "?" : ""}${query}`;
}

const BAD_ESCAPE = /%(?![0-9a-fA-F]{2})/;

function isUserInfo(text: string): boolean {
  return /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(text) && !BAD_ESCAPE.test(text);
}

function isHost(host: string, scheme: string): boolean {
  if (host.startsWith("[")) return /^\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%25[^\]]+)?\](?::\d*)?$/.test(host);
  // Only in other schemes may a host have colons.
  const [, name = host] =
    (scheme.startsWith("http") && scheme.length <= 5 ? /^([^:]*)(?::\d*)$/ : /^(.*)(?::\d*)$/).exec(host) ?? [];
  const isPortSound = name !== host || !host.includes(":");
  return isPortSound && /^[A-Za-z0-9\-._~!$&'()*+,;=:[\]<>"\u0080-\uffff]*$/.test(name);
}

/** Bytes that no path may have as they are. */
function escaped(path: string): string {
  return path.replace(/[^A-Za-z0-9\-._~!$&'()*+,;=:@[\]%/]/gu, (character) =>
    [...encodeText(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join(""),
  );
}

/** The query's keys and values in the order in which they come; pairs that Go cannot read are left out. */
export function parseGoQuery(query: string): [key: string, value: string][] {
  return query.split("&").flatMap((pair): [string, string][] => {
    if (pair === "" || pair.includes(";") || BAD_ESCAPE.test(pair)) return [];
    const [, key = "", value = ""] = /^([^=]*)=?(.*)$/s.exec(pair) ?? [];
    return [[unescaped(key), unescaped(value)]];
  });
}

function unescaped(text: string): string {
  return Buffer.from(
    text
      .replaceAll("+", " ")
      .replace(/%([0-9a-fA-F]{2})|[\u0080-\uffff]+/g, (plain, hex: string | undefined) =>
        hex === undefined ? Buffer.from(plain).toString("latin1") : String.fromCharCode(Number.parseInt(hex, 16)),
      ),
    "latin1",
  ).toString("utf8");
}

/** By key, values of one key in their order. */
export function formatGoQuery(pairs: readonly (readonly [key: string, value: string])[]): string {
  return [...pairs]
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([key, value]) => `${queryEscaped(key)}=${queryEscaped(value)}`)
    .join("&");
}

function queryEscaped(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");
}

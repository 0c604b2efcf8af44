/** Mapping files that are no files: URLs a profile came from, as Go's url.Parse tells them. */

const BAD_ESCAPE = /%(?![0-9a-fA-F]{2})/;

/** Scheme of an absolute URL in lower case, undefined if the text is none. A Windows path is one to Go, of scheme "c". */
export function urlScheme(text: string): string | undefined {
  for (let at = 0; at < text.length; at++)
    if (text.charCodeAt(at) < 0x20 || text.charCodeAt(at) === 0x7f) return undefined;
  const match = /^([A-Za-z][A-Za-z0-9+.-]*):([^?#]*)(?:\?[^#]*)?(?:#(.*))?$/.exec(text);
  if (match === null) return undefined;
  const [, scheme = "", rest = "", fragment = ""] = match;
  if (BAD_ESCAPE.test(fragment)) return undefined;
  if (!rest.startsWith("/")) return scheme.toLowerCase();
  const [, authority = "", path = ""] = /^(?:\/\/(?!\/)([^/]*))?(.*)$/.exec(rest) ?? [];
  const isHost = /^[^\s<>"\\^`{|}]*$/.test(authority) && !/:(?!\d*$)[^\]]*$/.test(authority.replace(/^.*@/, ""));
  return !isHost || BAD_ESCAPE.test(path) ? undefined : scheme.toLowerCase();
}

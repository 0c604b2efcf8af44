/** Hosts of URLs as Go dials them: none is this machine, ports end at 65535, and a number is a name like any other. */
import { formatGoUrl, type GoUrl } from "./url.ts";

const LAST_PORT = 65535;

/** Why Go asks no server, in its words; undefined if it does. */
export function hostFault(url: GoUrl): string | undefined {
  const [name, port] = splitHost(url.host);
  const get = (shown: GoUrl, reason: string): string => `Get "${formatGoUrl({ ...shown, userInfo: "" })}": ${reason}`;
  if (name === "" && port === "") return get({ ...url, host: "" }, "http: no Host in request URL");
  if (Number(port) > LAST_PORT) return get(url, `dial tcp: address ${port}: invalid port`);
  if (isOddNumber(name)) return get(url, `dial tcp: lookup ${name}: no such host`);
  return undefined;
}

/** The same URL as other clients understand it. */
export function dialled(url: GoUrl): GoUrl {
  const [name, port] = splitHost(url.host);
  return name === "" && port !== "" ? { ...url, host: `localhost:${port}` } : url;
}

/** In an error about `dialled`: what Go says of an address without a host. */
export function asDialledByGo(text: string, dialledUrl: string, url: string): string {
  if (dialledUrl === url) return text;
  return text.replaceAll(dialledUrl, url).replace(/dial tcp \S*(:\d+): connect/g, "dial tcp $1: connect");
}

function splitHost(host: string): [name: string, port: string] {
  const [, name = host, port = ""] = /^(.*):(\d*)$/s.exec(host) ?? [];
  return [name, port];
}

/** What URLs of the web take for an IPv4 address, and Go does not: 127.1, 0x7f.1, 2130706433, 127.0.0.1. with a dot. */
function isOddNumber(name: string): boolean {
  if (!/(^|\.)(\d+|0x[0-9a-f]*)\.?$/i.test(name)) return false;
  return !/^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(name);
}

/** `HOST:PORT` of `-http`, as pprof takes it. */
import { UsageError } from "../../errors.ts";

const LAST_PORT = 65535;

/** As pprof reads it: no host is this machine, no port or 0 a free one. */
export function parseAddress(text: string): { readonly host: string; readonly port: number } {
  const [, host = "", port = ""] = /^(.*):([^:\]]*)$/s.exec(text) ?? [];
  if (!text.includes(":")) throw new UsageError("bad-option", `address ${text}: missing port in address`);
  if (!/^\d*$/.test(port) || Number(port) > LAST_PORT)
    throw new UsageError("bad-option", `address ${port}: invalid port`);
  return { host: host === "" ? "localhost" : host.replace(/^\[|\]$/g, ""), port: Number(port) };
}

/** The proxy that the environment names for a URL, by Go's rules: a forwarded port on loopback is never asked for through one. */
import { BlockList, isIP } from "node:net";
import { FetchError } from "../../errors.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Throws FetchError "proxy" for one that cannot be used. */
export function proxyFor(url: URL, env: Environment): URL | undefined {
  const name = url.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const text = variable(env, name);
  if (text === "" || isDirect(url, variable(env, "NO_PROXY"))) return undefined;
  const address = text.includes("://") ? text : `http://${text}`;
  const fault = (reason: string): FetchError =>
    new FetchError("proxy", `the proxy in ${name} ${reason}`, `invalid proxy address in ${name}`);
  if (!URL.canParse(address)) throw fault("is no URL");
  const proxy = new URL(address);
  if (proxy.protocol !== "http:" && proxy.protocol !== "https:") {
    throw fault(`is of scheme ${proxy.protocol.slice(0, -1)}: only http and https are supported`);
  }
  return proxy;
}

function variable(env: Environment, name: string): string {
  return env[name] || env[name.toLowerCase()] || "";
}

function isDirect(url: URL, noProxy: string): boolean {
  const host = url.hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "");
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  if (host === "localhost" || isLoopback(host)) return true;
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .some((rule) => rule !== "" && matches(rule, host, port));
}

function isLoopback(host: string): boolean {
  return isIP(host) === 4 ? host.startsWith("127.") : host === "::1";
}

/** A rule is `*`, an address, a range, or a domain that stands for those below it too; with a leading dot for those alone. */
function matches(rule: string, host: string, port: string): boolean {
  if (rule === "*") return true;
  if (rule.includes("/")) return isInRange(rule, host);
  const [, name = rule, rulePort] = /^(\[.*\]|[^:]*):(\d+)$/.exec(rule) ?? [];
  if (rulePort !== undefined && rulePort !== port) return false;
  const bare = name.replace(/^\[|\]$/g, "").replace(/^\*(?=\.)/, "");
  if (isIP(bare) !== 0) return bare === host;
  return bare.startsWith(".") ? host.endsWith(bare) : host === bare || host.endsWith(`.${bare}`);
}

function isInRange(rule: string, host: string): boolean {
  const [address = "", bits = ""] = rule.split("/");
  const family = isIP(address);
  if (family === 0 || isIP(host) !== family || !/^\d+$/.test(bits)) return false;
  if (Number(bits) > (family === 4 ? 32 : 128)) return false;
  const kind = family === 4 ? "ipv4" : "ipv6";
  const range = new BlockList();
  range.addSubnet(address, Number(bits), kind);
  return range.check(host, kind);
}

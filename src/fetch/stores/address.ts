/**
 * A server that keeps profiles, as a user types it: `pyroscope://HOST[:PORT][/PREFIX]?query=SELECTOR[&at=MOMENT]`, `parca://...`; `+https` behind the
 * scheme for TLS, `k8s://[CONTEXT/]NAMESPACE/svc/NAME:PORT/` in front for a server inside a cluster.
 */
import { UsageError } from "../../errors.ts";
import { percentDecoded } from "../http/percent.ts";
import { withoutSecrets } from "../redact.ts";

export type StoreKind = "pyroscope" | "parca";

export interface StoreAddress {
  readonly kind: StoreKind;
  /** Of http or https, with user info and without a path; undefined for one that is reached through `tunnel`. */
  readonly origin: string | undefined;
  /** What stands behind `k8s://`. */
  readonly tunnel: string | undefined;
  /** "" or a path without a slash at its end. */
  readonly prefix: string;
  /** In the server's words, with its braces; undefined where none is given. */
  readonly query: string | undefined;
  /** As typed; undefined: the latest. */
  readonly at: string | undefined;
  /** As typed, a duration: how long before it profiles count. */
  readonly within: string | undefined;
}

type Parameters = Pick<StoreAddress, "query" | "at" | "within">;

const FORM =
  "SCHEME://HOST[:PORT][/PREFIX]?query=SELECTOR, SCHEME one of pyroscope, parca, pyroscope+https, parca+https";
const PLAIN = /^(pyroscope|parca)(\+https)?:\/\/([^/?#\s]+)([^?#\s]*)(?:\?(.*))?$/s;
const IN_CLUSTER = /^k8s:\/\/(.+?)\/(pyroscope|parca):\/\/([^?#\s]*)(?:\?(.*))?$/s;
const PORTS: Readonly<Record<StoreKind, number>> = { pyroscope: 4040, parca: 7070 };

/** Whether the word is meant as one, well-formed or not. */
export function isStore(text: string): boolean {
  return /^(?:pyroscope|parca)(?:\+[a-z]+)?:\/\//.test(text) || IN_CLUSTER.test(text);
}

/** Throws UsageError "bad-option". */
export function parseStore(text: string): StoreAddress {
  const inside = IN_CLUSTER.exec(text);
  if (inside !== null) {
    const [, tunnel = "", kind, path = "", search = ""] = inside;
    if (!/:[a-z0-9-]+$/.test(tunnel))
      throw refusal(text, "the port of the server is needed: k8s://NAMESPACE/svc/NAME:PORT");
    return {
      kind: kind as StoreKind,
      origin: undefined,
      tunnel,
      prefix: prefixOf(`/${path}`),
      ...parametersOf(search, text),
    };
  }
  const [, kind, secure, host = "", path = "", search = ""] = PLAIN.exec(text) ?? [];
  if (kind === undefined) throw refusal(text, `no server of profiles: the form is ${FORM}`);
  const scheme = secure === undefined ? "http" : "https";
  const port = secure === undefined && !/:\d+$/.test(host) ? `:${PORTS[kind as StoreKind]}` : "";
  const origin = `${scheme}://${host}${port}`;
  if (!URL.canParse(origin)) throw refusal(text, "no host and port");
  return { kind: kind as StoreKind, origin, tunnel: undefined, prefix: prefixOf(path), ...parametersOf(search, text) };
}

/** The same source with other parameters. */
export function withParameters(text: string, changed: Partial<Parameters>): string {
  const { query, at, within } = { ...parseStore(text), ...changed };
  const parameters = Object.entries({ query: query?.replaceAll("%", "%25").replaceAll("&", "%26"), at, within });
  const given = parameters.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
  return text.replace(/\?.*$/s, "") + (given.length === 0 ? "" : `?${given.join("&")}`);
}

/** Selectors hold what URLs escape, and may be typed as they are. */
function parametersOf(search: string, text: string): Parameters {
  const found: Record<keyof Parameters, string | undefined> = { query: undefined, at: undefined, within: undefined };
  for (const part of search === "" ? [] : search.split("&")) {
    const [, key = "", value = ""] = /^([^=]*)=(.*)$/s.exec(part) ?? [];
    if (key !== "query" && key !== "at" && key !== "within") {
      throw refusal(text, `of parameters there are query, at and within, and no ${key || withoutSecrets(part)}`);
    }
    const plain = percentDecoded(value);
    found[key] = key === "query" ? checkedSelector(plain, text) : plain;
  }
  return found;
}

function checkedSelector(query: string, text: string): string {
  if (/^[^{}]*\{.*\}$/s.test(query)) return query.slice(query.indexOf("{"));
  throw refusal(text, `${query} is no selector: give {LABEL="VALUE"}`);
}

function prefixOf(path: string): string {
  return path.replace(/\/+$/, "");
}

function refusal(text: string, fact: string): UsageError {
  return new UsageError("bad-option", `${withoutSecrets(text)}: ${fact}`);
}

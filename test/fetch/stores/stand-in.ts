/**
 * Stands for Parca and for Pyroscope on loopback: keeps what is pushed to it by their own requests and answers in their shapes, what they get wrong
 * included. Levels are summed over a stretch of time; numeric labels and `[go.shape...]` are lost; one sample type a query; Pyroscope writes the end of
 * the query where the time was, Parca's merge has no period and a time in 1718. Parca's stretch has whole milliseconds and neither of its ends, and one
 * profile a second of each series; Pyroscope counts steps from one step before the start, forgets what comes after the last whole one, names one
 * profile a step, and refuses more than a day. Neither server can be installed from a registry; what it does was seen on real ones (2026) and in
 * their source (pkg/parcacol/querier.go; pkg/model/timeseries, pkg/frontend).
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { ServerOptions } from "node:https";
import { gunzipSync, gzipSync } from "node:zlib";
import { encodeProfile } from "../../../src/profile/codec/encode.ts";
import { mergeProfiles } from "../../../src/profile/merge/merge.ts";
import { parseProfile } from "../../../src/profile/parse.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { serve, type TestServer } from "../servers.ts";
import { jsonMessage } from "./json-profile.ts";

interface Kept {
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly atNanos: bigint;
  readonly profile: Profile;
}

export interface StandIn extends TestServer {
  /** host:port */
  readonly host: string;
  readonly kept: readonly Kept[];
  /** Requests that were under way at the same time. */
  readonly mostAtOnce: () => number;
  /** Profiles that were asked for. */
  readonly reads: () => number;
  readonly giveAll: () => void;
  /** As the servers' own clients push it. */
  readonly push: (labels: Readonly<Record<string, string>>, bytes: Uint8Array) => void;
}

export interface Manners {
  /** Of Pyroscope before exemplars: sums only. */
  readonly isOld?: boolean;
  /** Heeds no id: answers with the sum of the stretch all the same. */
  readonly ignoresIds?: boolean;
  /** So many requests are answered with 503 first, or with another status; and what is said of when to ask again. */
  readonly busy?: number;
  readonly busyStatus?: number;
  readonly retryAfter?: string;
  /** Of Pyroscope before PROFILE_FORMAT_PPROF: a flame graph whatever is asked for, or 400 for the word. */
  readonly formats?: "flamegraph" | "refused";
  /** Profiles whose selector and time, or id, is like that are never answered: the connection ends, or nothing comes. */
  readonly dead?: RegExp;
  readonly silent?: RegExp;
  /** Speaks TLS only. */
  readonly tls?: ServerOptions;
  /** Answers 401 without it, and shows what it was given. */
  readonly token?: string;
  /** So many profiles are given; who asks for more waits until `giveAll`. */
  readonly gives?: number;
  /** Answers nothing that starts before, in milliseconds. */
  readonly lostBefore?: number;
}

export async function serveProfiles(manners: Manners = {}): Promise<StandIn> {
  const kept: Kept[] = [];
  let busy = manners.busy ?? 0;
  const push = (labels: Readonly<Record<string, string>>, bytes: Uint8Array): void => {
    const profile = parseProfile(bytes);
    kept.push({
      id: `00000000-0000-4000-8000-${String(kept.length).padStart(12, "0")}`,
      labels,
      atNanos: profile.header.timeNanos,
      profile,
    });
  };
  let [running, most, reads] = [0, 0, 0];
  let giveAll = (): void => undefined;
  const given = new Promise<void>((resolve) => (giveAll = resolve));
  const server = await serve((request, response) => {
    most = Math.max(most, ++running);
    response.on("close", () => running--);
    const { authorization } = request.headers;
    if (manners.token !== undefined && authorization !== `Bearer ${manners.token}`)
      return void response.writeHead(401, { "content-type": "text/plain" }).end(`no: ${authorization}`);
    if (busy-- > 0) {
      const after = manners.retryAfter === undefined ? {} : { "retry-after": manners.retryAfter };
      return void response.writeHead(manners.busyStatus ?? 503, after).end();
    }
    const isRead = /MODE_SINGLE|SelectMerge/.test(request.url ?? "");
    const isHeld = isRead && ++reads > (manners.gives ?? Number.POSITIVE_INFINITY);
    void (isHeld ? given : Promise.resolve())
      .then(() => answer(request, response, kept, push, manners))
      .catch(() => response.destroy());
  }, manners.tls);
  return {
    ...server,
    host: `127.0.0.1:${server.port}`,
    kept,
    push,
    mostAtOnce: () => most,
    reads: () => reads,
    giveAll,
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  kept: readonly Kept[],
  push: StandIn["push"],
  manners: Manners,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://stand-in");
  const body = await bodyOf(request);
  const single = singleOf(url.searchParams, body);
  if (single !== undefined && manners.dead?.test(single) === true) return void response.destroy();
  if (single !== undefined && manners.silent?.test(single) === true) return;
  const reply = (value: unknown, status = 200): void => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
  };
  try {
    const { pathname } = url;
    if (/writeraw$|PusherService\/Push$/.test(pathname)) return reply(pushAll(body, push));
    if (pathname.endsWith("/api/profiles/query_range")) return reply(parcaRange(kept, url.searchParams));
    if (pathname.endsWith("/api/profiles/query")) return reply(parcaQuery(kept, url.searchParams));
    const method = /\/querier\.v1\.QuerierService\/(\w+)$/.exec(pathname)?.[1];
    if (request.method !== "POST" || method === undefined) return reply({ code: "unimplemented" }, 404);
    if (manners.lostBefore !== undefined && method === "SelectSeries" && Number(body["start"]) < manners.lostBefore)
      return reply({ code: "internal" }, 500);
    if (Number(body["end"]) - Number(body["start"]) > 86_400_000)
      return reply({ code: "invalid_argument", message: "the query time range exceeds the limit" }, 400);
    if (method === "LabelNames")
      return reply({ names: [...new Set(kept.flatMap(({ labels }) => Object.keys(labels))), "__profile_type__"] });
    if (method === "SelectSeries") return reply(pyroscopeSeries(kept, body, manners));
    if (method === "SelectMergeProfile") return reply(pyroscopeMerge(kept, body, manners));
    if (method === "SelectMergeStacktraces" && manners.formats === "refused")
      return reply({ code: "invalid_argument", message: "invalid value for enum field format" }, 400);
    if (method === "SelectMergeStacktraces" && manners.formats === "flamegraph")
      return reply({ flamegraph: { names: ["total"], levels: [] } });
    if (method === "SelectMergeStacktraces") return reply({ pprof: { profile: pyroscopeMerge(kept, body, manners) } });
    reply({ code: "unimplemented" }, 404);
  } catch (error) {
    reply({ code: "internal", message: String(error) }, 400);
  }
}

const MILLISECOND = 1_000_000n;

/** What one profile is asked for by; undefined for other questions. */
function singleOf(search: URLSearchParams, body: Body): string | undefined {
  const ids = body["profileIdSelector"] as readonly string[] | undefined;
  if (ids !== undefined) return `${body["labelSelector"]} ${ids.join()}`;
  return search.has("single.query") ? `${search.get("single.query")} ${search.get("single.time")}` : undefined;
}

type Body = Readonly<Record<string, unknown>>;

async function bodyOf(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  return text === "" ? {} : (JSON.parse(text) as Body);
}

interface Pushed {
  readonly labels: { readonly labels?: readonly Pair[] } | readonly Pair[];
  readonly samples: readonly { readonly rawProfile: string }[];
}
interface Pair {
  readonly name: string;
  readonly value: string;
}

function pushAll(body: Body, push: StandIn["push"]): object {
  for (const { labels, samples } of body["series"] as readonly Pushed[]) {
    const pairs = "labels" in labels ? (labels.labels ?? []) : (labels as readonly Pair[]);
    for (const { rawProfile } of samples) {
      const bytes = Buffer.from(rawProfile, "base64");
      push(
        Object.fromEntries(pairs.map(({ name, value }) => [name, value])),
        bytes[0] === 0x1f ? gunzipSync(bytes) : bytes,
      );
    }
  }
  return {};
}

/** `isWhole`: patterns are of whole values; to Parca they are of a part. */
function matching(kept: readonly Kept[], selector: string, from: bigint, to: bigint, isWhole: boolean): Kept[] {
  const matchers = [...selector.matchAll(/(\w+)(=~|!=|=)"((?:[^"\\]|\\.)*)"/g)].map(
    ([, name = "", sign, value = ""]) => {
      const wanted = JSON.parse(`"${value}"`) as string;
      const pattern = sign === "=~" ? new RegExp(isWhole ? `^(?:${wanted})$` : wanted) : undefined;
      return (labels: Kept["labels"]): boolean => {
        const own = labels[name] ?? "";
        return pattern === undefined ? (own === wanted) === (sign === "=") : pattern.test(own);
      };
    },
  );
  return kept.filter(
    ({ labels, atNanos }) => atNanos >= from && atNanos <= to && matchers.every((matches) => matches(labels)),
  );
}

/** One column, without its labels, and without what a server does not keep. */
function ofType({ profile }: Kept, type: string): Profile {
  const column = profile.header.sampleTypes.findIndex((each) => each.type === type);
  if (column < 0) throw new Error(`no ${type}`);
  const { samples, header } = profile;
  const one: Profile = {
    ...profile,
    header: { ...header, sampleTypes: [header.sampleTypes[column] as Profile["header"]["sampleTypes"][number]] },
    samples: { ...samples, values: [samples.values[column] as Float64Array], labelSet: samples.labelSet.map(() => -1) },
  };
  return mergeProfiles([one]);
}

function sumOf({ profile: { header, samples } }: Kept, type: string): number {
  const column = header.sampleTypes.findIndex((each) => each.type === type);
  let sum = 0;
  for (const value of samples.values[column] ?? []) sum += Number(value);
  return sum;
}

function groupBy<T, K>(all: readonly T[], keyOf: (each: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const each of all) {
    const key = keyOf(each);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return groups;
}

function typeAndSelector(query: string): [type: string, selector: string] {
  const [name = "", selector = ""] = [query.slice(0, query.indexOf("{")), query.slice(query.indexOf("{"))];
  return [name.split(":")[1] ?? "", selector];
}

const pairsOf = (labels: Kept["labels"]): Pair[] => Object.entries(labels).map(([name, value]) => ({ name, value }));

function nanosOf(text: string | null): bigint {
  const [, seconds = "", fraction = ""] = /^(.*?)(?:\.(\d+))?Z$/.exec(text ?? "") ?? [];
  return BigInt(Date.parse(`${seconds}Z`)) * 1_000_000n + BigInt(fraction.padEnd(9, "0"));
}

function parcaRange(kept: readonly Kept[], search: URLSearchParams): object {
  const [type, selector] = typeAndSelector(search.get("query") ?? "");
  const [start, end] = ["start", "end"].map((name) => nanosOf(search.get(name)) / MILLISECOND);
  const seconds = new Set<string>();
  const found = matching(
    kept,
    selector,
    ((start ?? 0n) + 1n) * MILLISECOND,
    (end ?? 0n) * MILLISECOND - 1n,
    false,
  ).filter(({ labels, atNanos }) => {
    const second = JSON.stringify([labels, String(atNanos / 1_000_000_000n)]);
    return !seconds.has(second) && seconds.add(second);
  });
  const byLabels = groupBy(found, ({ labels }) => JSON.stringify(labels));
  return {
    series: [...byLabels.values()].map((group) => ({
      labelset: { labels: [{ name: "__name__", value: "memory" }, ...pairsOf(group[0]?.labels ?? {})] },
      samples: group.map((each) => ({ timestamp: rfcOf(each.atNanos), value: String(sumOf(each, type)) })),
    })),
  };
}

function rfcOf(nanos: bigint): string {
  const seconds = new Date(Number(nanos / 1_000_000_000n) * 1000).toISOString().slice(0, 19);
  return `${seconds}.${String(nanos % 1_000_000_000n).padStart(9, "0")}Z`;
}

function parcaQuery(kept: readonly Kept[], search: URLSearchParams): object {
  const isMerge = search.get("mode") === "MODE_MERGE";
  const [type, selector] = typeAndSelector(search.get(isMerge ? "merge.query" : "single.query") ?? "");
  const at = search.get("single.time");
  const found = isMerge
    ? matching(kept, selector, nanosOf(search.get("merge.start")), nanosOf(search.get("merge.end")), false)
    : matching(kept, selector, nanosOf(at), nanosOf(at), false);
  const merged = mergeProfiles(found.map((each) => ofType(each, type)));
  const header = isMerge
    ? { ...merged.header, period: 0n, timeNanos: -7_929_000_000_000_000_000n }
    : { ...merged.header, period: 0n };
  return { pprof: Buffer.from(gzipSync(encodeProfile({ ...merged, header }))).toString("base64") };
}

function pyroscopeFound(kept: readonly Kept[], body: Body): { found: Kept[]; type: string } {
  const [from, to] = [body["start"], body["end"]].map((each) => BigInt(Math.round(Number(each))) * 1_000_000n);
  const type = String(body["profileTypeID"]).split(":")[1] ?? "";
  return { found: matching(kept, String(body["labelSelector"]), from ?? 0n, (to ?? 0n) + 999_999n, true), type };
}

function pyroscopeSeries(kept: readonly Kept[], body: Body, { isOld }: Manners): object {
  const step = Number(body["step"]) * 1000;
  const start = Number(body["start"]) - step;
  const end = start + Math.floor((Number(body["end"]) - start) / step) * step;
  const { found, type } = pyroscopeFound(kept, { ...body, start, end });
  const names = (body["groupBy"] ?? []) as readonly string[];
  const stepOf = ({ atNanos }: Kept): number =>
    start + Math.ceil((Number(atNanos / MILLISECOND) - start) / step) * step;
  const only = ({ labels }: Kept): Kept["labels"] =>
    Object.fromEntries(names.flatMap((name) => (labels[name] === undefined ? [] : [[name, labels[name]]])));
  const byLabels = groupBy(found, (each) => JSON.stringify(only(each)));
  const hasExemplars = isOld !== true && body["exemplarType"] === "EXEMPLAR_TYPE_INDIVIDUAL";
  return {
    series: [...byLabels.values()].map((group) => ({
      labels: pairsOf(only(group[0] as Kept)),
      points: [...groupBy(group, stepOf)].map(([timestamp, each]) => ({
        timestamp: String(timestamp),
        value: each.reduce((sum, one) => sum + sumOf(one, type), 0),
        ...(hasExemplars
          ? {
              exemplars: [largestOf(each, type)].map((one) => ({
                profileId: one.id,
                timestamp: String(one.atNanos / 1_000_000n),
                value: String(sumOf(one, type)),
              })),
            }
          : {}),
      })),
    })),
  };
}

function largestOf(each: readonly Kept[], type: string): Kept {
  return each.reduce((most, one) => (sumOf(one, type) > sumOf(most, type) ? one : most));
}

function pyroscopeMerge(kept: readonly Kept[], body: Body, { ignoresIds }: Manners): object {
  const { found, type } = pyroscopeFound(kept, body);
  const ids = ignoresIds === true ? undefined : (body["profileIdSelector"] as readonly string[] | undefined);
  const chosen = found.filter(({ id }) => ids === undefined || ids.includes(id));
  if (chosen.length === 0) return {};
  const merged = mergeProfiles(chosen.map((each) => ofType(each, type)));
  const header = { ...merged.header, timeNanos: BigInt(Math.round(Number(body["end"]))) * 1_000_000n };
  return jsonMessage({ ...merged, header });
}

/** Whose code the growth is allocated by, and what that says of who holds it. */
import type { FindingOf } from "../finding.ts";
import { roleOfFunction } from "../suspects/roles.ts";
import { type GrowthSigns, hasFrame, isLiveGrowth, MOST, type SureStack, shareWhere } from "./signs.ts";

type OriginFinding = FindingOf<OriginFacts>;

/** What the places that allocate say of who holds; `share` of the growth. */
export interface OriginFacts {
  readonly "own-on-all-stacks": { readonly function: string };
  /** Part of the growth that is allocated in `module`. */
  readonly "dependency-code": { readonly module: string; readonly share: number };
  readonly "decoder-not-holder": { readonly share: number };
  readonly pool: { readonly share: number };
  readonly observability: { readonly share: number; readonly by: Observer };
  readonly kubernetes: { readonly share: number };
}

/** What most of it is allocated by, where that is one of these. */
export type Observer = "logging" | "metrics" | "tracing" | "profiling" | "several";

export function findOrigin(signs: GrowthSigns): OriginFinding[] {
  if (!isLiveGrowth(signs) || !signs.isGo) return [];
  return [
    ...findOwn(signs),
    ...findDependency(signs),
    ...share("decoder-not-holder", signs, isDecoded),
    ...share("pool", signs, isPooled),
    ...findObserver(signs),
    ...share("kubernetes", signs, hasFrame(CLIENT_GO)),
  ];
}

function share(
  code: "decoder-not-holder" | "pool" | "kubernetes",
  signs: GrowthSigns,
  test: (stack: SureStack) => boolean,
): OriginFinding[] {
  const part = shareWhere(signs, test);
  return part >= MOST ? [{ code, severity: "note", facts: { share: part } }] : [];
}

/** All but what rounding leaves. */
const ALL = 0.995;

/** The innermost function of the program's own that is on all stacks, those that shrank among them; not its entry points. */
function findOwn({ stacks, sure }: GrowthSigns): OriginFinding[] {
  const moved = new Map<string, { moved: number; depth: number }>();
  let all = 0;
  for (const { frames, change } of stacks) {
    all += Math.abs(change);
    const seen = new Set<string>();
    for (const [depth, { name, owner }] of frames.entries()) {
      if (owner !== "own" || seen.has(name)) continue;
      seen.add(name);
      const known = moved.get(name) ?? { moved: 0, depth: 0 };
      moved.set(name, { moved: known.moved + Math.abs(change), depth: Math.max(known.depth, depth) });
    }
  }
  const onAll = [...moved].filter(([name, each]) => each.moved >= ALL * all && name !== "main.main");
  const [first] = onAll.sort((a, b) => a[1].depth - b[1].depth);
  return first === undefined || sure <= 0
    ? []
    : [{ code: "own-on-all-stacks", severity: "note", facts: { function: first[0] } }];
}

/** What is left of the growth for stacks with an own function where there is none to speak of. */
const NEARLY_NONE = 0.005;

function findDependency(signs: GrowthSigns): OriginFinding[] {
  if (signs.ownModules.length === 0) return [];
  if (shareWhere(signs, ({ frames }) => frames.some(({ owner }) => owner === "own")) > NEARLY_NONE) return [];
  const growth = new Map<string, number>();
  for (const { frames, change } of signs.stacks) {
    const charged = frames.find(({ owner }) => owner !== "stdlib" && owner !== "runtime");
    if (charged?.owner === "dependency") growth.set(charged.module, (growth.get(charged.module) ?? 0) + change);
  }
  const [most] = [...growth].sort((a, b) => b[1] - a[1]);
  if (most === undefined || most[1] < MOST * signs.sure) return [];
  return [{ code: "dependency-code", severity: "note", facts: { module: most[0], share: most[1] / signs.sure } }];
}

/** Allocated while something is decoded; from an own frame on that the decoder calls the program's own intent counts. */
export function isDecoded({ frames }: SureStack): boolean {
  for (const { name, owner } of frames) {
    if (roleOfFunction(name) === "decoder") return true;
    if (owner === "own") return false;
  }
  return false;
}

/** Among the frames that allocate for the innermost of the program's own: what calls that, as a server calls its handler, does not count. */
export function isAllocatedIn(pattern: RegExp): (stack: SureStack) => boolean {
  return ({ frames }) => {
    const own = frames.findIndex(({ owner }) => owner === "own");
    return frames.slice(0, own < 0 ? frames.length : own).some(({ name }) => pattern.test(name));
  };
}

const POOL = /^sync\.\(\*Pool\)\.(?:Get|Put|pin\w*)$/;
const CONNECTION = /^net\/http\.\(\*(?:Transport|conn|persistConn)\)\./;

function isPooled(stack: SureStack): boolean {
  return hasFrame(POOL)(stack) && !isAllocatedIn(CONNECTION)(stack);
}

const OBSERVERS: Readonly<Record<Exclude<Observer, "several">, RegExp>> = {
  logging: /^log(?:\/slog)?\.|\/(?:zap|zerolog|logrus)(?:\/|\.|@)|^go\.uber\.org\/zap/,
  metrics:
    /\/(?:prometheus|tally|go-metrics|statsd|VictoriaMetrics\/metrics)(?:\/|\.|@)|^go\.opentelemetry\.io\/otel\/(?:sdk\/)?metric|^runtime\/metrics\.|^expvar\./,
  tracing: /^go\.opentelemetry\.io\/otel\/(?:sdk\/)?trace|\/(?:opentelemetry|opentracing|jaeger)\b/,
  profiling: /^runtime\/(?:pprof|trace)\.|^net\/http\/pprof\./,
};

const OBSERVED = new RegExp(
  [...Object.values(OBSERVERS).map(({ source }) => source), "^go\\.opentelemetry\\.io\\/", "\\/otel(?:\\/|\\.|@)"].join(
    "|",
  ),
);

function findObserver(signs: GrowthSigns): OriginFinding[] {
  const part = shareWhere(signs, isAllocatedBy(OBSERVED));
  if (part < MOST) return [];
  const by = (["logging", "metrics", "tracing", "profiling"] as const).find(
    (each) => shareWhere(signs, isAllocatedBy(OBSERVERS[each])) >= MOST * part,
  );
  return [{ code: "observability", severity: "note", facts: { share: part, by: by ?? "several" } }];
}

/** What calls others to take what it observed: handlers of a logger, collectors, exporters. */
const TO_SINKS =
  /^log(?:\/slog)?\.|^go\.uber\.org\/zap(?:\/zapcore)?\.|\/(?:logrus|zerolog)\.|\/client_golang\/prometheus\.|^go\.opentelemetry\.io\/otel\/sdk\/|^expvar\./;

/** By the observer itself, or by what takes from it; middleware is on the stack of every request, and allocates none of what the handler does. */
function isAllocatedBy(observer: RegExp): (stack: SureStack) => boolean {
  return ({ frames }) => {
    let isOthers = false;
    for (const { name, owner } of frames) {
      if (observer.test(name)) return !isOthers || TO_SINKS.test(name);
      isOthers ||= owner !== "stdlib" && owner !== "runtime" && !OBSERVED.test(name);
    }
    return false;
  };
}

const CLIENT_GO = /^k8s\.io\/(?:client-go|apimachinery\/pkg\/watch)[./]/;

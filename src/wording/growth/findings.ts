/** The findings of a diff in words: one sentence each. */
import type { ClientState } from "../../blame/findings/connections.ts";
import type { GrowthFacts, GrowthFinding } from "../../blame/findings/findings.ts";
import type { Observer } from "../../blame/findings/origin.ts";
import { formatFixed } from "../../measurement/float-text.ts";
import { countText, doOthersShrink } from "../amounts.ts";
import { BESIDE_HEAP_WORDS, sizeText } from "../beside-heap.ts";
import { bareFrame, shortFrame } from "../frames.ts";
import { capital, countOf, listOf, wholePercent } from "../phrases.ts";
import { sayIn, type WordsFor } from "../words.ts";
import { goroutinesGrewText, waitText } from "./goroutine-counts.ts";

/** From here on a decoder made as good as all of it. */
export const NEARLY_ALL = 0.9;
/** All but what rounding leaves. */
const ALL = 0.995;

const CLIENT_STATES: Readonly<Record<ClientState | "unknown", string>> = {
  body: ", with responses neither read to the end nor closed: look for a missing Body.Close",
  reading: ", and their responses are still being read: look at streams that nobody ends, and at timeouts",
  answer: ", and their requests wait for an answer: look at what they call, and at their timeout",
  idle: " and idle: look for a Transport made for each request, or at its limits of idle connections",
  unknown:
    ": look for response bodies that are not closed, requests without an answer, or a Transport made for each request",
};

const OBSERVERS: Readonly<Record<Observer, string>> = {
  logging: "in logging: look at what keeps loggers, records or their attributes.",
  metrics: "in metrics: look for labels or names with many values.",
  tracing: "in tracing: look for spans that do not end, and at what exports them.",
  profiling: "by profiling itself: look at who takes profiles and traces.",
  several: "in logging, metrics or tracing: look at what keeps records or series.",
};

/** Of no use to whoever is told who holds. */
export const LOOK_FOR_HOLDER = "A decoder allocated it: look for what keeps the result.";
export const LOOK_FOR_MOST = "A decoder allocated most of it: look for what keeps the result.";

/** Of codes that the headline says there is no sentence. */
const IN_HEADLINE = (): string => "";

const WORDS: WordsFor<GrowthFacts> = {
  ...BESIDE_HEAP_WORDS,
  grew: IN_HEADLINE,
  shrank: IN_HEADLINE,
  "did-not-change": IN_HEADLINE,
  "parts-grew": ({ growth, shrank }) =>
    `Parts of it grew all the same, by ${sizeText(growth)}${doOthersShrink(growth, shrank) ? "; others shrank" : ""}.`,
  restart: () =>
    "These are of two processes: it was restarted in between, or they are of two replicas. Each began anew, so the difference is no growth of either.",
  "goroutine-leak": goroutineLeakText,
  "goroutines-more": goroutinesMoreText,
  "goroutines-grew": goroutinesGrewText,
  "goroutines-ended": endedText,
  "goroutine-holds": ({ count, function: name }) =>
    count === 1
      ? `Goroutines do not pile up; the one in ${shortFrame(name)} may hold it.`
      : `Goroutines do not pile up; one of the ${countText(count)} in ${shortFrame(name)} may hold it.`,
  "goroutines-steady": ({ base, current }) =>
    `Goroutines do not pile up (${countText(base)} -> ${countText(current)}).`,
  "proven-goroutine-leak": ({ count, before, function: name, there }) =>
    `Proven by the collector: ${countOf(count, "goroutine")} can never go on${before > 0 ? ` (${countText(before)} before)` : ""}, ${partOf(there, count)}in ${shortFrame(name)}, and what only they hold is lost.`,
  "finalizer-blocked": ({ function: name, waitsIn, kind, isStill }) => {
    const where = `${shortFrame(name)}${waitsIn === name ? " waits" : ` waits in ${shortFrame(waitsIn)}`}`;
    return isStill
      ? `A ${kind} does not return: ${where}. Those behind it do not run, and what they are set on stays.`
      : `A ${kind} had not returned at the end: ${where}. If it does not, those behind it do not run, and what they are set on stays.`;
  },
  "label-gathers": ({ key, value, count, of }) =>
    `Label ${key}=${value} has ${countText(count)} of the ${countOf(of, "goroutine")} that are more.`,
  queue: ({ consumer, isAtBothEnds }) =>
    `A goroutine in ${shortFrame(consumer)} was busy or held up at ${isAtBothEnds ? "both ends" : "the end"}: if it is slower than what comes, that queues up.`,
  "http-client-connections": ({ count, share, state }) =>
    `${count === null ? `${partLead(share ?? 1)}buffers of HTTP client connections` : `${countOf(count, "more HTTP client connection")} ${count === 1 ? "is" : "are"} open`}${CLIENT_STATES[state ?? "unknown"]}.`,
  "http-server-connections": ({ count, share }) =>
    count === null
      ? `${partLead(share ?? 1)}buffers of connections to the HTTP server: if they are idle, look at Server.IdleTimeout, or at who dials.`
      : `${countOf(count, "more connection")} to the HTTP server ${count === 1 ? "is" : "are"} open and idle: look at Server.IdleTimeout, or at who dials.`,
  "grpc-connections": grpcText,
  "requests-kept": ({ share }) =>
    `${partLead(share)}requests to the HTTP server: look for who keeps a *http.Request, its header or its context, or for requests that are still being answered.`,
  "responses-kept": ({ share }) =>
    `${partLead(share)}responses that HTTP clients read, their headers above all: look for who keeps a *http.Response or its header, or for bodies that are not closed.`,
  "database-statements": ({ share }) =>
    `${partLead(share)}prepared statements of a database: look for Stmt that are not closed.`,
  "database-connections": ({ share }) =>
    `${partLead(share)}open connections to a database: look for Rows, Tx or Conn that are not closed, and at SetMaxOpenConns.`,
  timer: ({ share }) =>
    `${partLead(share)}tickers or timers, which are kept: look for who makes them without Stop and holds on to them, or for long waits where they stay until they fire (Go before 1.23, asynctimerchan=1).`,
  "after-func": ({ share }) =>
    `${partLead(share)}functions that wait for their time in time.AfterFunc: look for long waits and a missing Stop.`,
  "context-tree": ({ share }) =>
    `${partLead(share)}contexts, which are kept: look for a cancel function that is not called, a deadline that is far off, or who stores them.`,
  "context-values": ({ share }) =>
    `${partLead(share)}contexts with values: look for a context that is kept and wrapped again and again, or for who keeps those of requests.`,
  "signal-channels": ({ share }) =>
    `${partLead(share)}channels that signals are sent to: look for signal.Notify without Stop, or a stop of NotifyContext that is not called.`,
  "requests-open": ({ count, function: name, there, isMost, waits }) => {
    const lead = `${countOf(count, "more request")} to the HTTP server ${count === 1 ? "is" : "are"} being answered`;
    if (name === null) return `${lead}.`;
    if (!isMost) return `${lead}, ${countText(there)} of all in ${shortFrame(name)}.`;
    return waits === null
      ? `${lead}; of all that are, most are in ${shortFrame(name)}.`
      : `${lead}.${waitText({ waits, waitsIn: name, function: "" })}`;
  },
  "own-on-all-stacks": ({ function: name }) => `${shortFrame(name)} is on all of these stacks.`,
  "dependency-code": (facts) => `${dependencyText(facts)}.`,
  "decoder-not-holder": ({ share }) => (share >= NEARLY_ALL ? LOOK_FOR_HOLDER : LOOK_FOR_MOST),
  pool: ({ share }) =>
    `${mostLead(share)} was made for a sync.Pool: what lies in one goes at the second collection, what was taken and not put back stays. Compare with a later profile.`,
  observability: ({ by, share }) => `${mostLead(share)} is allocated ${OBSERVERS[by]}`,
  kubernetes: () => "",
  "large-blocks": largeText,
  "map-table": ({ function: name, size }) =>
    `Sizes double up to ${sizeText(size)} in ${shortFrame(name)}, as tables of a map do, or arrays that append grows: a map's stay when entries go.`,
  "append-only": ({ function: name, size, count, share, isCopied }) =>
    isCopied
      ? `${partLead(share)}${count === 1 ? "one block" : `${countText(count)} blocks`} of ${sizeText(size)}, copied a little larger again and again, as s += x does, in ${shortFrame(name)}: look for what is only ever added to.`
      : `${partLead(share)}${count === 1 ? "one array" : `${countText(count)} arrays`} of ${sizeText(size)} that grew step by step, as append does, in ${shortFrame(name)}: look for what is never taken out.`,
  "one-tree": ({ functions, share }) => {
    const calls = `Recursion: ${listOf(functions.map(bareFrame))} ${functions.length === 1 ? "calls itself" : "call each other"}`;
    return share >= ALL
      ? `${calls}, so these places are one cause.`
      : `${calls}; what lies below that, ${wholePercent(share)} of it, is one cause.`;
  },
  "stacks-cut": ({ frames }) => `Stacks are cut at ${frames} frames, so their callers are missing.`,
};

export function growthFindingText(finding: GrowthFinding): string {
  const text = sayIn(WORDS, finding);
  return finding.code in BESIDE_HEAP_WORDS ? capital(text) : text;
}

function grpcText({ clients, servers }: GrowthFacts["grpc-connections"]): string {
  const ends = [
    ...(clients > 0 ? [countOf(clients, "more gRPC client connection")] : []),
    ...(servers > 0 ? [`${countOf(servers, "more connection")} to the gRPC server`] : []),
  ];
  const look =
    clients > 0
      ? "look for a ClientConn that is made for each call and not closed"
      : "look at who dials, or at MaxConnectionIdle of keepalive.ServerParameters";
  return `${listOf(ends)} ${clients + servers === 1 ? "is" : "are"} open: ${look}.`;
}

/** Those that are more are not among those that ended. */
function endedText({ descriptors, base, current }: GrowthFacts["goroutines-ended"]): string {
  const [all, ended] = [round(descriptors), round(descriptors - Math.max(0, current - base))];
  const end = ended === all ? " and have ended" : `, of which about ${countText(ended)} have ended`;
  return `That is descriptors of about ${countOf(all, "goroutine")} that ran at once${end} (${countText(base)} -> ${countText(current)} now): Go keeps them for the next burst, which is no leak.`;
}

/** `Allocated by k8s.io/api`: without its dot. */
export function dependencyText({ module, share }: GrowthFacts["dependency-code"]): string {
  return share >= NEARLY_ALL ? `Allocated by ${module}` : `Most of it is allocated by ${module}`;
}

function mostLead(share: number): string {
  return share >= NEARLY_ALL ? "It" : "Most of it";
}

/** `most of them `, `40 of them `; "" where it is all. */
function partOf(part: number, all: number): string {
  if (part === all) return "";
  return part > all / 2 ? "most of them " : `${countText(part)} of them `;
}

function largeText({ size, count, share, mayBeTables, areBuffers }: GrowthFacts["large-blocks"]): string {
  const about = `about ${countText(round(count))}`;
  const several =
    share >= NEARLY_ALL
      ? `Objects are large (${about} of ${sizeText(size)})`
      : `${wholePercent(share)} of it is large objects (${about} of ${sizeText(size)})`;
  const one = share >= NEARLY_ALL ? "It" : `${wholePercent(share)} of it`;
  const [objects, each] = count === 1 ? [`${one} is one object of ${sizeText(size)}`, "it"] : [several, "each"];
  const buffer = areBuffers ? "a buffer that was fuller once, or " : "";
  const tables = mayBeTables ? ", or they are tables of a map" : "";
  return `${objects}: if little of ${each} is in use, ${buffer}a short slice or string may keep it whole${tables}.`;
}

function goroutineLeakText(facts: GrowthFacts["goroutine-leak"]): string {
  const { count, function: name, createdBy, perIteration, others } = facts;
  const started = createdBy === null ? "" : ` were started by ${shortFrame(createdBy)} and`;
  const rate = perIteration === null ? "" : ` (${formatFixed(perIteration, 1)} per iteration)`;
  const more = others > 0 ? `; ${countOf(others, "more function")} likewise` : "";
  return `${countOf(count, "more goroutine")} in ${shortFrame(name)}${rate}${started} have not ended: ${shareText(facts)}${more}.${waitText(facts)}`;
}

function shareText({ count, growth, share, by, createdBy }: GrowthFacts["goroutine-leak"]): string {
  const part = share >= NEARLY_ALL ? "" : ` (${wholePercent(share)} in all)`;
  const each = `${sizeText(growth / count)} of the growth for each${part}`;
  if (by === "creator-code" && createdBy !== null)
    return `what ${shortFrame(createdBy)} allocated, ${each}, may be theirs`;
  if (by === "package") return `what their package allocated, ${each}, may be theirs`;
  return by === "number" ? `objects grew in step with them, ${each}, and may be theirs` : each;
}

function goroutinesMoreText(facts: GrowthFacts["goroutines-more"]): string {
  const { count, function: name, createdBy, others, hasGrowth } = facts;
  const started = createdBy === null ? "" : `, started by ${shortFrame(createdBy)}`;
  const about = hasGrowth
    ? "; whether what grew is theirs is not known, and a heap profile does not count their stacks"
    : ": a heap profile does not count their stacks";
  const besides = others === 0 ? "" : `, and more in ${countOf(others, "other function")}`;
  return `There ${count === 1 ? "is" : "are"} ${countOf(count, "more goroutine")} in ${shortFrame(name)}${started}${besides}${about}.${waitText(facts)}`;
}

/** From half on it is most of what the growth is. */
export const HALF = 0.5;

function partLead(share: number): string {
  if (share >= NEARLY_ALL) return "That is ";
  return share >= HALF ? "Most of that is " : `${wholePercent(share)} of it is `;
}

/** Two digits: an estimate has no more. */
function round(count: number): number {
  const size = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1);
  return Math.round(count / size) * size;
}

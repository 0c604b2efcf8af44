/** What an API server may do to whoever asks it for a pod and a forward by way of kubectl, by name. Nothing of it comes to a profile. */
import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { podObject } from "../stub-kubectl.ts";

export interface ApiBehaviour {
  /** Undefined where the usual answer is given. */
  readonly get?: (request: IncomingMessage, response: ServerResponse) => void;
  readonly service?: (request: IncomingMessage, response: ServerResponse) => void;
  readonly list?: (request: IncomingMessage, response: ServerResponse) => void;
  /** Before anything is asked: which kinds there are. */
  readonly discover?: (request: IncomingMessage, response: ServerResponse) => void;
  readonly upgrade?: (request: IncomingMessage, socket: Duplex) => void;
}

type Answer = NonNullable<ApiBehaviour["get"]>;
type Upgrade = NonNullable<ApiBehaviour["upgrade"]>;

export const sayJson =
  (object: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof object === "string" ? object : JSON.stringify(object));
  };

const page =
  (status: number): Answer =>
  (_, response) => {
    response.writeHead(status, { "content-type": "text/html" });
    response.end(`<html><body><h1>${status}</h1>\u001b[2J\u001b]52;c;aGk=\u0007\u202eon strike</body></html>`);
  };

/** As Kubernetes refuses: a Status object. */
const refuse = (code: number, reason: string, headers: Record<string, string> = {}): Answer =>
  sayJson(
    { kind: "Status", apiVersion: "v1", status: "Failure", reason, code, message: `\u001b[2J${reason} \u202eforged` },
    code,
    headers,
  );

export const serviceObject = (selector: unknown): object => ({
  kind: "Service",
  apiVersion: "v1",
  metadata: { name: "web" },
  spec: { selector },
});

const silence = (): void => {};
const reset: Answer = (request) => void request.socket.resetAndDestroy();

/** The first part of an answer, then nothing. */
const stall: Answer = (_, response) => {
  response.writeHead(200, { "content-type": "application/json" });
  response.write('{"kind":"Pod","apiVersion":"v1","metadata":{"name":"web-1"');
};

const endless =
  (first: string, piece: string): Answer =>
  (_, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.write(first);
    const timer = setInterval(() => response.write(piece), 10);
    response.once("close", () => clearInterval(timer));
  };

const item = (name: string, phase = "Running"): object => ({
  ...podObject({ name, phase }),
});
const podList = (items: readonly object[], metadata: object = {}): object => ({
  kind: "PodList",
  apiVersion: "v1",
  metadata,
  items,
});
const named = (name: unknown, namespace: unknown = "shop"): Answer => {
  const pod = podObject() as { readonly metadata: object };
  return sayJson({ ...pod, metadata: { ...pod.metadata, name, namespace } });
};

const socketSays =
  (...parts: readonly (string | Uint8Array)[]): Upgrade =>
  (_, socket) => {
    for (const part of parts) socket.write(part);
    socket.end();
  };

/** Whichever of the two ways kubectl asks for. */
const switched = (request: IncomingMessage): string => {
  const key = `${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const accept = createHash("sha1").update(key).digest("base64");
  const protocol = String(request.headers["sec-websocket-protocol"] ?? "").split(",")[0];
  return [
    "HTTP/1.1 101 Switching Protocols",
    "Connection: Upgrade",
    `Upgrade: ${request.headers.upgrade}`,
    `Sec-WebSocket-Accept: ${accept}`,
    `Sec-WebSocket-Protocol: ${protocol}`,
    "X-Stream-Protocol-Version: portforward.k8s.io",
    "\r\n",
  ].join("\r\n");
};

const accepted =
  (then: (socket: Duplex) => void): Upgrade =>
  (request, socket) => {
    socket.write(switched(request));
    then(socket);
  };

const STATUSES = [400, 401, 403, 404, 405, 409, 410, 418, 422, 500, 501, 502, 503, 504];

export const API_BEHAVIOURS: Readonly<Record<string, ApiBehaviour>> = {
  "kinds: silence": { discover: silence },
  "kinds: reset": { discover: reset },
  "kinds: a page of 200": { discover: page(200) },
  "kinds: a page of 401": { discover: page(401) },
  "kinds: a page of 503": { discover: page(503) },
  "kinds: of another shape": { discover: sayJson({ kind: "APIResourceList", groupVersion: 7, resources: "pods" }) },
  "kinds: without end": { discover: endless('{"kind":"APIResourceList","resources":[', '{"name":"pods"},') },

  ...Object.fromEntries(
    STATUSES.map((status) => [`pod: a page of ${status}`, { get: page(status), list: page(status) }]),
  ),
  "pod: 401 in Kubernetes's words": { get: refuse(401, "Unauthorized") },
  "pod: 403 in Kubernetes's words": { get: refuse(403, "Forbidden") },
  "pod: 404 in Kubernetes's words": { get: refuse(404, "NotFound") },
  "pod: 409 in Kubernetes's words": { get: refuse(409, "Conflict") },
  "pod: 429, come again at once, for ever": { get: refuse(429, "TooManyRequests", { "retry-after": "1" }) },
  "pod: 429, come again in an hour": { get: refuse(429, "TooManyRequests", { "retry-after": "3600" }) },
  "pod: 500 in Kubernetes's words, come again": { get: refuse(500, "InternalError", { "retry-after": "1" }) },
  "pod: silence": { get: silence },
  "pod: half of it, then silence": { get: stall },
  "pod: reset": { get: reset },
  "pod: without end": { get: endless('{"kind":"Pod","metadata":{"name":"', "a".repeat(4096)) },
  "pod: blanks without end": { get: endless("", " ".repeat(4096)) },
  "pod: nothing": { get: sayJson("") },
  "pod: null": { get: sayJson("null") },
  "pod: a list of lists": { get: sayJson("[[[]]]") },
  "pod: half a JSON": { get: sayJson('{"kind":"Pod","metadata":{') },
  "pod: nested 100,000 deep": { get: sayJson(`{"kind":"Pod","apiVersion":"v1","a":${"[".repeat(100_000)}`) },
  "pod: a success that is no pod": { get: sayJson({ kind: "Status", apiVersion: "v1", status: "Success" }) },
  "pod: without metadata": { get: sayJson({ kind: "Pod", apiVersion: "v1", spec: { containers: [] } }) },
  "pod: with containers that are none": {
    get: sayJson({ kind: "Pod", apiVersion: "v1", metadata: { name: "web-1" }, spec: { containers: { a: 1 } } }),
  },
  "pod: named as an option": { get: named("--server=http://127.0.0.1:1") },
  "pod: named as a path": { get: named("../../../etc") },
  "pod: named by escapes": { get: named("\u001b[2Jweb\u202e") },
  "pod: named by a number": { get: named(7) },
  "pod: named by a megabyte": { get: named("a".repeat(1 << 20)) },
  "pod: of a namespace that is an option": { get: named("web-1", "x --server=http://127.0.0.1:1") },
  "pod: of a namespace of a megabyte": { get: named("web-1", "a".repeat(1 << 20)) },
  "pod: of a namespace by escapes": { get: named("web-1", "\u001b[2J\u202e\n") },
  "pod: of a namespace with a NUL": { get: named("web-1", "a\0b") },
  "pod: that is pending": { get: sayJson(podObject({ phase: "Pending" })) },
  "pod: in a phase by escapes": { get: sayJson(podObject({ phase: "\u001b[2J\u202e\n\nheapblame: ok" })) },
  "pod: in a phase of a megabyte": { get: sayJson(podObject({ phase: "x".repeat(1 << 20) })) },
  "pod: moved to a port that nobody listens at": {
    get: (_, response) => void response.writeHead(302, { location: "http://127.0.0.1:1/" }).end(),
  },
  "pod: moved in circles": {
    get: (request, response) => void response.writeHead(307, { location: request.url ?? "/" }).end(),
  },

  "service: that picks by a megabyte": { service: sayJson(serviceObject({ app: "a".repeat(1 << 20) })) },
  "service: that picks by a NUL": { service: sayJson(serviceObject({ app: "a\0b" })) },
  "service: that picks by escapes": { service: sayJson(serviceObject({ "\u001b[2J": "\u202e" })) },
  "service: that picks by lists": { service: sayJson(serviceObject([[1]])) },
  "service: that picks nothing": { service: sayJson(serviceObject({})) },

  "pods: silence": { list: silence },
  "pods: none": { list: sayJson(podList([])) },
  "pods: without end": {
    list: endless('{"kind":"PodList","apiVersion":"v1","items":[', `${JSON.stringify(item("web"))},`),
  },
  "pods: a next page, always": { list: sayJson(podList([item("web-1", "Pending")], { continue: "again" })) },
  "pods: a next page that has expired": {
    list: (request, response) =>
      (request.url?.includes("continue=")
        ? refuse(410, "Expired")
        : sayJson(podList([item("web-1", "Pending")], { continue: "again" })))(request, response),
  },
  "pods: 20,000 that are pending": {
    list: sayJson(podList(Array.from({ length: 20_000 }, (_, at) => item(`web-${at}`, "Pending")))),
  },
  "pods: no list": { list: sayJson({ kind: "PodList", apiVersion: "v1", metadata: {}, items: { a: 1 } }) },
  "pods: of numbers": { list: sayJson({ kind: "PodList", apiVersion: "v1", metadata: {}, items: [1, null, "web"] }) },

  "forward: silence": { upgrade: silence },
  "forward: reset": {
    upgrade: (_, socket) => void (socket as unknown as { resetAndDestroy: () => void }).resetAndDestroy(),
  },
  "forward: refused by a page of 403": {
    upgrade: socketSays("HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\n\r\n<h1>\u001b[2Jno</h1>"),
  },
  "forward: refused by a page of 502": { upgrade: socketSays("HTTP/1.1 502 Bad Gateway\r\n\r\n<h1>no</h1>") },
  "forward: 200 in place of another protocol": {
    upgrade: socketSays("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
  },
  "forward: garbage": { upgrade: socketSays("\u001b[2J\0\u0001garbage\r\n\r\n") },
  "forward: headers without end": {
    upgrade: (_, socket) => {
      socket.write("HTTP/1.1 101 Switching Protocols\r\n");
      const timer = setInterval(() => socket.write(`X-A: ${"a".repeat(4096)}\r\n`), 5);
      socket.once("close", () => clearInterval(timer));
    },
  },
  "forward: another protocol, and silence": { upgrade: accepted(silence) },
  "forward: another protocol, and garbage": {
    upgrade: accepted((socket) => void socket.write(Buffer.alloc(65_536, 0xff))),
  },
  "forward: another protocol, and its end": { upgrade: accepted((socket) => void socket.end()) },
  "forward: another protocol, and its end after a while": {
    upgrade: accepted((socket) => void setTimeout(() => socket.destroy(), 300)),
  },
};

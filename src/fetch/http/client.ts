/** One request over one connection. The only importer of Node's HTTP, which is loaded with this file. */
import { type ClientRequest, type IncomingMessage, type RequestOptions, request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";
import { isIP, type Socket } from "node:net";
import { Readable } from "node:stream";
import { type ConnectionOptions, connect as connectSecure } from "node:tls";
import type { HttpRequest, TlsMaterial } from "./request.ts";
import type { Header } from "./settings.ts";

export interface RawAnswer {
  readonly status: number;
  /** As the server words it. */
  readonly statusText: string;
  /** Several of one name joined by commas; "" if there is none. */
  readonly header: (name: string) => string;
  readonly body: Readable;
  /** Ends the connection. */
  readonly close: () => void;
}

/** The proxy answered a CONNECT with something else than yes. */
export class TunnelRefusal extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`the proxy refused to connect: ${status}`);
    this.status = status;
  }
}

/** Follows no redirect. Throws TunnelRefusal and the errors of Node's sockets, TLS and HTTP. */
export async function send(request: HttpRequest, proxy: URL | undefined, signal: AbortSignal): Promise<RawAnswer> {
  const { url, headers, tls, body } = request;
  const path = url.pathname + url.search;
  if (proxy === undefined) return await ask(url, { path, headers: headersOf(headers) }, request, signal);
  if (url.protocol === "https:") {
    const socket = await openTunnel(url, proxy, signal);
    const createConnection = (): Socket => connectSecure({ ...tlsOptions(url, tls), socket });
    return await ask(url, { path, headers: headersOf(headers), createConnection }, request, signal);
  }
  // Of a proxy, http is asked for with its whole URL.
  const host: Header[] = headers.some(([name]) => /^host$/i.test(name)) ? [] : [["Host", url.host]];
  const all = headersOf([...host, ...headers, ...proxyAuthorization(proxy)]);
  return await ask(proxy, { path: url.href, headers: all }, { tls: { rejectUnauthorized: true }, body }, signal);
}

function ask(
  to: URL,
  options: RequestOptions,
  { tls, body }: Pick<HttpRequest, "tls" | "body">,
  signal: AbortSignal,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const client = open(to, { ...options, method: body === undefined ? "GET" : "POST", signal }, tls);
    // Stays for errors after the answer began, which its body has too.
    client.on("error", reject);
    client.on("response", (answer) => resolve(rawAnswer(client, answer)));
    // Another protocol, which was not asked for, is an answer without a body; Node says nothing more of such a request.
    client.on("upgrade", (answer, socket) => {
      socket.destroy();
      resolve({ ...rawAnswer(client, answer), body: Readable.from([]) });
    });
    client.on("close", () => reject(new Error("the connection was closed without an answer")));
    client.end(body);
  });
}

function rawAnswer(client: ClientRequest, answer: IncomingMessage): RawAnswer {
  return {
    status: answer.statusCode ?? 0,
    statusText: answer.statusMessage ?? "",
    header: (name) => [answer.headers[name] ?? ""].flat().join(", "),
    body: answer,
    close: () => {
      // Whoever left the body half-read does not want to hear of its end.
      answer.on("error", () => {});
      client.destroy();
    },
  };
}

function open(to: URL, options: RequestOptions, tls: TlsMaterial): ClientRequest {
  // An agent would make its own connection; without a word about it there is the one that keeps connections.
  const agent = options.createConnection === undefined ? { agent: false } : {};
  const target = { ...options, ...agent, host: hostOf(to), port: to.port };
  return to.protocol === "https:" ? requestSecure({ ...target, ...tlsOptions(to, tls) }) : requestPlain(target);
}

function openTunnel(url: URL, proxy: URL, signal: AbortSignal): Promise<Socket> {
  const address = `${url.hostname}:${url.port || 443}`;
  const headers = headersOf([["Host", address], ...proxyAuthorization(proxy)]);
  return new Promise((resolve, reject) => {
    const client = open(proxy, { method: "CONNECT", path: address, headers, signal }, { rejectUnauthorized: true });
    client.on("error", reject);
    client.on("connect", ({ statusCode = 0 }, socket) => {
      if (statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(new TunnelRefusal(statusCode));
    });
    client.end();
  });
}

/** The certificate must be for the host of the URL, whatever a Host header says. */
function tlsOptions(url: URL, tls: TlsMaterial): ConnectionOptions {
  const host = hostOf(url);
  return { ...tls, host, servername: isIP(host) === 0 ? host : "" };
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "");
}

/** As Node takes them: a header that comes several times is one with several values. */
function headersOf(headers: readonly Header[]): Record<string, string | string[]> {
  const byName = new Map<string, { readonly name: string; readonly values: string[] }>();
  for (const [name, value] of headers) {
    const known = byName.get(name.toLowerCase());
    if (known === undefined) byName.set(name.toLowerCase(), { name, values: [value] });
    else known.values.push(value);
  }
  return Object.fromEntries(
    [...byName.values()].map(({ name, values }) => [name, values.length === 1 ? (values[0] as string) : values]),
  );
}

function proxyAuthorization({ username, password }: URL): Header[] {
  if (username === "") return [];
  const words = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return [["Proxy-Authorization", `Basic ${Buffer.from(words).toString("base64")}`]];
}

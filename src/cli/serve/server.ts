/**
 * Pages on loopback, given to whoever has the token, and what pprof's addresses ask for. It changes nothing, and answers only to the name that it was
 * opened by: a page of another site that has its own name point here gets nothing.
 */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { escapeText } from "../../render/html/page.ts";
import { plainPolicy, renderPlainPage } from "./plain-page.ts";
import { HEADERS, HTML, refuse } from "./responses.ts";
import { openOnce, type PageChoice, show } from "./routes.ts";

export interface Listening {
  readonly server: Server;
  /** Without the token. */
  readonly url: string;
  readonly token: string;
}

const COOKIE = "heapblame";
/** Of addresses while they are read; no answer has it. */
const ORIGIN = "http://page";

/** `port` 0 for a free one. Rejects with the system's error. */
export async function listen(choices: readonly PageChoice[], host: string, port: number): Promise<Listening> {
  const token = randomBytes(18).toString("base64url");
  const opened = openOnce(choices);
  const server = createServer((request, response) =>
    answer(request, response, opened, token, allowedHosts(server, host)),
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return { server, url: `http://${hostText(host)}:${portOf(server)}/`, token };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

function hostText(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

/** On loopback its names only; elsewhere any, since the name by which others see this machine is not known here. */
function allowedHosts(server: Server, host: string): readonly string[] | undefined {
  if (!isLoopback(host)) return undefined;
  const port = portOf(server);
  return ["localhost", "127.0.0.1", "[::1]", hostText(host)].flatMap((name) => [
    `${name}:${port}`,
    ...(port === 80 ? [name] : []),
  ]);
}

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  choices: readonly PageChoice[],
  token: string,
  hosts: readonly string[] | undefined,
): void {
  const fault = faultOf(request, hosts);
  if (fault !== undefined) {
    refuse(response, ...fault);
    return;
  }
  const url = addressOf(request);
  if (url === undefined) refuse(response, 400, "This is no address of a page.");
  else if (isSame(url.searchParams.get("token") ?? "", token)) enter(request, response, url, token);
  else if (isSame(cookieOf(request), token)) {
    show(response, url, choices).catch((error: unknown) => fail(response, error));
  } else if (hosts === undefined) refuse(response, 403, "Open the address that heapblame has printed.");
  else askIn(response, url, token);
}

/** By its path alone, with one slash where it begins: it leads to no other host. undefined for what is none. */
function addressOf({ url: text = "/" }: IncomingMessage): URL | undefined {
  if (!text.startsWith("/") || !URL.canParse(text.replace(/^[/\\]+/, "/"), ORIGIN)) return undefined;
  const url = new URL(text.replace(/^[/\\]+/, "/"), ORIGIN);
  url.pathname = url.pathname.replace(/^\/+/, "/");
  return url;
}

/** Why a request gets nothing, whoever has the token. */
function faultOf(
  { headers: { host = "", origin }, method }: IncomingMessage,
  hosts: readonly string[] | undefined,
): [status: number, text: string] | undefined {
  if (hosts !== undefined && !hosts.includes(host.toLowerCase()))
    return [403, "This page answers to its own address only."];
  if (origin !== undefined && origin !== `http://${host}`) return [403, "Other sites may ask nothing here."];
  return method === "GET" || method === "HEAD" ? undefined : [405, "There is nothing to change here."];
}

/** What went wrong in us ends this answer, and no other. */
function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) response.destroy();
  else refuse(response, 500, `This went wrong: ${error instanceof Error ? error.message : String(error)}`);
}

function isSame(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Cookies know no ports: two pages of one machine keep theirs apart by name. */
function cookieName(request: IncomingMessage): string {
  return `${COOKIE}-${request.socket.localPort ?? 0}`;
}

function cookieOf(request: IncomingMessage): string {
  const wanted = `${cookieName(request)}=`;
  const found = (request.headers.cookie ?? "").split(/;\s*/).find((cookie) => cookie.startsWith(wanted));
  return found?.slice(wanted.length) ?? "";
}

/** The token goes from the address into a cookie, so that links that are copied later do not have it. */
function enter(request: IncomingMessage, response: ServerResponse, url: URL, token: string): void {
  url.searchParams.delete("token");
  response.writeHead(303, {
    ...HEADERS,
    "Set-Cookie": `${cookieName(request)}=${token}; HttpOnly; SameSite=Strict; Path=/`,
    Location: `${url.pathname}${url.search}`,
  });
  response.end();
}

/** On loopback, an old link: the reader says that it was meant. No other site can press the button or read what is here. */
function askIn(response: ServerResponse, url: URL, token: string): void {
  const kept = [...url.searchParams].filter(([name]) => name !== "token");
  const fields = [["token", token], ...kept].map(
    ([name = "", value = ""]) => `<input type="hidden" name="${escapeText(name)}" value="${escapeText(value)}">`,
  );
  response.writeHead(200, {
    ...HEADERS,
    ...HTML,
    "Content-Security-Policy": plainPolicy("'self'"),
  });
  const what = "This address is not one that heapblame has opened";
  response.end(
    renderPlainPage(
      what,
      `<form action="${escapeText(url.pathname)}"><h1>${what}</h1>` +
        `<p>It may be a link of an earlier visit. Nobody but you can press the button.</p>${fields.join("")}<button>Open the profile</button></form>`,
    ),
  );
}

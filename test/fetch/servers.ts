/** Servers on loopback that behave as badly as a test wants. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer, type ServerOptions } from "node:https";
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server as NetServer,
  type Socket,
} from "node:net";
import { after } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { encodeProfile } from "../../src/profile/codec/encode.ts";
import { profileFromText } from "../profile/profile-from-text.ts";

/** A whole profile as a server sends it. */
export const PROFILE: Buffer = gzipSync(encodeProfile(profileFromText("main.main;main.leak 3 4096")));

export interface TestServer {
  /** Without a path. */
  readonly url: string;
  readonly port: number;
  /** What it was asked, in order. */
  readonly requests: readonly IncomingMessage[];
  /** Once all that clients sent who are gone has come, and their connections are closed. */
  readonly settled: () => Promise<void>;
}

/** Over TLS if there are options for it. Ends with the test file. */
export async function serve(answer: RequestListener, tls?: ServerOptions): Promise<TestServer> {
  const requests: IncomingMessage[] = [];
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    requests.push(request);
    answer(request, response);
  };
  const server: Server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  const port = await listen(server);
  const settled = async (): Promise<void> => {
    // Connections are accepted in order: with this one all before it are.
    const last = connect(port, "127.0.0.1");
    await once(last, "connect");
    const open = (): Promise<number> => promisify(server.getConnections.bind(server))();
    const until = async (is: (count: number) => boolean): Promise<void> => {
      for (let waited = 0; !is(await open()); waited++) {
        if (waited > 4_000) throw new Error("connections stay open");
        await sleep(5);
      }
    };
    await until((count) => count > 0);
    last.destroy();
    await until((count) => count === 0);
  };
  return { url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${port}`, port, requests, settled };
}

/** One that is no web server: `talk` has the connection. */
export async function serveRaw(
  talk: (socket: Socket) => void,
): Promise<{ readonly url: string; readonly port: number }> {
  const sockets: Socket[] = [];
  const server = createTcpServer((socket) => {
    socket.on("error", () => {});
    sockets.push(socket);
    talk(socket);
  });
  after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const port = await listen(server);
  return { url: `http://127.0.0.1:${port}`, port };
}

/** Sends the text when the first line of a request has come; hangs up after it unless told otherwise. */
export function saying(text: string | Uint8Array, hangUp = true): (socket: Socket) => void {
  return (socket) => {
    socket.once("data", () => {
      socket.write(text);
      if (hangUp) socket.end();
    });
  };
}

/** A port that nothing listens at. */
export async function closedPort(): Promise<number> {
  const server = createTcpServer();
  const port = await listen(server);
  server.close();
  await once(server, "close");
  return port;
}

async function listen(server: NetServer): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

export function answerProfile(response: ServerResponse): void {
  response.writeHead(200, { "Content-Type": "application/octet-stream", "Content-Length": PROFILE.length });
  response.end(PROFILE);
}

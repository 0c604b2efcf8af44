/** One request over one connection. The only importer of undici, which is loaded with this file. */
import { STATUS_CODES } from "node:http";
import type { Readable } from "node:stream";
import { Agent, buildConnector, type Dispatcher, ProxyAgent } from "undici";
import type { HttpRequest, TlsMaterial } from "./http-request.ts";

export interface RawAnswer {
  readonly status: number;
  /** As the server words it. */
  readonly statusText: string;
  /** Of a header that came more than once the first; "" if it did not come. */
  readonly header: (name: string) => string;
  readonly body: Readable;
  /** Ends the connection. */
  readonly close: () => Promise<void>;
}

/** Follows no redirect. Throws what undici throws. */
export async function send(request: HttpRequest, proxy: URL | undefined, signal: AbortSignal): Promise<RawAnswer> {
  let socketError: Error | undefined;
  const { dispatcher, origin, path, headers } = route(request, proxy, (error) => {
    socketError ??= error;
  });
  let statusText = "";
  const noting = dispatcher.compose(
    noteStatusText((text) => {
      statusText = text;
    }),
  );
  try {
    const answer = await noting.request({
      origin,
      path,
      method: "GET",
      headers: [...headers, ...request.headers.flat()],
      signal,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    return {
      status: answer.statusCode,
      statusText: statusText || (STATUS_CODES[answer.statusCode] ?? ""),
      header: (name) => [answer.headers[name] ?? ""].flat()[0] as string,
      body: answer.body,
      close: () => dispatcher.destroy(),
    };
  } catch (error) {
    await dispatcher.destroy();
    throw socketError ?? error;
  }
}

interface Route {
  readonly dispatcher: Dispatcher;
  readonly origin: string;
  readonly path: string;
  readonly headers: readonly string[];
}

/** Through a proxy, http is asked for with its whole URL, https through a tunnel. */
function route(
  { url, headers, tls }: HttpRequest,
  proxy: URL | undefined,
  onSocketError: (error: Error) => void,
): Route {
  const path = url.pathname + url.search;
  const connection = { connections: 1, pipelining: 0 };
  const connect = { ...connectOptions(tls) };
  if (proxy === undefined) {
    const noting = noteErrors(buildConnector(connect), onSocketError);
    return { dispatcher: new Agent({ ...connection, connect: noting }), origin: url.origin, path, headers: [] };
  }
  const authorization = basicOf(proxy);
  if (url.protocol === "https:") {
    const token = authorization === undefined ? {} : { token: authorization };
    const uri = proxy.origin;
    const dispatcher = new ProxyAgent({ ...connection, uri, ...token, requestTls: connect, proxyTls: { timeout: 0 } });
    return { dispatcher, origin: url.origin, path, headers: [] };
  }
  const hasHost = headers.some(([name]) => name.toLowerCase() === "host");
  return {
    dispatcher: new Agent({ ...connection, connect: { timeout: 0 } }),
    origin: proxy.origin,
    path: url.href,
    headers: [
      ...(hasHost ? [] : ["Host", url.host]),
      ...(authorization === undefined ? [] : ["Proxy-Authorization", authorization]),
    ],
  };
}

/** The clock of the whole request also times the connection. */
function connectOptions({ ca, cert, key, rejectUnauthorized }: TlsMaterial): object {
  return {
    timeout: 0,
    rejectUnauthorized,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert, key }),
  };
}

/** What a server says when it refuses a certificate after the handshake: undici only sees that the connection ends. */
function noteErrors(connect: buildConnector.connector, note: (error: Error) => void): buildConnector.connector {
  return (options, callback) => {
    connect(options, (...[error, socket]: buildConnector.CallbackArgs) => {
      if (error === null) {
        socket.on("error", note);
        callback(null, socket);
      } else callback(error, null);
    });
  };
}

function basicOf({ username, password }: URL): string | undefined {
  if (username === "") return undefined;
  const words = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(words).toString("base64")}`;
}

/** undici's own answer does not have it. */
function noteStatusText(note: (text: string) => void): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) => {
    const { onHeaders } = handler;
    handler.onHeaders = (status, headers, resume, text) => {
      note(text);
      return onHeaders?.call(handler, status, headers, resume, text) ?? true;
    };
    return dispatch(options, handler);
  };
}

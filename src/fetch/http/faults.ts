/** What went wrong below HTTP, in our words and in those of Go's client. */
import { FetchError } from "../../errors.ts";
import { withoutSecrets } from "../redact.ts";
import { TunnelRefusal } from "./client.ts";
import type { RequestClock } from "./clock.ts";
import { proxyRefusal } from "./refusal.ts";
import { type Fault, type SystemError, tlsFault } from "./tls-faults.ts";

/** Where a request went and what it was timed by. */
export interface FaultContext {
  readonly url: URL;
  readonly proxy: URL | undefined;
  readonly clock: RequestClock;
  /** What the clock was set to. */
  readonly seconds: number;
}

/** A failure before the answer began. */
export function connectFault(error: unknown, context: FaultContext): FetchError {
  const { clock, proxy, url } = context;
  const ended = clock.ended();
  if (ended !== undefined) return endedFault(ended, context, error);
  if (proxy !== undefined && error instanceof TunnelRefusal) return proxyRefusal(proxy, error.status);
  // A request that Node would not even make is our mistake.
  if (error instanceof TypeError) throw error;
  // The first of several addresses that were tried stands for all.
  const first = (error as SystemError).errors?.[0] ?? (error as SystemError);
  const ofTls = tlsFault(first);
  const fault = ofTls ?? connectionFault(first, proxy ?? url);
  const go = `Get "${withoutSecrets(url.href)}": ${fault.go}`;
  if (proxy === undefined || ofTls !== undefined)
    return new FetchError(fault.code, fault.message, go, { cause: error });
  return new FetchError("proxy", `the proxy ${proxy.origin}: ${fault.message}`, go, { cause: error });
}

/** A failure after the answer began. */
export function bodyFault(error: unknown, context: FaultContext): FetchError {
  const ended = context.clock.ended();
  if (ended !== undefined) return endedFault(ended, context, error);
  const message = "the answer was cut short: the connection broke";
  return new FetchError("truncated", message, "unexpected EOF", { cause: error });
}

function endedFault(ended: "timeout" | "aborted", { url, seconds }: FaultContext, cause: unknown): FetchError {
  const go = `Get "${withoutSecrets(url.href)}": `;
  if (ended === "aborted") return new FetchError("aborted", "given up", `${go}context canceled`, { cause });
  const goText = `${go}net/http: timeout awaiting response headers`;
  return new FetchError("timeout", `no whole answer within ${seconds} s`, goText, { cause });
}

function connectionFault(error: SystemError, to: URL): Fault {
  const { code = "", address = "", port, message } = error;
  const dial = `dial tcp ${address.includes(":") ? `[${address}]` : address}:${port}: connect:`;
  switch (code) {
    case "ECONNREFUSED":
      return {
        code: "refused",
        message: `nothing listens at ${to.host}: connection refused`,
        go: `${dial} connection refused`,
      };
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EAI_NODATA":
      return {
        code: "no-such-host",
        message: `no such host: ${to.hostname}`,
        go: `dial tcp: lookup ${to.hostname}: no such host`,
      };
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "EADDRNOTAVAIL":
    case "ETIMEDOUT":
      return { code: "unreachable", message: `${to.host}: ${UNREACHABLE[code]}`, go: `${dial} ${UNREACHABLE[code]}` };
    case "ECONNRESET":
    case "EPIPE": {
      const go = message.startsWith("read ") ? "read: connection reset by peer" : "EOF";
      return { code: "reset", message: "the connection was closed before an answer came", go };
    }
    default:
      return foreignFault(error, to);
  }
}

const UNREACHABLE = {
  EHOSTUNREACH: "no route to host",
  ENETUNREACH: "network is unreachable",
  EADDRNOTAVAIL: "cannot assign requested address",
  ETIMEDOUT: "connection timed out",
} as const;

function foreignFault({ code, message }: SystemError, to: URL): Fault {
  if (code?.startsWith("HPE_")) {
    const go = "net/http: HTTP/1.x transport connection broken: malformed HTTP response";
    if (code === "HPE_HEADER_OVERFLOW")
      return {
        code: "not-http",
        message: `the status line or the headers of what ${to.host} answers are too long`,
        go,
      };
    return { code: "not-http", message: `what ${to.host} answers is no HTTP`, go };
  }
  return { code: "reset", message, go: message };
}

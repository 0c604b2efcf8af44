/** What went wrong below HTTP, in our words and in those of Go's client. */
import { FetchError } from "../errors.ts";
import type { RequestClock } from "./http-clock.ts";
import { proxyWantsPassword } from "./http-refusal.ts";
import { withoutSecrets } from "./redact.ts";

interface Fault {
  readonly code: FetchError["code"];
  readonly message: string;
  /** What Go says after the URL. */
  readonly go: string;
}

export interface FaultContext {
  readonly url: URL;
  readonly proxy: URL | undefined;
  readonly clock: RequestClock;
  /** What the clock was set to. */
  readonly seconds: number;
}

type SystemError = Error & { code?: string; address?: string; port?: number; errors?: SystemError[]; cause?: unknown };

/** A failure before the answer began. */
export function connectFault(error: unknown, context: FaultContext): FetchError {
  const { clock, proxy, url } = context;
  const ended = clock.ended();
  if (ended !== undefined) return endedFault(ended, context, error);
  const fault = describeFault(error as SystemError, url);
  const go = `Get "${withoutSecrets(url.href)}": ${fault.go}`;
  const tunnel = /^Proxy response \((\d+)\)/.exec((error as Error).message)?.[1];
  if (proxy !== undefined && tunnel === "407") return proxyWantsPassword(proxy, error);
  if (proxy !== undefined && fault.code !== "tls") {
    return new FetchError(
      "proxy",
      `the proxy ${proxy.origin}: ${tunnel === undefined ? fault.message : `does not connect us (${tunnel})`}`,
      go,
      { cause: error },
    );
  }
  return new FetchError(fault.code, fault.message, go, { cause: error });
}

/** A failure after the answer began. */
export function bodyFault(error: unknown, context: FaultContext): FetchError {
  const ended = context.clock.ended();
  if (ended !== undefined) return endedFault(ended, context, error);
  return new FetchError("truncated", "the answer was cut short: the connection broke", "unexpected EOF", {
    cause: error,
  });
}

function endedFault(ended: "timeout" | "aborted", { url, seconds }: FaultContext, cause: unknown): FetchError {
  if (ended === "aborted")
    return new FetchError("aborted", "given up", `Get "${withoutSecrets(url.href)}": context canceled`, { cause });
  const go = `Get "${withoutSecrets(url.href)}": net/http: timeout awaiting response headers`;
  return new FetchError("timeout", `no whole answer within ${seconds} s`, go, { cause });
}

/** The first of several addresses that were tried stands for all. */
function describeFault(error: SystemError, url: URL): Fault {
  const first = error.errors?.[0] ?? error;
  const inner = first.cause instanceof Error ? (first.cause as SystemError) : first;
  const code = first.code ?? "";
  const dialed = `dial tcp ${first.address?.includes(":") ? `[${first.address}]` : first.address}:${first.port}`;
  switch (code) {
    case "ECONNREFUSED":
      return {
        code: "refused",
        message: `nothing listens at ${url.host}: connection refused`,
        go: `${dialed}: connect: connection refused`,
      };
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EAI_NODATA":
      return {
        code: "no-such-host",
        message: `no such host: ${url.hostname}`,
        go: `dial tcp: lookup ${url.hostname}: no such host`,
      };
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "EADDRNOTAVAIL":
    case "ETIMEDOUT": {
      const reason = UNREACHABLE[code];
      return { code: "unreachable", message: `${url.host}: ${reason}`, go: `${dialed}: connect: ${reason}` };
    }
    case "ECONNRESET":
    case "EPIPE":
    case "UND_ERR_SOCKET":
      return tlsFault(inner) ?? resetFault(first);
    default:
      return tlsFault(first) ?? foreignFault(first, url);
  }
}

const UNREACHABLE = {
  EHOSTUNREACH: "no route to host",
  ENETUNREACH: "network is unreachable",
  EADDRNOTAVAIL: "cannot assign requested address",
  ETIMEDOUT: "connection timed out",
} as const;

function resetFault({ code }: SystemError): Fault {
  const go = code === "ECONNRESET" ? "read: connection reset by peer" : "EOF";
  return { code: "reset", message: "the connection was closed before an answer came", go };
}

function foreignFault(error: SystemError, url: URL): Fault {
  if (error.code?.startsWith("HPE_")) {
    return {
      code: "not-http",
      message: `what ${url.host} answers is no HTTP`,
      go: "net/http: HTTP/1.x transport connection broken: malformed HTTP response",
    };
  }
  return { code: "reset", message: error.message, go: error.message };
}

const UNKNOWN_ISSUER = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "CERT_UNTRUSTED",
]);

function tlsFault({ code = "", message }: SystemError): Fault | undefined {
  const fault = (text: string, go: string): Fault => ({ code: "tls", message: text, go });
  if (UNKNOWN_ISSUER.has(code)) {
    return fault(
      "the server's certificate is of an authority that is not trusted here: give it with --tls-ca FILE, or take any with --insecure",
      "tls: failed to verify certificate: x509: certificate signed by unknown authority",
    );
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return fault(
      `the server's certificate is for another host: ${message}`,
      `tls: failed to verify certificate: x509: ${message}`,
    );
  }
  if (/^CERT_|^UNABLE_TO_|_CERT_|^HOSTNAME_MISMATCH/.test(code) && !code.startsWith("ERR_")) {
    return fault(
      `the server's certificate was refused: ${message}`,
      `tls: failed to verify certificate: x509: ${message}`,
    );
  }
  if (!/SSL|TLS|EPROTO/.test(code) && !/SSL routines/.test(message)) return undefined;
  if (/certificate.required|handshake.failure|bad.certificate|unknown.ca/i.test(code + message)) {
    return fault(
      "the server wants a client certificate that it knows: give one with --tls-cert FILE and --tls-key FILE",
      "remote error: tls: certificate required",
    );
  }
  if (/wrong.version.number|packet.length|http.request/i.test(code + message)) {
    return {
      code: "tls",
      message: "the server does not speak TLS: try http:// instead of https://",
      go: "http: server gave HTTP response to HTTPS client",
    };
  }
  return fault(`TLS failed: ${opensslReason(message)}`, `tls: ${opensslReason(message)}`);
}

/** OpenSSL's line is `id:error:code:library:function:reason:file:line:`. */
function opensslReason(message: string): string {
  return /:error:[^:]*:[^:]*:[^:]*:([^:]+):/.exec(message)?.[1] ?? message.split("\n")[0] ?? "";
}

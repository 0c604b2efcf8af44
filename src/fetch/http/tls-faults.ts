/** What went wrong with certificates. */
import type { FetchError } from "../../errors.ts";

/** What went wrong below HTTP. */
export interface Fault {
  readonly code: FetchError["code"];
  readonly message: string;
  /** What Go says after the URL. */
  readonly go: string;
}

/** What Node throws for sockets; `errors` where several addresses were tried. */
export type SystemError = Error & { code?: string; address?: string; port?: number; errors?: SystemError[] };

const UNKNOWN_ISSUER = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "CERT_UNTRUSTED",
]);

/** Undefined for what has nothing to do with TLS. */
export function tlsFault({ code = "", message }: SystemError): Fault | undefined {
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

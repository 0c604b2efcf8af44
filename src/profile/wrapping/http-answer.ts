/** What `curl -i`, a proxy's log or a raw socket leaves in front of a body: status lines and headers; and the body's chunks, where nobody joined them. */
import { ProfileError } from "../../errors.ts";
import { UNRECOGNIZED } from "../codec/foreign.ts";
import { joinBytes } from "../codec/gzip/gunzip.ts";
import { latin1 } from "./latin1.ts";
import type { Unwrapped } from "./unwrapped.ts";

/** As much of the front as may be headers. */
const MOST_HEADERS = 65536;

/** Throws ProfileError "wrapped" for the answer of an error, "truncated" for a body without its end. */
export function unwrapHttp(bytes: Uint8Array): Unwrapped | undefined {
  let at = 0;
  let last = "";
  // A proxy's answer, 100 Continue and redirects come first.
  for (let head = readHead(bytes, at); head !== undefined; head = readHead(bytes, at)) {
    last = head;
    at += head.length;
  }
  if (at === 0) return undefined;
  const [status = "", code = ""] = /^HTTP\/\S+ (\d{3})[^\r\n]*/.exec(last) ?? [];
  if (!code.startsWith("2")) {
    throw new ProfileError(
      "wrapped",
      `the answer of a server that had no profile: ${JSON.stringify(status)}`,
      UNRECOGNIZED,
    );
  }
  const lines = latin1(bytes.subarray(0, at)).split("\n").length - 1;
  const notice = `from behind ${lines} lines of HTTP headers, as curl -i writes them (capture with curl -o FILE, without -i)`;
  return { bytes: readBody(bytes.subarray(at), last), notice };
}

/** Status line, headers and the empty line that ends them. */
function readHead(bytes: Uint8Array, at: number): string | undefined {
  if (latin1(bytes.subarray(at, at + 5)) !== "HTTP/") return undefined;
  return /^HTTP\/[\d.]+ \d{3}[^\r\n]*\r?\n(?:[!-9;-~]+:[^\r\n]*\r?\n)*\r?\n/.exec(
    latin1(bytes.subarray(at, at + MOST_HEADERS)),
  )?.[0];
}

function readBody(body: Uint8Array, head: string): Uint8Array {
  if (
    /^transfer-encoding:.*\bchunked/im.test(head) &&
    /^[0-9a-f]+(?:;[^\r\n]*)?\r\n/i.test(latin1(body.subarray(0, 64)))
  ) {
    return joinChunks(body);
  }
  const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
  const isEncoded = /^content-encoding:/im.test(head);
  if (body.length >= length || isEncoded) return body;
  const fact = `the answer of the server is cut short: ${body.length} of ${length} bytes came`;
  throw new ProfileError("truncated", fact, UNRECOGNIZED);
}

function joinChunks(body: Uint8Array): Uint8Array {
  const chunks: Uint8Array[] = [];
  let total = 0;
  let at = 0;
  for (;;) {
    const [line = "", digits] = /^([0-9a-f]{1,12})(?:;[^\r\n]*)?\r\n/i.exec(latin1(body.subarray(at, at + 256))) ?? [];
    const size = digits === undefined ? Number.NaN : Number.parseInt(digits, 16);
    if (size === 0) return joinBytes(chunks, total);
    at += line.length;
    if (Number.isNaN(size) || at + size > body.length) {
      throw new ProfileError("truncated", `the chunks of the answer end too early, after ${total} bytes`, UNRECOGNIZED);
    }
    chunks.push(body.subarray(at, at + size));
    total += size;
    at += size + 2;
  }
}

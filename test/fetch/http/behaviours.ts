/** What a server may do to whoever asks it for a profile, by name, and what is to become of the answer. */
import type { Socket } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { PROFILE } from "../servers.ts";

export type Talk = (socket: Socket, request: string) => void;
export type Outcome = "kept" | "refused";

const NL = "\r\n";
const head = (status: string, ...headers: readonly string[]): string =>
  [`HTTP/1.1 ${status}`, ...headers, "", ""].join(NL);
const LENGTH = `Content-Length: ${PROFILE.length}`;
const OK = head("200 OK", LENGTH, "Connection: close");

/** Says it all and hangs up. */
const say =
  (...parts: readonly (string | Uint8Array)[]): Talk =>
  (socket) => {
    for (const part of parts) socket.write(part);
    socket.end();
  };

/** Says it all and stays silent. */
const hang =
  (...parts: readonly (string | Uint8Array)[]): Talk =>
  (socket) => {
    for (const part of parts) socket.write(part);
  };

const reset =
  (...parts: readonly (string | Uint8Array)[]): Talk =>
  (socket) => {
    for (const part of parts) socket.write(part);
    setTimeout(() => socket.resetAndDestroy(), 20);
  };

/** A byte every 40 ms, without end. */
const drip =
  (first: string, more: string): Talk =>
  (socket) => {
    socket.write(first);
    const timer = setInterval(() => socket.write(more), 40);
    socket.on("close", () => clearInterval(timer));
  };

/** As fast as it is taken, without end. */
const flood =
  (first: string, piece: Uint8Array): Talk =>
  (socket) => {
    const more = (): void => {
      while (!socket.destroyed && socket.write(piece));
    };
    socket.on("drain", more);
    socket.write(first);
    more();
  };

const chunk = (bytes: Uint8Array | string): Buffer =>
  Buffer.concat([
    Buffer.from(`${Buffer.byteLength(bytes).toString(16)}${NL}`),
    Buffer.from(bytes as Uint8Array),
    Buffer.from(NL),
  ]);
const CHUNKED = head("200 OK", "Transfer-Encoding: chunked", "Connection: close");
const half = PROFILE.subarray(0, PROFILE.length >> 1);
const page = "<!DOCTYPE html><html><body>sign in</body></html>";
const answerOf = (status: string, body: string, ...headers: readonly string[]): Talk =>
  say(head(status, `Content-Length: ${Buffer.byteLength(body)}`, "Connection: close", ...headers), body);

export const BEHAVIOURS: Readonly<Record<string, readonly [Talk, Outcome]>> = {
  "a whole answer": [say(OK, PROFILE), "kept"],
  "HTTP/1.0 without a length": [say(`HTTP/1.0 200 OK${NL}${NL}`, PROFILE), "kept"],
  "HTTP/1.0 with a length": [say(`HTTP/1.0 200 OK${NL}${LENGTH}${NL}${NL}`, PROFILE), "kept"],
  "no length, closed at the end": [say(head("200 OK", "Connection: close"), PROFILE), "kept"],
  "chunks of one byte": [
    say(CHUNKED, ...[...PROFILE].map((byte) => chunk(Uint8Array.of(byte))), `0${NL}${NL}`),
    "kept",
  ],
  "chunks with extensions and trailers": [
    say(CHUNKED, `${PROFILE.length.toString(16)};x=y${NL}`, PROFILE, `${NL}0${NL}X: y${NL}${NL}`),
    "kept",
  ],
  "100 Continue before it": [say(head("100 Continue"), OK, PROFILE), "kept"],
  "103 Early Hints before it": [say(head("103 Early Hints", "Link: </x>"), OK, PROFILE), "kept"],
  "102 Processing twice before it": [say(head("102 Processing"), head("102 Processing"), OK, PROFILE), "kept"],
  "the profile packed for the way as well": [
    say(head("200 OK", "Content-Encoding: gzip", "Connection: close"), gzipSync(PROFILE)),
    "kept",
  ],
  "more than its length says": [say(OK, PROFILE, "and more"), "kept"],
  "a length twice, the same": [say(head("200 OK", LENGTH, LENGTH, "Connection: close"), PROFILE), "refused"],
  "headers of every case": [
    say(head("200 OK", `cOnTeNt-LeNgTh: ${PROFILE.length}`, "CONNECTION: close"), PROFILE),
    "kept",
  ],
  "an empty reason": [say(head("200 ", LENGTH, "Connection: close"), PROFILE), "kept"],
  "a very long reason": [say(head(`200 ${"x".repeat(4000)}`, LENGTH, "Connection: close"), PROFILE), "kept"],
  "nothing, hung up": [say(), "refused"],
  "nothing, reset": [reset(), "refused"],
  "nothing, silent": [hang(), "refused"],
  "half a status line, hung up": [say("HTTP/1."), "refused"],
  "half a status line, silent": [hang("HTTP/1."), "refused"],
  "half a status line, reset": [reset("HTTP/1."), "refused"],
  "half the headers, hung up": [say(`HTTP/1.1 200 OK${NL}Content-`), "refused"],
  "half the headers, silent": [hang(`HTTP/1.1 200 OK${NL}Content-`), "refused"],
  "half the headers, reset": [reset(`HTTP/1.1 200 OK${NL}Content-`), "refused"],
  "headers only, silent": [hang(OK), "refused"],
  "headers only, hung up": [say(OK), "refused"],
  "headers only, reset": [reset(OK), "refused"],
  "half the body, silent": [hang(OK, half), "refused"],
  "half the body, hung up": [say(OK, half), "refused"],
  "half the body, reset": [reset(OK, half), "refused"],
  "half the body without a length, hung up": [say(head("200 OK", "Connection: close"), half), "refused"],
  "half a chunk, hung up": [say(CHUNKED, `${PROFILE.length.toString(16)}${NL}`, half), "refused"],
  "half a chunk, silent": [hang(CHUNKED, `${PROFILE.length.toString(16)}${NL}`, half), "refused"],
  "no last chunk": [say(CHUNKED, chunk(PROFILE)), "refused"],
  "a status line, byte by byte": [drip("", "H"), "refused"],
  "headers, line by line": [drip(`HTTP/1.1 200 OK${NL}`, `X: y${NL}`), "refused"],
  "a header's value, byte by byte": [drip(`HTTP/1.1 200 OK${NL}X: `, "y"), "refused"],
  "a body, byte by byte": [drip(head("200 OK", "Content-Length: 1000000"), "\u001f"), "refused"],
  "chunks, byte by byte": [drip(CHUNKED, `1${NL}x${NL}`), "refused"],
  "1xx without end": [drip("", head("103 Early Hints")), "refused"],
  "headers without end": [flood(`HTTP/1.1 200 OK${NL}`, Buffer.from(`X: ${"y".repeat(1000)}${NL}`)), "refused"],
  "one header without end": [flood(`HTTP/1.1 200 OK${NL}X: `, Buffer.alloc(4096, "y")), "refused"],
  "a status line without end": [flood("HTTP/1.1 200 ", Buffer.alloc(4096, "O")), "refused"],
  "a body of zeros without end": [flood(head("200 OK", "Connection: close"), Buffer.alloc(65_536)), "refused"],
  "trailers without end": [flood(`${CHUNKED}0${NL}`, Buffer.from(`X: ${"y".repeat(1000)}${NL}`)), "refused"],
  "a chunk extension without end": [flood(`${CHUNKED}5;`, Buffer.alloc(4096, "y")), "refused"],
  "101 Switching Protocols": [
    hang(head("101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade")),
    "refused",
  ],
  "101, hung up": [say(head("101 Switching Protocols", "Upgrade: h2c", "Connection: Upgrade")), "refused"],
  "101 with a body": [hang(head("101 Switching Protocols", "Upgrade: x", "Connection: Upgrade"), PROFILE), "refused"],
  "204 No Content": [say(head("204 No Content", "Connection: close")), "refused"],
  "206 Partial Content": [say(head("206 Partial Content", LENGTH, "Connection: close"), PROFILE), "refused"],
  "304 Not Modified": [say(head("304 Not Modified", "Connection: close")), "refused"],
  "200 and a page": [answerOf("200 OK", page, "Content-Type: text/html"), "refused"],
  "200 and a page called a profile": [answerOf("200 OK", page, "Content-Type: application/octet-stream"), "refused"],
  "200 and JSON": [answerOf("200 OK", '{"error":"x"}', "Content-Type: application/json"), "refused"],
  "200 and nothing": [answerOf("200 OK", ""), "refused"],
  "401 and a page": [answerOf("401 Unauthorized", page, "WWW-Authenticate: Basic"), "refused"],
  "403 and a page": [answerOf("403 Forbidden", page), "refused"],
  "404 and a page": [answerOf("404 Not Found", page), "refused"],
  "407 from no proxy": [answerOf("407 Proxy Authentication Required", page), "refused"],
  "429 with Retry-After": [answerOf("429 Too Many Requests", "slow down", "Retry-After: 86400"), "refused"],
  "500 and escapes": [answerOf("500 Oops", "\u001b[2J\u001b]0;owned\u0007\u009b31m"), "refused"],
  "503 without end": [flood(head("503 Busy", "Connection: close"), Buffer.alloc(65_536, "x")), "refused"],
  "a status of four digits": [answerOf("2000 OK", "x"), "refused"],
  "a status of no digits": [answerOf("abc OK", "x"), "refused"],
  "HTTP/0.9": [say(PROFILE), "refused"],
  "HTTP/2 in the clear": [say(Buffer.from("0000060400000000000003000000640", "hex")), "refused"],
  "TLS in place of HTTP": [say(Buffer.from("15030300020228", "hex")), "refused"],
  SSH: [say(`SSH-2.0-OpenSSH_9.6${NL}`), "refused"],
  "random bytes": [say(Buffer.from("9f3c00ff17e2b4", "hex")), "refused"],
  "a negative length": [say(head("200 OK", "Content-Length: -1", "Connection: close"), PROFILE), "refused"],
  "a length of words": [say(head("200 OK", "Content-Length: many", "Connection: close"), PROFILE), "refused"],
  "lengths that differ": [say(head("200 OK", LENGTH, "Content-Length: 3", "Connection: close"), PROFILE), "refused"],
  "a length and chunks": [
    say(head("200 OK", LENGTH, "Transfer-Encoding: chunked"), chunk(PROFILE), `0${NL}${NL}`),
    "refused",
  ],
  "a length beyond what is taken": [hang(head("200 OK", "Content-Length: 99999999999999"), PROFILE), "refused"],
  "a chunk length that is no number": [say(CHUNKED, `zz${NL}`, PROFILE), "refused"],
  "a chunk length beyond 2^64": [say(CHUNKED, `fffffffffffffffff${NL}`, PROFILE), "refused"],
  "a chunk longer than it says": [say(CHUNKED, `1${NL}`, PROFILE, `${NL}0${NL}${NL}`), "refused"],
  "an unknown coding of transfer": [
    say(head("200 OK", "Transfer-Encoding: rot13", "Connection: close"), PROFILE),
    "kept",
  ],
  "brotli that was not asked for": [
    say(head("200 OK", "Content-Encoding: br", "Connection: close"), brotliCompressSync(PROFILE)),
    "refused",
  ],
  "deflate that was not asked for": [
    say(head("200 OK", "Content-Encoding: deflate", "Connection: close"), deflateSync(PROFILE)),
    "refused",
  ],
  "gzip by name only": [say(head("200 OK", "Content-Encoding: gzip", "Connection: close"), "not packed"), "refused"],
  "a bomb of a hundred megabytes by content-encoding": [
    say(head("200 OK", "Content-Encoding: gzip", "Connection: close"), gzipSync(Buffer.alloc(100_000_000))),
    "refused",
  ],
  "a null byte in a header": [say(`HTTP/1.1 200 OK${NL}X: a\0b${NL}${LENGTH}${NL}${NL}`, PROFILE), "refused"],
  "a header without a colon": [say(`HTTP/1.1 200 OK${NL}nonsense${NL}${NL}`, PROFILE), "refused"],
  "a redirect to itself": [answerOf("302 Found", "", "Location: /debug/pprof/heap"), "refused"],
  "a redirect to nowhere": [answerOf("302 Found", "", "Location: http://127.0.0.1:1/"), "refused"],
  "a redirect without a place": [answerOf("302 Found", ""), "refused"],
  "a redirect to a file": [answerOf("302 Found", "", "Location: file:///etc/passwd"), "refused"],
  "a redirect to garbage": [answerOf("302 Found", "", "Location: http://[::"), "refused"],
  "a redirect that grows": [
    (socket, request) => {
      const path = /^GET (\S+)/.exec(request)?.[1] ?? "/";
      answerOf("302 Found", "", `Location: ${path}x`)(socket, request);
    },
    "refused",
  ],
};

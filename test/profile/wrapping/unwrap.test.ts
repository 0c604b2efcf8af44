/** Profiles of the project as people's tools deliver them: what is inside comes out whole, or is refused with the tool's name. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import { ProfileError } from "../../../src/errors.ts";
import { parseProfile } from "../../../src/profile/parse.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { describeLineEnds } from "../../../src/profile/wrapping/text-damage.ts";
import { unwrapOnce } from "../../../src/profile/wrapping/unwrap.ts";
import { unwrapUtf16 } from "../../../src/profile/wrapping/utf16.ts";
import { fixtureBytes } from "../../fixtures.ts";

const PACKED = Buffer.from(fixtureBytes("streamwatcher/retain/heap-after.out"));
const PLAIN = gunzipSync(PACKED);
const TEXT = Buffer.from(gunzipSync(fixtureBytes("streamwatcher/retain/heap-after.debug1.txt.gz")));

function parse(...parts: readonly (Buffer | string)[]): Profile {
  const bytes = Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : part)));
  return parseProfile(bytes, { symbolizeGoText: true });
}

const binary = parse(PACKED);
const text = parse(TEXT);

/** The samples are the same, and what was taken off is said. */
function assertRead(profile: Profile, same: Profile, notice: RegExp): void {
  assert.deepEqual(profile.samples.values, same.samples.values);
  assert.match((profile.notices ?? []).join("; "), notice);
}

const HEADERS = "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nX: y\r\n\r\n";
const crlf = (bytes: Buffer): Buffer => Buffer.from(bytes.toString("latin1").replaceAll("\n", "\r\n"), "latin1");
/** Windows-1252 from 0x80 to 0x9f, with what .NET has where it has nothing. */
const WINDOWS = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
const ofWindows = (bytes: Buffer): Buffer =>
  Buffer.from(
    Array.from(bytes, (byte) => (byte >= 0x80 && byte < 0xa0 ? WINDOWS[byte - 0x80] : String.fromCharCode(byte))).join(
      "",
    ),
  );

test("a profile as it is has nothing around it", () => {
  assert.deepEqual([binary.notices, text.notices], [undefined, undefined]);
});

test("HTTP headers, also of a proxy and of redirects before, come off every form of profile", () => {
  assertRead(parse(HEADERS, PACKED), binary, /4 lines of HTTP headers, as curl -i writes them/);
  assertRead(parse(HEADERS, PLAIN), binary, /HTTP headers/);
  assertRead(
    parse("HTTP/1.1 200 Connection established\r\n\r\nHTTP/2 302 \r\nlocation: /x\r\n\r\n", HEADERS, PACKED),
    binary,
    /9 lines/,
  );
  assertRead(parse(HEADERS.replaceAll("\r", ""), TEXT), text, /HTTP headers/);
});

test("chunks that nobody joined are joined", () => {
  const chunk = (bytes: Buffer): Buffer =>
    Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from("\r\n")]);
  const chunked = HEADERS.replace("X: y", "Transfer-Encoding: chunked");
  const body = [chunk(PACKED.subarray(0, 1000)), chunk(PACKED.subarray(1000)), "0\r\n\r\n"] as const;
  assertRead(parse(chunked, ...body), binary, /HTTP headers/);
  assertRead(parse(chunked, PACKED), binary, /HTTP headers/);
  assertRefused(() => parse(chunked, body[0]), "truncated", /chunks of the answer end too early, after 1000 bytes/);
});

test("lines before and behind a text profile are left out and counted", () => {
  assertRead(parse("====\nheap via http\n====\n", TEXT), text, /lines around it: 3 before it/);
  assertRead(parse("warning\n", TEXT, "command terminated with exit code 1\n"), text, /1 before it, 1 behind it/);
  assertRead(parse(TEXT, "\nDone.\n"), text, /2 behind it/);
  assertRead(parse("warning\r\n", crlf(TEXT)), text, /1 before it/);
});

test("kubectl's warnings in front of a binary profile are left out, packed or not", () => {
  const warning = 'Defaulted container "app" out of: app, istio-proxy\nUnable to use a TTY\n';
  assertRead(parse(warning, PACKED), binary, /2 before it/);
  assertRead(parse(warning, PLAIN), binary, /2 before it/);
});

test("Windows line ends and a byte order mark change nothing in a text", () => {
  assert.deepEqual(parse(crlf(TEXT)).samples.values, text.samples.values);
  assert.deepEqual(parse("\ufeff", TEXT).samples.values, text.samples.values);
});

test("the first line begins behind a byte order mark: it is not one before the profile", () => {
  const dump =
    "goroutine 1 [running]:\nmain.main()\n\t/src/main.go:5 +0x1d\n\ngoroutine 2 [select]:\nmain.work()\n\t/src/main.go:9 +0x1d\n";
  assert.equal(unwrapOnce(Buffer.from(`\ufeff${dump}`)), undefined);
  const inner = unwrapOnce(Buffer.from(`\ufeffwarning\n${dump}`));
  assert.deepEqual([String(inner?.bytes), inner?.notice], [dump, "without the lines around it: 1 before it"]);
});

test("UTF-16 of either order is read where it is text", () => {
  const little = Buffer.from(`\ufeff${TEXT.toString()}`, "utf16le");
  assertRead(parse(little), text, /UTF-16, as > of Windows PowerShell/);
  assertRead(parse(Buffer.from(little).swap16()), text, /UTF-16/);
  assertRead(parse(little.subarray(2)), text, /UTF-16/);
});

test("base64 comes off, broken into lines or not, and so does a second gzip", () => {
  assertRead(parse(PACKED.toString("base64")), binary, /out of base64/);
  assertRead(parse(PACKED.toString("base64").replace(/.{76}/g, "$&\n")), binary, /base64/);
  assertRead(parse(gzipSync(PACKED)), binary, /gzip file in another one/);
});

test("layers come off one after the other, but not without end", () => {
  assertRead(parse(HEADERS, gzipSync(PACKED).toString("base64")), binary, /HTTP headers.*base64.*gzip/);
  const deep = Array.from({ length: 9 }).reduce<Buffer>((bytes) => gzipSync(bytes), PACKED);
  assert.throws(() => parse(deep), ProfileError);
});

test("conversions that lost nothing are undone, which gzip's checksum confirms", () => {
  assertRead(parse(crlf(PACKED)), binary, /terminal .* CR LF/);
  assertRead(parse(Buffer.from(PACKED.toString("latin1"), "utf8")), binary, /text of Latin-1/);
  assertRead(parse(ofWindows(PACKED)), binary, /text of Windows-1252/);
});

function assertRefused(read: () => Profile, code: string, message: RegExp): void {
  assert.throws(read, (error) => {
    assert.ok(error instanceof ProfileError, String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, message);
    return true;
  });
}

test("where bytes are lost the tool is named, with how to capture again", () => {
  assertRefused(
    () => parse(Buffer.from(PACKED.toString("utf8"))),
    "altered",
    /UTF-8, as editors.*curl -o heap\.pb\.gz URL/,
  );
  // What Windows PowerShell makes of it: the console's code page, lines ended by CR LF, UTF-16.
  const shell = ofWindows(PACKED)
    .toString("utf8")
    .replace(/\r\n|\r|\n/g, "\r\n");
  assertRefused(
    () => parse(Buffer.from(`\ufeff${shell}`, "utf16le")),
    "altered",
    /> of Windows PowerShell.*curl\.exe -o/,
  );
  assertRefused(
    () => parse(Buffer.from("\u001f\u00ef\u0008\u0000", "utf8")),
    "altered",
    /code page 437 or 850, as > of PowerShell/,
  );
  // CR LF to LF and back again: what was CR LF is told from what was LF no longer.
  const both = crlf(Buffer.from(PACKED.toString("latin1").replaceAll("\r\n", "\n").replaceAll("\r", "\n"), "latin1"));
  assertRefused(
    () => parse(both),
    "altered",
    /each of its \d+ line feeds has a carriage return before it, as kubectl exec -t/,
  );
  const dropped = Buffer.from(PACKED.toString("latin1").replaceAll("\r", ""), "latin1");
  assertRefused(() => parse(dropped), "altered", /not one carriage return/);
});

test("a damaged gzip file of no such history is still called what it is", () => {
  const damaged = Buffer.from(PACKED);
  damaged[damaged.length >> 1] = (damaged[damaged.length >> 1] as number) ^ 0xff;
  assertRefused(() => parse(damaged), "gzip-corrupt", /corrupt|checksum/);
});

test("what is inside is refused with its own reason, and pprof's word for the whole", () => {
  assertRefused(
    () => parse(HEADERS, "<html><title>Login</title></html>"),
    "html",
    /title is "Login" \(read from behind 4 lines/,
  );
  assertRefused(
    () => parse("HTTP/1.1 404 Not Found\r\n\r\n404 page not found\n"),
    "wrapped",
    /no profile: "HTTP\/1\.1 404 Not Found"/,
  );
  assertRefused(() => parse(HEADERS.replace("X: y", "Content-Length: 99999"), "x"), "truncated", /1 of 99999 bytes/);
  assertRefused(() => parse("a\n", TEXT, TEXT), "wrapped", /2 heap profiles, which start at lines 2, \d+/);
});

test("of very many texts the first are named, in no more time than they are long", () => {
  const started = process.cpuUsage();
  const first = "heap profile: 0: 0 [0: 0] @ \n";
  assertRefused(
    () => parse(`a\n${first}b\n${first.repeat(100_000)}`),
    "wrapped",
    /a text of 100001 heap profiles, which start at lines 2, 4, 5, 6, 7, 8, 9, 10 and 99993 more: cut/,
  );
  assert.ok(process.cpuUsage(started).user < 5e6, "each line is counted once");
});

test("a text whose rows add up to more than its first line announces is not cut short", () => {
  const row = "1: 1024 [1: 1024] @ 0x1000 0x2000\n";
  assert.equal(parse("heap profile: 1: 1024 [1: 1024] @ heap/1048576\n", row, row).samples.length, 2);
  assertRefused(() => parse("heap profile: 2: 2048 [2: 2048] @ heap/1048576\n", row), "truncated", /cut short/);
});

test("a chunk that is whole counts, whether or not anything follows it, and of half a chunk nothing does", () => {
  const chunked = HEADERS.replace("X: y", "Transfer-Encoding: chunked");
  const head = `${(1000).toString(16)}\r\n`;
  for (const [length, counted] of [
    [999, 0],
    [1000, 1000],
    [1001, 1000],
  ] as const) {
    const body = Buffer.concat([PACKED.subarray(0, 1000), Buffer.from("\r\n")]).subarray(0, length);
    const message = new RegExp(`chunks of the answer end too early, after ${counted} bytes`);
    assertRefused(() => parse(chunked, head, body), "truncated", message);
  }
});

test("what lacks carriage returns tells of a conversion from 4,096 bytes on, and line feeds from three on", () => {
  const damaged = (...parts: readonly Buffer[]): ProfileError | undefined => describeLineEnds(Buffer.concat(parts));
  const plain = (length: number): Buffer => Buffer.alloc(length, 7);
  assert.equal(damaged(plain(4095)), undefined);
  assert.match(damaged(plain(4096))?.message ?? "", /it has not one carriage return/);
  assert.equal(damaged(plain(4095), Buffer.from("\r")), undefined);
  const line = Buffer.from("ab\r\n");
  assert.equal(damaged(line, line), undefined);
  assert.match(damaged(line, line, line)?.message ?? "", /each of its 3 line feeds has a carriage return/);
  assert.equal(damaged(line, line, line, Buffer.from("\n")), undefined);
});

test("base64 that is cut inside a byte is cut short, wherever its padding ends", () => {
  const text = PACKED.subarray(0, 300).toString("base64");
  for (const end of [397, 393]) assertRefused(() => parse(text.slice(0, end)), "truncated", /base64 that is cut short/);
  for (const length of [PACKED.length, PACKED.length - 1, PACKED.length - 2]) {
    const packed = Buffer.concat([PACKED.subarray(0, length)]).toString("base64");
    if (length === PACKED.length) assertRead(parse(packed.replace(/=+$/, "")), binary, /out of base64/);
    else assertRefused(() => parse(packed), "gzip-truncated", /ends too early/);
  }
  assertRefused(() => parse(`${text.slice(0, 80)}*${text.slice(80)}`), "wrapped", /other characters in it/);
});

test("zeros beside bytes that are no letters make no UTF-16", () => {
  for (const byte of [1, 0x40, 0x5b, 0x60, 0x7b, 0x99])
    for (const bytes of [
      [byte, 0, byte, 0, 7, 7],
      [0, byte, 0, byte, 7, 7],
      [0x61, 0, byte, 0, 7, 7],
    ])
      assert.equal(unwrapUtf16(Uint8Array.from(bytes)), undefined, bytes.join());
  for (const letter of "AZaz") {
    const little = Buffer.from(`${letter}${letter}\n`, "utf16le");
    assert.equal(Buffer.from(unwrapUtf16(little)?.bytes ?? []).toString(), `${letter}${letter}\n`);
    assert.equal(
      Buffer.from(unwrapUtf16(Buffer.from(little).swap16())?.bytes ?? []).toString(),
      `${letter}${letter}\n`,
    );
  }
});

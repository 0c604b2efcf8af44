/** What users hand in by mistake, and what it is called. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { ProfileError } from "../../src/errors.ts";
import { encodeProfile } from "../../src/profile/codec/encode.ts";
import { parseProfile } from "../../src/profile/parse.ts";
import { pprofBinary, runPprof } from "../report/pprof-oracle.ts";
import { brokenFiles, readBytes } from "./corpus.ts";
import { profileFromText } from "./profile-from-text.ts";

const good = encodeProfile(profileFromText("main.main;main.leak@leak.go:7 3 4096\nmain.main 1 16", { timeNanos: 5n }));
const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const join2 = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const message = (field: number, ...bytes: number[]): Uint8Array =>
  Uint8Array.of((field << 3) | 2, bytes.length, ...bytes);

/** Enough of a profile to break: types a/b, function 1, location 1. */
const types = message(1, 8, 1, 16, 2);
const strings = join2(message(6), message(6, 97), message(6, 98));
const func = message(5, 8, 1, 16, 1);
const location = message(4, 8, 1, 34, 2, 8, 1);
const proto = (...parts: Uint8Array[]): Uint8Array => join2(types, strings, ...parts);

/** Input, code, what the message has to say, what pprof says. */
const UNRECOGNIZED = "parsing profile: unrecognized profile format";
const BAD: Readonly<Record<string, readonly [bytes: Uint8Array, code: string, message: RegExp, pprofText: string]>> = {
  nothing: [new Uint8Array(), "empty", /empty/, "parsing profile: empty input file"],
  "nothing, packed": [
    gzipSync(""),
    "gzip-empty",
    /20 bytes that unpack to nothing/,
    "parsing profile: empty input file",
  ],
  "a saved error page": [
    text("<!DOCTYPE html>\n<html><head><TITLE>404 Not\n Found &amp; gone</TITLE></head></html>"),
    "html",
    /its title is "404 Not Found & gone"/,
    UNRECOGNIZED,
  ],
  "a page without a title": [text("  <html><body>hi</body></html>"), "html", /no title/, UNRECOGNIZED],
  "the index page of pprof": [
    text("<html>\n<head>\n<title>/debug/pprof/</title></head><body>Types of profiles available:"),
    "index-page",
    /index page/,
    UNRECOGNIZED,
  ],
  JSON: [text('{"error":"unauthorized"}'), "json", /unauthorized/, UNRECOGNIZED],
  "a heap snapshot of V8": [text('{"snapshot":{"meta":{}}}'), "json", /V8/, UNRECOGNIZED],
  "plain text": [text("404 page not found\n"), "text", /"404 page not found"/, UNRECOGNIZED],
  "white space": [text("\n \n"), "text", /3 bytes of white space/, UNRECOGNIZED],
  "a dump of goroutines": [text("goroutine 1 [running]:\nmain.main()\n"), "goroutine-text", /debug=2/, UNRECOGNIZED],
  "an ELF file": [join2(text("\x7fELF"), Uint8Array.of(2, 1, 1, 0)), "executable", /ELF/, UNRECOGNIZED],
  "an execution trace": [text("go 1.22 trace\0\0\0"), "trace", /trace/, UNRECOGNIZED],
  "a packed profile copied as text": [
    text(Buffer.from(gzipSync(good)).toString("utf8")),
    "altered",
    /copied as text of UTF-8.*bytes are lost/,
    UNRECOGNIZED,
  ],
  "zstd without a decompressor": [Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0), "zstd", /zstd/, UNRECOGNIZED],
  noise: [Uint8Array.of(7, 255, 3, 1, 0, 9), "unrecognized", /07 ff 03 01 00 09/, UNRECOGNIZED],
  "a cut profile": [good.subarray(0, 60), "truncated", /cut short.*2 samples/, UNRECOGNIZED],
  "a profile without strings": [good.subarray(0, 40), "truncated", /cut short/, UNRECOGNIZED],
  "two profiles in one": [
    join2(good, good),
    "concatenated",
    /appended/,
    "parsing profile: concatenated profiles detected",
  ],
  "a bad string index": [proto(message(5, 8, 1, 16, 9)), "string-index", /string index 9 is outside/, UNRECOGNIZED],
  "a bad varint": [
    proto(message(2, 16, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1)),
    "wire",
    /damaged: bad varint/,
    UNRECOGNIZED,
  ],
  "no sample types": [
    join2(message(2, 16, 1), strings),
    "invalid",
    /missing sample type/,
    "malformed profile: missing sample type information",
  ],
  "too many values": [
    proto(func, location, message(2, 8, 1, 16, 1, 16, 2)),
    "invalid",
    /2 values/,
    "malformed profile: mismatch: sample has 2 values vs. 1 types",
  ],
  "an unknown location": [
    proto(message(2, 8, 7, 16, 1)),
    "invalid",
    /nil location/,
    "malformed profile: sample has nil location",
  ],
  "mapping 0": [proto(message(3)), "invalid", /mapping/, "malformed profile: found mapping with reserved ID=0"],
  "a mapping twice": [
    proto(message(3, 8, 3), message(3, 8, 3)),
    "invalid",
    /3/,
    "malformed profile: multiple mappings with same id: 3",
  ],
  "function 0": [proto(message(5)), "invalid", /function/, "malformed profile: found function with reserved ID=0"],
  "a function twice": [proto(func, func), "invalid", /1/, "malformed profile: multiple functions with same id: 1"],
  "location 0": [
    proto(func, message(4)),
    "invalid",
    /location/,
    "malformed profile: found location with reserved id=0",
  ],
  "a location twice": [
    proto(func, location, location),
    "invalid",
    /1/,
    "malformed profile: multiple locations with same id: 1",
  ],
  "a line of no function": [
    proto(location),
    "invalid",
    /line/,
    "malformed profile: location id: 1 has a line with nil function",
  ],
  "heap text with a bad row": [
    text("heap profile: 1: 2 [1: 2] @ heapprofile\nhello\n"),
    "legacy",
    /got 0/,
    "parsing profile: unexpected number of sample values: got 0, want 6",
  ],
  "heap text with bytes of no objects": [
    text("heap profile: 1: 2 [1: 2] @ heapprofile\n0: 5 [0: 0] @ 0x1\n"),
    "legacy",
    /inuse/,
    "parsing profile: inuse count was 0 but inuse bytes was 5",
  ],
  "heap text with a number too large": [
    text("heap profile: 1: 2 [1: 2] @ heapprofile\n99999999999999999999: 5 [0: 0] @ 0x1\n"),
    "legacy",
    /malformed sample/,
    'parsing profile: malformed sample: 99999999999999999999: 5 [0: 0] @ 0x1: strconv.ParseInt: parsing "99999999999999999999": value out of range',
  ],
  "heap text with an address too large": [
    text("heap profile: 1: 2 [1: 2] @ heapprofile\n1: 5 [0: 0] @ 0x11111111111111111\n"),
    "legacy",
    /64-bit/,
    "parsing profile: malformed sample: 1: 5 [0: 0] @ 0x11111111111111111: failed to parse as hex 64-bit number: 0x11111111111111111",
  ],
  "heap text with a line too long": [
    text(`heap profile: 1: 2 [1: 2] @ heapprofile\n1: 5 [1: 5] @ ${"0x1 ".repeat(20000)}\n`),
    "legacy",
    /^a line of it has more than 65,535 bytes$/,
    "parsing profile: bufio.Scanner: token too long",
  ],
  "text in one long line": [
    text("gc 1 @0.1s 0%: 41->42->21 MB, ".repeat(3000)),
    "text",
    /^text, not a profile: "gc 1 @0.1s/,
    "parsing profile: bufio.Scanner: token too long",
  ],
  "a page in one long line": [
    text(`<html><title>Sign in</title>${"x".repeat(70_000)}`),
    "html",
    /Sign in/,
    "parsing profile: bufio.Scanner: token too long",
  ],
  "long bytes that are nothing": [
    new Uint8Array(70_000).fill(0xff),
    "unrecognized",
    /^not a profile: it starts with the bytes ff/,
    "parsing profile: bufio.Scanner: token too long",
  ],
  "goroutine text with a bad row": [
    text("goroutine profile: total 1\n1 @ main.main\n"),
    "legacy",
    /malformed/,
    "parsing profile: malformed profile format",
  ],
};

function refusal(bytes: Uint8Array): ProfileError {
  try {
    parseProfile(bytes);
  } catch (error) {
    if (error instanceof ProfileError) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: "was not refused" });
}

for (const [name, [bytes, code, said, pprofText]] of Object.entries(BAD)) {
  test(`${name} is refused as such`, () => {
    const error = refusal(bytes);
    assert.equal(error.code, code, error.message);
    assert.match(error.message, said);
    assert.equal(error.pprofText, pprofText);
  });
}

test("pprof itself says what we say it says", (t) => {
  if (pprofBinary() === "") return t.skip("no Go on PATH");
  const folder = mkdtempSync(join(tmpdir(), "heapblame-parse-"));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const [name, [bytes, , , pprofText]] of Object.entries(BAD)) {
    const file = join(folder, name.replaceAll(" ", "-"));
    writeFileSync(file, bytes);
    const said = runPprof(["-raw", file]).toString();
    assert.equal(said, `exit 2: ${file}: ${pprofText}\nfailed to fetch any source profiles\n`, name);
  }
});

test("the broken files of the corpus get pprof's words", (t) => {
  if (pprofBinary() === "") return t.skip("no Go on PATH");
  if (brokenFiles().length === 0) return t.skip("no corpus");
  for (const file of brokenFiles()) {
    const said = runPprof(["-raw", file]).toString();
    assert.equal(said, `exit 2: ${file}: ${refusal(readBytes(file)).pprofText}\nfailed to fetch any source profiles\n`);
  }
});

test("a profile is read packed and plain", () => {
  for (const bytes of [good, new Uint8Array(gzipSync(good))]) assert.equal(parseProfile(bytes).samples.length, 2);
});

test("a profile beyond the size limit is refused, packed or plain", () => {
  for (const bytes of [good, new Uint8Array(gzipSync(good))]) {
    assert.throws(() => parseProfile(bytes, { sizeLimit: good.length - 1 }), { code: "too-large" });
    assert.equal(parseProfile(bytes, { sizeLimit: good.length }).samples.length, 2);
  }
});

test("zstd is unpacked by what is handed in", () => {
  const bytes = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 9, 9);
  assert.equal(parseProfile(bytes, { decompressZstd: () => good }).samples.length, 2);
});

test("text that is slow for regular expressions is not slow here", () => {
  const digits = "1".repeat(60_000);
  const rows = (row: string): string => `${row}\n`.repeat(20);
  const slow = [
    `heap profile: 1: 2 [1: 2] @ heapprofile\n${rows(`${digits} ] @`)}`,
    `--- mutex:\ncycles/second=1\n${rows(digits)}`,
    `heap profile: 1: 2 [1: 2] @ heapprofile\nMAPPED_LIBRARIES:\n${rows(digits)}${rows(`${digits} ${digits}`)}`,
    `--- heapz 1 ---\n${rows("a".repeat(60_000))}`,
    `--- heapz 1 ---\nresolution=b\n 1 1 @ 0x1\n\n${rows(` 0x1 ${" (".repeat(30_000)}:1)`)}`,
  ];
  for (const bytes of slow.map(text)) {
    try {
      parseProfile(bytes);
    } catch (error) {
      assert.ok(error instanceof ProfileError);
    }
  }
});

test("names that refer to names do not grow without bounds", () => {
  const lines = Array.from({ length: 60 }, (_, index) => `n${index + 1}x=$n${index}x$n${index}x`);
  const bytes = text(`heap profile: 1: 2 [1: 2] @ heapprofile\nMAPPED_LIBRARIES:\nn0x=aaaaaaaa\n${lines.join("\n")}\n`);
  assert.equal(refusal(bytes).code, "too-large");
});

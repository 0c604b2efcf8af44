/** What bytes are that are no profile; parse.test.ts has those that pprof refuses too. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ProfileError } from "../../../src/errors.ts";
import { explainForeign, isPlainText } from "../../../src/profile/codec/foreign.ts";
import { decodeText } from "../../../src/profile/string-table.ts";

const fault = (code: "wire" | "string-index"): ProfileError => new ProfileError(code, "the fault", "what pprof says");

function explained(bytes: string | readonly number[], code: "wire" | "string-index" = "wire"): string {
  const given = typeof bytes === "string" ? new TextEncoder().encode(bytes) : Uint8Array.from(bytes);
  const error = explainForeign(given, fault(code));
  assert.equal(error.pprofText, "what pprof says");
  return `${error.code}: ${error.message}`;
}

test("files are known by their first bytes", () => {
  for (const [bytes, wanted] of [
    ["MZ\0\0", /^executable: a Windows executable, not a profile/],
    [[0xcf, 0xfa, 0xed, 0xfe, 7], /^executable: a macOS executable, not/],
    [[0xca, 0xfe, 0xba, 0xbe, 0], /^executable: a macOS executable or Java class/],
    ["PERFILE2...", /^unrecognized: a perf.data file/],
    ["JAVA PROFILE 1.0.2", /^unrecognized: a Java heap dump/],
    ["go1.7 heap dump", /^unrecognized: a Go heap dump/],
    ["BZh91AY", /^unrecognized: a bzip2 file/],
    [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], /^unrecognized: an xz file/],
    ["go 1.26 trace\0\0\0", /^trace: a Go execution trace/],
  ] as const)
    assert.match(explained(bytes), wanted);
});

/** The first bytes of an ELF file: class, order of bytes, then the type at 16. */
const elf = (order: number, ...type: readonly number[]): readonly number[] => [
  ...[0x7f, 0x45, 0x4c, 0x46, 2, order, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  ...type,
];

test("a core dump is told from a program, in either order of bytes", () => {
  for (const core of [elf(1, 4, 0), elf(2, 0, 4)]) assert.match(explained(core), /^unrecognized: a core dump, not/);
  for (const program of [elf(1, 3, 0), elf(1, 2, 4), elf(2, 0, 3), elf(2, 4, 0), elf(2, 0, 0, 4)])
    assert.match(explained(program), /^executable: an ELF executable or library, not/);
});

test("of a text the first 64 KiB are looked at", () => {
  assert.match(explained(`${"x\n".repeat(32768)}\0`), /^text: /);
  assert.match(explained(`${"x\n".repeat(32767)}x\0`), /^unrecognized: /);
});

test("a page is quoted by its title, its first heading, or nothing", () => {
  assert.match(
    explained("<html><title lang=en>Bad\n  gateway &quot;x&quot; &#39;y&#39; &copy;</title><h1>no</h1>"),
    /"Bad gateway \\"x\\" 'y' &copy;"/,
  );
  assert.match(explained("<html><h1 class=a>502 &lt;&gt;</h1>"), /its title is "502 <>"/);
  assert.match(explained("<pre>x</pre>"), /an HTML page, not a profile: it has no title/);
  assert.match(explained("<title>/debug/pprof</title>profile"), /^index-page/);
  assert.match(explained("<title>/debug/pprof/heap</title>profile"), /^html/);
  assert.match(explained("<title>/debug/pprof/</title>nothing"), /^html/);
  assert.match(explained("<b>bold</b>"), /^text/);
});

test("JSON is told apart by its first name, and lines are quoted, the long ones cut", () => {
  assert.match(explained('{ "snapshot" : {}}'), /^json: a heap snapshot of V8/);
  assert.match(explained('{"traceEvents":[]}'), /^json: a profile in JSON, not pprof's format: "\{\\"traceEvents/);
  assert.match(explained("[1]\n[2]"), /^json: JSON, not a profile: "\[1\]"/);
  assert.match(explained("x".repeat(80)), /: "x{80}"/);
  assert.match(explained("x".repeat(81)), /: "x{77}\.\.\."/);
  assert.match(
    explained("warning\ngoroutine 7 gp=0x1 m=2 mp=0x3 [select, 5 minutes]:\n"),
    /^goroutine-text: a dump.*it has "goroutine 7 /,
  );
  assert.match(explained("goroutine profile: total x\n"), /^goroutine-text: the text of a goroutine profile/);
});

test("text has no control characters but a terminal's, and no bytes that are not UTF-8 but at its end", () => {
  for (const text of [
    "a\tb\r\nc\f",
    "\x1b[31mred",
    "a b",
    "\u{1f600}",
    "\u{1f480}",
    "é",
    "abc\udcff",
    "ab\udcff\udcff\udcff",
  ])
    assert.ok(isPlainText(text), JSON.stringify(text));
  for (const text of ["a\0", "\x08", "\x0e", "\x1f", "\x7f", "\udcffabc", "ab\udc80abcd"])
    assert.ok(!isPlainText(text), JSON.stringify(text));
  // The first half of U+10000 is the least there is, that of U+10FC80 the greatest.
  for (const text of ["\u{10080}abcd", "\u{10fc80}abcd"]) assert.ok(isPlainText(text));
  for (const text of ["\ud7ff\udc80abcd", "\udc00\udc80abcd"]) assert.ok(!isPlainText(text));
  assert.ok(isPlainText("\u{1f480}abcd"), "the second half of a character is no escaped byte");
  assert.ok(isPlainText(decodeText(new TextEncoder().encode("😀😀😀😀😀😀"))));
});

const message = (field: number, ...inside: readonly number[]) => [(field << 3) | 2, inside.length, ...inside];

test("bytes that begin as a profile are damaged or cut short, and what is there is counted", () => {
  const types = message(1, 8, 1, 16, 2);
  const sample = message(2, 18, 1, 5);
  assert.match(
    explained([...types, ...sample, ...message(6), 0x12, 50, 1]),
    /^truncated: .*ends inside a message, after 1 sample in 13 bytes/,
  );
  assert.match(explained([...types, ...sample, ...sample, ...message(6), 0x12]), /after 2 samples in 18 bytes/);
  const inside = Array<number>(20).fill(1);
  assert.match(explained([...types, ...sample, 0x12, 50, ...inside]), /^truncated: .*after 1 sample in 11 bytes/);
  assert.match(explained([...types, ...message(6), ...message(6, 97)]), /^wire: the profile is damaged: the fault/);
  assert.match(
    explained([...types, ...sample], "string-index"),
    /^truncated: .*string table is missing, after 1 sample$/,
  );
  assert.match(
    explained([...types, ...message(6)], "string-index"),
    /^string-index: the profile is damaged or cut short: the fault/,
  );
  assert.match(
    explained([...sample, ...message(6)]),
    /^wire: /,
    "one sample and no sample type is a profile that is damaged",
  );
  assert.match(explained([0x12, 50, 1]), /^unrecognized: not a profile: it starts with the bytes 12 32 01$/);
  const far = Array.from({ length: 8 }, () => sample).flat();
  assert.match(
    explained([...types, 0xff, 0xff, ...far]),
    /^(?:wire|unrecognized)/,
    "a fault far from the end is no cut",
  );
});

test("a field that no profile has, or that is of another kind, makes other bytes of it", () => {
  const types = message(1, 8, 1, 16, 2);
  for (const other of [
    [0, 5],
    [2, 1, 5],
    [6 << 3, 1],
    [0x80, 1, 5],
    [3 << 3, 1],
    [11 << 3, 1],
  ])
    assert.match(
      explained([...types, ...other, ...message(6), ...message(6, 0xff, 0)]),
      /^unrecognized: not a profile: it starts with the bytes 0a 04 08 01 10 02 /,
    );
  assert.match(explained([0x48, 1, 0x50, 0]), /^unrecognized: not a profile: it starts with the bytes 48 01 50 00$/);
  assert.match(explained([...types, 0x48, 1, 0x78, 1, ...message(6)]), /^wire/);
});

test("white space is no text", () => {
  assert.equal(explained(" \n\t\r\n"), "text: 5 bytes of white space, not a profile");
  assert.match(explained("\n x\n"), /^text: text, not a profile: "x"/);
});

test("a number that the end cuts is a cut, also the longest, and one that goes on too long is damage", () => {
  const types = message(1, 8, 1, 16, 2);
  const period = (length: number) => [...types, ...message(6), 96, ...new Array<number>(length).fill(0xff)];
  for (const length of [0, 1, 8, 9]) assert.match(explained(period(length)), /^truncated/, `${length} bytes`);
  assert.match(explained(period(10)), /^wire: the profile is damaged/);
});

test("of other bytes the first eight are shown, or as many as there are", () => {
  const bytes = Array.from({ length: 12 }, (_, at) => 0xf0 + at);
  assert.match(explained(bytes), /it starts with the bytes f0 f1 f2 f3 f4 f5 f6 f7$/);
  assert.match(explained([0xff, 7]), /it starts with the bytes ff 07$/);
});

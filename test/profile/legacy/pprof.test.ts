/** The legacy formats as pprof's own parser reads them: each sample as it is, and a little damaged. */
import { after, before, test } from "node:test";
import { compareWithGo } from "../compare-with-go.ts";
import { type GoParser, openGoParser } from "../go-parser.ts";
import { LEGACY_SAMPLES } from "../legacy-samples.ts";
import { mutations } from "../mutations.ts";

let go: GoParser | string = "not opened";
before(() => {
  go = openGoParser();
});
after(() => {
  if (typeof go !== "string") go.close();
});

for (const [index, [name, sample]] of Object.entries(LEGACY_SAMPLES).entries()) {
  test(`${name} is read as pprof reads it`, (t) => {
    if (typeof go === "string") return t.skip(go);
    compareWithGo(go, [sample, ...mutations(sample, 30, 500 + index)]);
  });
}

/** A memory map behind a row, in which addresses lie at its edges. */
const mapped = (...lines: readonly string[]): string =>
  `heap profile: 1: 2 [1: 2] @ heapprofile\n1: 2 [1: 2] @ 0x400001 0x401000 0x500001\nMAPPED_LIBRARIES:\n${lines.join("\n")}\n`;
const javaHeap = (...lines: readonly string[]): string => `--- heapz 1 ---\nformat = java\n${lines.join("\n")}\n`;

const ODD: Readonly<Record<string, string>> = {
  "a mutex profile of no period": "--- mutex:\ncycles/second=1000\nsampling period=0\n5 3 @ 0x1\n",
  "a mutex profile of a negative period": "--- mutex:\ncycles/second=1000\nsampling period=-2\n5 3 @ 0x1\n",
  "a mutex profile of no rate": "--- mutex:\nsampling period=7\n5 3 @ 0x1\n",
  "a contention profile with its time": "--- contentionz 1 ---\nms since reset = 7\nsampling period = 2\n5 3 @ 0x1\n",
  "a contention profile with a bad attribute": "--- contentionz 1 ---\nms since reset = x\n5 3 @ 0x1\n",
  "a contention profile with another attribute": "--- contentionz 1 ---\nwait = 5\n5 3 @ 0x1\n",
  "a Java heap without a resolution": javaHeap("48 1 @ 0x3"),
  "a Java heap without rows": javaHeap("resolution = bytes"),
  "a Java heap of no objects": javaHeap("resolution = bytes", "48 0 @ 0x3"),
  "a Java heap of a wrong format": "--- heapz 1 ---\nformat = c\n48 1 @ 0x3\n",
  "Java lines beyond int64": javaHeap(
    "resolution = bytes",
    "48 1 @ 0x3 0x4",
    "0x3 f (A.java:9223372036854775808)",
    "0x4 g (A.java:9223372036854775807)",
  ),
  "Java names": javaHeap(
    "resolution = bytes",
    "48 1 @ 0x3 0x4 0x5 0x6",
    "0x3 f(A.java:3)",
    "0x4 g ((A.java:0)",
    "0x5  (B.java:2)",
    "0x6 h (x) (C:1)",
  ),
  "a Java contention with a bad time":
    "--- contentionz 1 ---\nformat = java\nresolution = ms\nms since reset = 99999999999999999999\n5 3 @ 0x1\n",
  "a Java contention with its time":
    "--- contentionz 1 ---\nformat = java\nresolution = ms\nms since reset = 60\n5 3 @ 0x1\n",
  "a Java heap with empty lines among its attributes and rows": javaHeap(
    "",
    "resolution = bytes",
    "",
    "48 1 @ 0x3",
    "",
    "96 1 @ 0x4",
  ),
  "a huge page that hides the beginning of the program": mapped(
    "00400000-00500000 r-xp 00000000 00:00 0 /anon_hugepage (deleted)",
    "00500000-00600000 r-xp 00100000 08:01 1 /bin/a",
    "00700000-00800000 r-xp 00000000 08:01 2 /lib/b.so",
  ),
  "a huge page apart from the program": mapped(
    "00400000-00480000 r-xp 00000000 00:00 0 /anon_hugepage (deleted)",
    "00500000-00600000 r-xp 00100000 08:01 1 /bin/a",
  ),
  "mappings in pieces": mapped(
    "00400000-00401000 r-xp 00000000 08:01 1 /bin/a",
    "00401000-00402000 r-xp 00001000 08:01 1 /bin/a",
    "00500000-00600000 r-xp 00000000 08:01 2 /lib/b.so",
  ),
  "mappings with build ids": mapped(
    "0x400000-0x401000 /bin/a (@0) abc",
    "0x401000-0x402000 /bin/a (@1000) def",
    "0x500000-0x600000 /bin/b (@0) 12",
  ),
  "names in the memory map, the one defined first": mapped(
    "a=/x",
    "ab=/y",
    "=/z",
    "b",
    "00400000-00402000: $ab/bin",
    "00500000-00600000: $b$/bin",
  ),
  "a prefix of a log before each mapping": mapped(
    "main.cc:12] 00400000-00402000: /bin/a",
    "x[1]:12] 00500000-00600000: /bin/b",
  ),
  "mappings that are not executable": mapped(
    "00400000-00402000 rw-p 00000000 08:01 1 /bin/a",
    "00500000-00600000 r--p 00000000 08:01 1 /bin/a",
  ),
  "no usual start": mapped("00500000-00600000 r-xp 00100000 08:01 1 /bin/a"),
  "a mapping whose offset goes beyond its start": mapped("00400800-00402000 r-xp 00800000 08:01 1 /bin/a"),
  "a mapping whose beginning is not listed": mapped("00480000-00600000 r-xp 00080000 08:01 1 /bin/a"),
  "names in the memory map at the beginning of a line, at its end, and side by side": mapped(
    "start=00400000",
    "end=00402000",
    "file=/bin/a",
    "$start-$end: $file",
    "00500000-00600000: $file$file",
    "00600000-00700000: $",
  ),
};

const KINDS = [
  "growthz",
  "growth",
  "fragmentationz",
  "heapprofile",
  "heap_v2/512",
  "heapz_v2/1",
  "heap/2",
  "heap/0",
  "heap",
];

test("rows of objects without bytes, and of none, are as pprof has them in every kind", (t) => {
  if (typeof go === "string") return t.skip(go);
  const rows = ["3: 0 [5: 0] @ 0x1", "0: 0 [4: 64] @ 0x2", "2: 1 [2: 1] @ 0x3", "-2: -64 [2: 64] @ 0x4"];
  const heads = KINDS.flatMap((kind) => [`3: 0 [3: 0] @ ${kind}`, `3: 0 [5: 64] @ ${kind}`]);
  const texts = heads.flatMap((head) => [...rows, rows.join("\n")].map((row) => `heap profile: ${head}\n${row}\n`));
  compareWithGo(
    go,
    texts.map((each) => new TextEncoder().encode(each)),
  );
});

test("numbers at the ends of int64, and products beyond, are as pprof has them", (t) => {
  if (typeof go === "string") return t.skip(go);
  const numbers = ["0", "1", "-1", "5000000000000", "9223372036854", "9223372036855", "9223372036854775807"];
  const beyond = ["9223372036854775808", "18446744073709551616", "0x10", "010", "1e3"];
  const texts = [...numbers, ...beyond].flatMap((number) => [
    `--- contentionz 1 ---\nformat = java\nresolution = ms\nms since reset = ${number}\n5 3 @ 0x1\n`,
    `--- contentionz 1 ---\nformat = java\nresolution = ms\nsampling period = ${number}\n7 3 @ 0x1\n`,
    `--- contentionz 1 ---\nms since reset = ${number}\n5 3 @ 0x1\n`,
    `--- contentionz 1 ---\nsampling period = ${number}\n7 3 @ 0x1\n`,
    `--- contentionz 1 ---\ncycles/second = ${number}\n7 3 @ 0x1\n`,
    `--- mutex:\ncycles/second=${number}\nsampling period=3\n${number} 3 @ 0x1\n3 ${number} @ 0x1\n`,
    javaHeap("resolution = bytes", `${number} 3 @ 0x1`, `64 ${number} @ 0x1`),
    `heap profile: 1: 2 [1: 2] @ heap/${number}\n3: ${number} [3: 96] @ 0x1\n`,
    `heap profile: 1: 2 [1: 2] @ heap_v2/512\n${number}: 64 [3: 96] @ 0x1\n`,
    `threadcreate profile: total 1\n${number} @ 0x1\n`,
  ]);
  compareWithGo(
    go,
    texts.map((each) => new TextEncoder().encode(each)),
  );
});

/** Each format with a line of `length` bytes at one of its places. */
function withLongLine(length: number): string[] {
  const pad = (start: string): string => `${start.padEnd(length - 1, " ")}x`;
  const spaces = (start: string): string => start.padEnd(length, " ");
  const heap = "heap profile: 1: 2 [1: 2] @ heapprofile";
  const row = "1: 2 [1: 2] @ 0x1";
  return [
    [spaces(heap), row],
    [heap, spaces(row)],
    [heap, pad("# comment"), row],
    [heap, row, "MAPPED_LIBRARIES:", spaces("00400000-00402000: /bin/a")],
    [heap, row, pad("x"), "MAPPED_LIBRARIES:"],
    [spaces("--- heapz 1 ---"), "format = java", "resolution = bytes", "48 1 @ 0x3"],
    ["--- heapz 1 ---", "format = java", "resolution = bytes", spaces("48 1 @ 0x3"), pad("0x3 f")],
    ["--- contentionz 1 ---", spaces("sampling period = 1"), "5 3 @ 0x1"],
    ["--- contentionz 1 ---", "sampling period = 1", spaces("5 3 @ 0x1")],
    ["--- mutex:", "cycles/second=1", "5 3 @ 0x1", pad("#\t0x1 f")],
    ["threadcreate profile: total 1", spaces("1 @ 0x1")],
    [pad("#"), "threadcreate profile: total 1", "1 @ 0x1"],
    ["--- threadz 1 ---", pad("x"), "--- Thread 1 (name: a/1) stack: ---", " 0x1"],
    ["--- threadz 1 ---", "", "--- Thread 1 (name: a/1) stack: ---", spaces(" 0x1")],
    ["--- threadz 1 ---", "", "--- Thread 1 (name: a/1) stack: ---", " 0x1", pad("--- Memory map: ---")],
  ].map((lines) => `${lines.join("\n")}\n`);
}

test("lines are read up to the length that pprof reads, in every format and at every place", (t) => {
  if (typeof go === "string") return t.skip(go);
  for (const length of [65_534, 65_535, 65_536, 65_537]) {
    const texts = withLongLine(length);
    const ends = [
      ...texts,
      ...texts.map((each) => each.trimEnd()),
      ...texts.map((each) => each.replaceAll("\n", "\r\n")),
    ];
    compareWithGo(
      go,
      ends.map((each) => new TextEncoder().encode(each)),
    );
  }
});

for (const [name, content] of Object.entries(ODD)) {
  test(`${name}: as pprof reads it`, (t) => {
    if (typeof go === "string") return t.skip(go);
    compareWithGo(go, [new TextEncoder().encode(content)]);
  });
}

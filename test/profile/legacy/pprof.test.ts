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
};

for (const [name, content] of Object.entries(ODD)) {
  test(`${name}: as pprof reads it`, (t) => {
    if (typeof go === "string") return t.skip(go);
    compareWithGo(go, [new TextEncoder().encode(content)]);
  });
}

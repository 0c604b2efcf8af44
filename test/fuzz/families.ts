/** All kinds of inputs that the fuzzer makes. */
import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { fixtureBytes } from "../fixtures.ts";
import { LEGACY_SAMPLES } from "../profile/legacy-samples.ts";
import { damagePacked } from "./damage-packed.ts";
import { DUMP_FAMILIES } from "./dump-families.ts";
import type { Family } from "./family.ts";
import { damageBytes } from "./mutate.ts";
import { captureFiles, generatedDump, generatedProfiles, tarOf } from "./seeds.ts";

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

const PPROF = [
  ["-top", "A"],
  ["-tree", "A"],
  ["-traces", "A"],
  ["-raw", "A"],
  ["-tags", "A"],
  ["-comments", "A"],
  ["-peek=.", "A"],
  ["-top", "-lines", "-base=B", "A"],
];

const READERS = [
  ...PPROF,
  ["-dot", "A"],
  ["-callgrind", "-output=callgrind.out", "A"],
  ["-list=.", "A"],
  ["-proto", "-output=again.pb.gz", "A"],
  ["diff", "B", "A"],
  ["diff", "A", "B", "--explain"],
  ["diff", "A", "B", "-f", "markdown"],
  ["diff", "A", "B", "-f", "csv"],
  ["diff", "A", "B", "-f", "json"],
  ["diff", "B", "A", "-o", "page.html"],
  ["diff", "B", "A", "--granularity", "packages", "--anonymize"],
  ["check", "B", "A", "--max-growth", "1MiB", "-f", "sarif"],
  ["report", "A", "--sample-index", "inuse_space"],
  ["trend", "B", "A", "A"],
  ["trend", "B", "A", "A", "-o", "trend.svg"],
  ["flame", "A", "-o", "flame.svg"],
  ["goroutines", "B", "A"],
  ["folded", "A"],
  ["speedscope", "A"],
  ["advise", "A"],
];

const PROFILES: Family = {
  name: "profile",
  seeds: () => [
    ...generatedProfiles(),
    ...["streamwatcher/retain/heap-after.out", "streamwatcher/steady/heap-before.out"].map(fixtureBytes),
    ...["cpu", "mutex", "goroutine", "heap-seconds"].map((name) => fixtureBytes(`programs/kinds/${name}.out`)),
    ...["labels", "generics"].map((name) => fixtureBytes(`programs/${name}/heap-after.out`)),
  ],
  commands: READERS,
  compared: PPROF,
};

/** Every text and binary form from before profile.proto. */
const LEGACY: Family = {
  name: "legacy",
  seeds: () => [
    ...Object.values(LEGACY_SAMPLES),
    fixtureBytes("streamwatcher/retain/heap-after.debug1.txt.gz"),
    fixtureBytes("programs/kinds/heap.debug1.txt"),
    text(
      "heap profile: 1: 2 [3: 4] @ heap/1048576\n1: 2 [3: 4] @ 0x1 0x2\n#\t0x1\tmain.f+0x1\t/a.go:3\n\n# HeapAlloc = 4\n",
    ),
  ],
  commands: [...READERS, ["advise", "B", "A", "--limit", "250Mi"]],
  compared: PPROF,
};

const GOROUTINES: Family = {
  name: "goroutines",
  seeds: () => [
    fixtureBytes("programs/kinds/goroutine.debug1.txt"),
    fixtureBytes("programs/kinds/goroutine.debug2.txt"),
    fixtureBytes("programs/kinds/goroutine.out"),
  ],
  commands: [
    ["goroutines", "B", "A"],
    ["goroutines", "A", "B", "-f", "markdown"],
    ["goroutines", "A", "B", "-f", "json", "--anonymize"],
    ["diff", "H", "H", "--goroutine-base", "B", "--goroutine-current", "A"],
    ["trend", "H", "H", "H", "--goroutines", "B", "A"],
    ["-top", "A"],
    ["-traces", "A"],
  ],
  compared: [
    ["-top", "A"],
    ["-traces", "A"],
    ["-raw", "A"],
  ],
};

/** Members, headers, trailers and blocks of gzip, and what wraps profiles: archives, base64, zstd. */
const PACKED: Family = {
  name: "packed",
  seeds: () => [
    gzipSync(fixtureBytes("programs/kinds/heap.debug1.txt")),
    fixtureBytes("streamwatcher/retain/heap-after.out"),
    gzipSync(fixtureBytes("streamwatcher/steady/heap-before.out")),
  ],
  damage: damagePacked,
  commands: READERS,
  compared: PPROF,
};

const ARCHIVES: Family = {
  name: "archives",
  seeds: () => {
    const files = Object.fromEntries(
      ["before", "1", "after"].map((name) => [
        `a/heap-${name}.out`,
        fixtureBytes(`streamwatcher/retain/heap-${name}.out`),
      ]),
    );
    return [zipSync(files), zipSync(files, { level: 0 }), tarOf(files), tarOf(captureFiles()), zipSync(captureFiles())];
  },
  damage: (seed, random) => (random.whole(3) === 0 ? gzipSync : Buffer.from)(damageBytes(seed, random)),
  commands: [
    ["report", "A"],
    ["diff", "A"],
    ["trend", "A"],
    ["diff", "H", "A"],
    ["-top", "A"],
    ["check", "A"],
    ["held", "A"],
  ],
};

const DUMPS: Family = {
  name: "dump",
  seeds: () => [generatedDump()],
  commands: [
    ["held", "A"],
    ["held", "A", "-f", "json"],
    ["held", "B", "A"],
    ["held", "A", "--strings"],
    ["diff", "H", "H", "--held", "A"],
  ],
};

/** The manifest of a capture beside the files that it names. */
const MANIFESTS: Family = {
  name: "manifest",
  seeds: () => [fixtureBytes("cluster/linkerd-destination/manifest.json")],
  place: "capture/manifest.json",
  beside: () => Object.fromEntries(Object.entries(captureFiles()).map(([name, bytes]) => [`capture/${name}`, bytes])),
  commands: [
    ["diff", "D/capture"],
    ["diff", "D/capture", "-f", "json"],
    ["trend", "D/capture"],
    ["trend", "D/capture", "-o", "trend.html"],
    ["advise", "D/capture"],
    ["goroutines", "D/capture"],
    ["check", "D/capture"],
    ["capture", "-o", "D/capture"],
    ["capture", "-o", "D/capture", "--report", "D/bundle"],
    ["capture", "-o", "D/capture", "-f", "json"],
    ["-top", "D/capture"],
  ],
};

const SUPPRESSIONS: Family = {
  name: "suppressions",
  seeds: () => [
    text("# known\nmain\\.(leak|grow)\nGS-0123456789ab\n^net/http\\.\n(?i)watch[a-z]{1,3}\n"),
    text('{"kind":"baseline","schemaVersion":1,"suspects":[{"fingerprint":"GS-0123456789ab","growth":4096}]}\n'),
  ],
  commands: [
    ["check", "H", "H", "--suppress", "A"],
    ["check", "H", "G", "--suppress", "A"],
    ["check", "H", "G", "--baseline", "A", "-f", "sarif"],
    ["check", "H", "G", "--baseline", "A", "-f", "junit"],
  ],
};

/** Regular expressions, ranges, sizes, durations, moments, counts: what options are made of. */
const WORDS: Family = {
  name: "words",
  seeds: () =>
    [
      ...[
        "main\\.(a|b)+[^x]{2,3}$",
        "(?i:net/http)\\.\\w*?",
        "\\pL+\\x{41}",
        "a{1000}",
        "bytes=4kb:1mb",
        "key=v,w",
        "4kb:",
        ":1MiB,3",
      ],
      ...[
        "5MiB",
        "10%",
        "1.5GB",
        "250Mi",
        "1h30m",
        "2026-08-21T14:00",
        "8..16",
        "pods=61",
        "heap>75%limit",
        "own",
        "module=a/b",
      ],
      ...["inuse_space", "3", "-1", "k8s://ns/deploy/x:80", "~/a=b", "https://u:p@h/x?token=1", 'text "quoted" \\n'],
    ].map(text),
  commands: [
    ...[
      "focus",
      "ignore",
      "hide",
      "show",
      "show_from",
      "tagfocus",
      "tagignore",
      "tagshow",
      "taghide",
      "prune_from",
    ].map((flag) => ["-top", `-${flag}=TEXT`, "H"]),
    ...["sample_index", "nodefraction", "nodecount", "unit", "divide_by", "trim_path", "tagroot", "granularity"].map(
      (flag) => ["-tree", `-${flag}=TEXT`, "H"],
    ),
    ...[
      "--focus",
      "--tagfocus",
      "--module",
      "--iterations",
      "--objects",
      "--fail-above",
      "--sample-index",
      "--max-size",
    ].map((flag) => ["diff", "H", "G", flag, "TEXT"]),
    ...["--limit", "--gomemlimit", "--gogc", "--rss", "--slope", "--slope-range"].map((flag) => [
      "advise",
      "G",
      flag,
      "TEXT",
    ]),
    ["check", "H", "G", "--scope", "TEXT"],
    ["check", "H", "G", "--max-growth", "TEXT"],
    ["-list=TEXT", "H"],
    ["-peek=TEXT", "H"],
    ["report", "G", "TEXT"],
    ["TEXT"],
    ["guide", "TEXT"],
    ["help", "TEXT"],
  ],
  compared: [
    "focus",
    "ignore",
    "hide",
    "show_from",
    "tagfocus",
    "tagignore",
    "tagshow",
    "taghide",
    "unit",
    "nodecount",
  ].map((flag) => ["-top", `-${flag}=TEXT`, "H"]),
};

export const FAMILIES: readonly Family[] = [
  PROFILES,
  PROFILES,
  LEGACY,
  GOROUTINES,
  PACKED,
  ARCHIVES,
  DUMPS,
  ...DUMP_FAMILIES,
  MANIFESTS,
  SUPPRESSIONS,
  WORDS,
];

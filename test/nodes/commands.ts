/** Every command once, as it is typed. CAPTURE stands for a capture that may be written to. */
import { fixture, modePair } from "../fixtures.ts";

const [BASE, CURRENT] = modePair("retain");
const CAPTURE = fixture("cluster/linkerd-destination");
const GOROUTINES = [1, 6].map((number) => `${CAPTURE}/00${number}/goroutine.pb.gz`) as [string, string];

export interface CommandLine {
  readonly words: readonly string[];
  /** Written below the folder in which it runs. */
  readonly output?: string;
}

const NAMED: readonly (readonly string[])[] = [
  ["--help"],
  ["--version"],
  ["help", "diff"],
  [BASE, CURRENT],
  ["diff", BASE, CURRENT],
  ...["text", "markdown", "json", "csv"].map((format) => ["diff", BASE, CURRENT, "-f", format]),
  ["diff", BASE, CURRENT, "--anonymize"],
  ["trend", CAPTURE],
  ["check", BASE, CURRENT],
  ["check", BASE, CURRENT, "-f", "sarif"],
  ["capture", "-o", "CAPTURE"],
  ["fetch", "http://127.0.0.1:1/debug/pprof/heap", "-o", "fetched"],
  ["advise", BASE, CURRENT],
  ["goroutines", ...GOROUTINES],
  ["folded", CURRENT],
  ["difffolded", "--base", BASE, CURRENT],
  ["speedscope", CURRENT],
  ...["top", "text", "tree", "traces", "tags", "comments", "raw", "dot", "callgrind", "proto", "topproto"].map(
    (view) => [view, CURRENT],
  ),
  ...["peek", "list"].map((view) => [view, "Unmarshal", CURRENT]),
  ...["svg", "proto"].map((view) => [view, "--base", BASE, CURRENT]),
];

const PPROF_VIEWS = [
  "top",
  "text",
  "tree",
  "traces",
  "tags",
  "comments",
  "raw",
  "dot",
  "callgrind",
  "proto",
  "topproto",
];

const IN_PPROFS_WORDS: readonly (readonly string[])[] = [
  ...PPROF_VIEWS.flatMap((view) => [
    [`-${view}`, CURRENT],
    [`-${view}`, "-base", BASE, CURRENT],
  ]),
  ...["peek", "list"].map((view) => [`-${view}=Unmarshal`, CURRENT]),
  ["-svg", CURRENT],
  ["-top", "-focus=Unmarshal", "-sample_index=alloc_space", BASE, CURRENT],
];

/** What is wrong has the same words and exit codes everywhere. */
const REFUSED: readonly (readonly string[])[] = [
  ["-top", "missing"],
  ["-top", "-nosuch", CURRENT],
  ["diff", "missing", CURRENT],
  ["diff", BASE, CURRENT, "--nosuch"],
  ["diff", BASE, CURRENT, "-o", "missing/file.json"],
  ["top", "--focus", "(", CURRENT],
];

const WRITTEN: readonly CommandLine[] = [
  ...["flame.svg", "flame.png", "flame.html"].map((output) => ({ words: ["flame", "--base", BASE, CURRENT], output })),
  ...["series.svg", "series.png"].map((output) => ({ words: ["series", BASE, CURRENT], output })),
  { words: ["diff", BASE, CURRENT], output: "growth.md" },
  { words: ["svg", CURRENT], output: "graph.svg" },
  { words: ["png", CURRENT], output: "graph.png" },
  { words: ["pdf", CURRENT], output: "graph.pdf" },
].map(({ words, output }) => ({ words: [...words, "-o", output], output }));

const LATER: readonly (readonly string[])[] = [
  ["report", "--help"],
  ["held", "--handler"],
  ["serve", "--help"],
  ["web", "--help"],
  ["weblist", "--help"],
  ["shell", "--help"],
  ["fleet", "--help"],
  ["mcp", "--help"],
  ["guide"],
  ...["bash", "zsh", "fish", "kubectl"].map((shell) => ["completion", shell]),
  ["man"],
];

export const COMMAND_LINES: readonly CommandLine[] = [
  ...[...NAMED, ...IN_PPROFS_WORDS, ...REFUSED, ...LATER].map((words) => ({ words })),
  ...WRITTEN,
];

export const CAPTURE_FOLDER: string = CAPTURE;

/**
 * Command lines to compare: every report over every kind of base, every option alone with several values (bad ones too), and random
 * combinations from a seed. `go tool pprof` and heapblame get the same words.
 */
import { type Random, seededRandom } from "../measurement/random.ts";

/** Profiles by path; heapblame and pprof run in different folders, so paths are absolute. */
export interface Subject {
  readonly name: string;
  readonly current: string;
  readonly sameBuild?: string | undefined;
  readonly otherBuild?: string | undefined;
  /** Regular expressions that match some of its functions. */
  readonly patterns: readonly string[];
  readonly sourcePath?: string;
}

export interface CommandLine {
  readonly report: string;
  readonly args: readonly string[];
}

export const REPORTS = [
  "top",
  "text",
  "tree",
  "peek",
  "traces",
  "raw",
  "tags",
  "comments",
  "list",
  "dot",
  "callgrind",
  "topproto",
  "proto",
] as const;

export type Report = (typeof REPORTS)[number];

/** Reports of the same words on other people's profiles, where only the content is new. */
export const CORPUS_REPORTS: readonly Report[] = ["top", "tree", "peek", "traces", "raw", "tags", "dot"];

type Base = (subject: Subject) => readonly string[];

const BASES: Record<string, Base> = {
  none: () => [],
  "same build": ({ sameBuild }) => flag("base", sameBuild),
  "other build": ({ otherBuild }) => flag("base", otherBuild),
  diff_base: ({ sameBuild }) => flag("diff_base", sameBuild),
  "diff_base of another build": ({ otherBuild }) => flag("diff_base", otherBuild),
  normalize: ({ sameBuild }) => [...flag("base", sameBuild), "-normalize"],
  "normalize, diff_base": ({ sameBuild }) => [...flag("diff_base", sameBuild), "-normalize"],
};

const flag = (name: string, value: string | undefined): readonly string[] =>
  value === undefined ? [] : [`-${name}=${value}`];

const values = (name: string, ...choices: readonly string[]): readonly (readonly string[])[] =>
  choices.map((choice) => [`-${name}=${choice}`]);

/** As regular expressions of any option. "@" is a name of the profile at hand. */
const PATTERNS = [
  "@",
  "main|malloc",
  "(?i)METHOD[1-3]",
  "\\(\\*",
  "^$",
  ".",
  "^main\\.",
  "app",
  "\\.go$",
  "no-such-name",
  "[[:upper:]]\\pL+\\z",
  "\\Qa.b\\E|(?P<name>Type1)",
  "x{3}",
];

const BAD_PATTERNS = ["(", "[", "(*T).m", "a**", "x{1001}", "(?!a)", "\\", "a(?i", "(?P<n", "[z-a]", "\\8"];

const TAG_PATTERNS = [
  "bytes=1kb:",
  "bytes=:4096",
  "16:4096",
  "1024",
  "bytes=64",
  "request=a",
  "a,b",
  "request=a,b",
  "bytes=kb",
  "-5:5ms",
  "size=-10:10",
  "1kb:1mb",
  "512b:2kb",
  "tenant=.",
  ".",
  "pprof::base=true",
  "nope",
  "=a",
  "request=",
];

const BAD_TAG_PATTERNS = ["tenant=(", "[", "a,(", "1:2:3", "99999999999999999999:"];

const KEYS = ["request", "bytes", "request,bytes", "nope", ",", "tenant,,size", "alignment", "thread id"];

/** Options of pprof-semantics 1.2 that matter for heaps, each alone. */
export const OPTIONS: readonly (readonly string[])[] = [
  ...values("sample_index", "0", "1", "3", "inuse_space", "alloc_objects", "space", "cpu", "", "inuse_objects"),
  ["-inuse_space"],
  ["-inuse_objects"],
  ["-alloc_space"],
  ["-alloc_objects"],
  ["-inuse_space", "-alloc_space"],
  ["-sample_index=0", "-inuse_objects"],
  ["-contentions"],
  ["-total_delay"],
  ["-mean_delay"],
  ["-mean"],
  ["-mean", "-sample_index=1"],
  ["-mean=false"],
  ...values("divide_by", "2", "-3", "1e3", "0.5", "1e-3", "7", "0x1p4"),
  ...values(
    "unit",
    "auto",
    "kb",
    "MB",
    "gigabytes",
    "B",
    "bytes",
    "ms",
    "seconds",
    "foo",
    "minimum",
    "",
    "count",
    "GCU",
  ),
  ["-flat"],
  ["-cum"],
  ["-functions"],
  ["-filefunctions"],
  ["-files"],
  ["-lines"],
  ["-addresses"],
  ["-noinlines"],
  ["-noinlines", "-lines"],
  ["-noinlines", "-addresses"],
  ["-noinlines", "-files"],
  ["-lines", "-showcolumns"],
  ["-showcolumns"],
  ["-addresses", "-showcolumns"],
  ...values("nodecount", "0", "1", "5", "20", "-1", "1000", "0x10", "-7"),
  ...values("nodefraction", "0", "0.05", "0.5", "1", "2", "-0.1", ".02"),
  ...values("edgefraction", "0", "0.05", "0.5", "1.5"),
  ["-trim=false"],
  ["-trim"],
  ["-trim=0", "-nodecount=3"],
  ...["focus", "ignore", "hide", "show", "show_from", "prune_from"].flatMap((name) => values(name, ...PATTERNS)),
  ["-focus=@", "-ignore=main"],
  ["-hide=runtime", "-show=."],
  ...["tagfocus", "tagignore"].flatMap((name) => values(name, ...TAG_PATTERNS)),
  ...["tagshow", "taghide"].flatMap((name) => values(name, "bytes", "request|tenant", "nope", ".", "^$")),
  ...["tagroot", "tagleaf"].flatMap((name) => values(name, ...KEYS)),
  ["-call_tree"],
  ["-relative_percentages"],
  ["-relative_percentages", "-focus=@"],
  ["-relative_percentages", "-tagfocus=bytes=1kb:"],
  ["-drop_negative"],
  ["-compact_labels"],
  ...values("source_path", "/src", "/no-such/app:/src/app", "."),
  ...values("trim_path", "/src/app", "/usr/local/go/src:/src", "/no-such", "github.com/"),
  ["-output=report.out"],
  ...values("symbolize", "none", "no", "local", "fastlocal", "remote", "force", "demangle=none", "demangle=full"),
  ...values("symbolize", "demangle=templates", "demangle=default", "bogus", "none:demangle=full", "LOCAL:Force", "a:b"),
  ...values("add_comment", "hello", "# hidden", ""),
  ...values("buildid", "0123abcd", ""),
  ["-seconds=5"],
  ["-timeout=3"],
  ["-tools=/no-such-folder"],
];

/** Words that both must refuse in the same way. */
export const BAD_OPTIONS: readonly (readonly string[])[] = [
  ...values("sample_index", "7", "-1", "nope", "1.5", "99999999999999999999"),
  ...values("divide_by", "0", "abc", "", "1,5"),
  ...values("nodecount", "abc", "1.5", "", "99999999999999999999"),
  ...values("nodefraction", "abc", ""),
  ...values("edgefraction", "1e"),
  ...values("trim", "maybe", ""),
  ...values("mean", "yes", "2"),
  ...values("seconds", "x"),
  ["-flat", "-cum"],
  ["-lines", "-files"],
  ["-top", "-tree"],
  ["-peek=a", "-raw"],
  ["-normalize"],
  ["-base=/no-such-file"],
  ["-base=/no-such-file", "-diff_base=/no-such-file"],
  ["-no_browser"],
  ["-http=:0"],
  ["-output=/no-such-folder/report"],
  ["-peek=("],
  ["-list=["],
  ...["focus", "ignore", "hide", "show", "show_from", "prune_from", "tagshow", "taghide"].flatMap((name) =>
    values(name, ...BAD_PATTERNS),
  ),
  ...["tagfocus", "tagignore"].flatMap((name) => values(name, ...BAD_TAG_PATTERNS)),
  ["-focus=(", "-ignore=["],
];

/** Every report over every base, without options. */
export function plainLines(subjects: readonly Subject[], reports: readonly Report[], seed: number): CommandLine[] {
  const random = seededRandom(seed);
  return subjects.flatMap((subject) =>
    reports.flatMap((report) => Object.values(BASES).flatMap((base) => lineOf(random, subject, report, base, []))),
  );
}

/** Every option alone for every report, over the next subject with the next base in turn. */
export function optionLines(
  subjects: readonly Subject[],
  options: readonly (readonly string[])[],
  reports: readonly Report[],
  seed: number,
): CommandLine[] {
  const random = seededRandom(seed);
  return options.flatMap((option) =>
    reports.flatMap((report) => lineOf(random, random.pick(subjects), report, randomBase(random), option)),
  );
}

/** Two to five options together. */
export function randomLines(subjects: readonly Subject[], count: number, seed: number): CommandLine[] {
  const random = seededRandom(seed);
  const lines: CommandLine[] = [];
  while (lines.length < count) {
    const options = Array.from({ length: 2 + random.below(4) }, () => random.pick(OPTIONS)).flat();
    lines.push(...lineOf(random, random.pick(subjects), random.pick(REPORTS), randomBase(random), options));
  }
  return lines;
}

/** Every broken file as the only source, beside a good one, and as the base. */
export function brokenLines(files: readonly string[], good: Subject): CommandLine[] {
  return ["/no-such-folder/no-such-file", "/", ...files].flatMap((file) => [
    { report: "top", args: ["-top", file] },
    { report: "raw", args: ["-raw", file] },
    { report: "top", args: ["-top", good.current, file] },
    { report: "top", args: ["-top", file, good.current, good.current] },
    { report: "tree", args: ["-tree", `-base=${file}`, good.current] },
    { report: "raw", args: ["-raw", "-symbolize=none", `-diff_base=${file}`, good.current] },
    { report: "top", args: ["-top", `-base=${file}`, file] },
  ]);
}

/** Several sources, a program before them, and what the grammar allows besides `-x=v`. `program` is any executable. */
export function grammarLines(a: Subject, b: Subject, program: string): CommandLine[] {
  const top = (...args: readonly string[]): CommandLine => ({ report: "top", args });
  const base = a.sameBuild ?? a.current;
  return [
    top("-top", a.current, base),
    top("-top", a.current, a.current, base, b.current),
    { report: "raw", args: ["-raw", a.current, base, a.otherBuild ?? base] },
    { report: "tree", args: ["-tree", "-base", base, a.current, a.current] },
    top("-top", b.current, a.current),
    top("-top", program, a.current),
    { report: "raw", args: ["-raw", program, a.current, base] },
    top("-top", program),
    top("-top", "-buildid=0123456789", program, b.current),
    top("-top", a.current, "-cum"),
    top("-top", "--cum", "--nodecount", "5", "--base", base, a.current),
    top("--top", "-nodecount", "5", a.current),
    top("-top", "-nodecount=3", "-nodecount=7", a.current),
    top("-top", "-base=/no-such-file", `-base=${base}`, a.current),
    top("-top", "-trim", "false", a.current),
    top("-top", "-top", a.current),
    top("-top", "-text", a.current),
    top("-top", "-top=false", "-text", a.current),
    top("-top", "-cum=1", "-lines=T", a.current),
    top("-top", "--", a.current),
    top("-top", "-focus", a.current),
    top("-top", "-focus"),
    top("-top"),
    top("-top", "-no-such-flag", a.current),
    top("-top", "---cum", a.current),
    top("-top", "-=5", a.current),
    top("-top", "-peek=", a.current),
    top("-top", "-base=", a.current),
    top("-top", "-base=", "-normalize", a.current),
    top("-top", "-h"),
    top("-top", "-output=", a.current),
    { report: "proto", args: ["-proto", "-output=report.out", "-base", base, a.current] },
    { report: "callgrind", args: ["-callgrind", "-output", "report.out", a.current] },
  ];
}

function randomBase(random: Random): Base {
  return random.below(5) < 2 ? (BASES["none"] as Base) : random.pick(Object.values(BASES));
}

/** Empty where the subject lacks the base. */
function lineOf(
  random: Random,
  subject: Subject,
  report: Report,
  base: Base,
  options: readonly string[],
): readonly CommandLine[] {
  const baseFlags = base(subject);
  if (base !== BASES["none"] && !baseFlags.some((word) => word.includes("base="))) return [];
  const name = subject.patterns.length > 0 ? random.pick(subject.patterns) : "main";
  const words = options.map((word) => word.replace(/=@$/, () => `=${name}`));
  const sources = report === "list" && subject.sourcePath !== undefined ? [`-source_path=${subject.sourcePath}`] : [];
  const hasOwnReport = options.some((word) => /^-(top|tree|raw|peek=|list=)/.test(word));
  const reportFlag =
    report === "peek" || report === "list" ? `-${report}=${random.pick([name, name, ".", "main"])}` : `-${report}`;
  return [
    { report, args: [...(hasOwnReport ? [] : [reportFlag]), ...sources, ...words, ...baseFlags, subject.current] },
  ];
}

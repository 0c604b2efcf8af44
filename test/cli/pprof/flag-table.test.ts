/** Every flag of pprof's, one by one, with one dash and two, with `=` and a space: the same bytes and exit code as `go tool pprof`. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe, test } from "node:test";
import { PPROF_FLAGS, type PprofFlag } from "../../../src/cli/pprof/flag-names.ts";
import { compareOutcomes, shortDiff } from "../../differential/compare.ts";
import { findPprof, openBench } from "../../differential/oracle.ts";
import { modePair } from "../../fixtures.ts";
import { sampled } from "../../sample.ts";

const [before, after] = modePair("retain");
const pprof = findPprof();
const skip = "missing" in pprof ? pprof.missing : false;

/** Of google/pprof and ours, listed in ARCHITECTURE.md. */
const BEYOND: readonly string[] = ["all_frames", "svg_interactive"];

/** Values that change something, or that pprof refuses in words of its own. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  base: [before],
  diff_base: [before, "nofile"],
  unit: ["kb", "auto"],
  sample_index: ["0", "inuse_objects", "nope"],
  divide_by: ["3", "1e2", "x"],
  nodecount: ["3", "-1", "0x10", "3.5"],
  nodefraction: ["0.1", ".05", "1_0"],
  edgefraction: ["0.1", ""],
  seconds: ["3", "x"],
  timeout: ["3", "5m"],
  symbolize: ["none", "force", "demangle=full"],
  http: [],
  output: ["report.out"],
  source_path: ["/nonexistent"],
};
const TEXTS: readonly string[] = ["Unmarshal", "", "("];

function valuesOf(name: string, flag: PprofFlag): readonly string[] {
  if (flag.kind === "report") return flag.report.hasArgument ? ["Unmarshal", "("] : ["true", "false", "maybe"];
  if (flag.kind !== "option" || flag.option.kind === "switch") return ["true", "false", "F", "2"];
  return VALUES[name] ?? TEXTS;
}

function takesWord(flag: PprofFlag): boolean {
  return flag.kind === "report" ? flag.report.hasArgument : flag.kind === "option" && flag.option.kind !== "switch";
}

/** Flags that name a report need no other; pictures and what heapblame does not do differ, as listed. */
function isComparable(flag: PprofFlag): boolean {
  const own = ["svg", "png", "pdf", "web", "weblist"];
  return flag.kind !== "report" || (flag.report.instead === undefined && !own.includes(flag.report.name));
}

function linesFor(name: string, flag: PprofFlag): string[][] {
  // Files that are printed alike come in any order in pprof's top.
  const rest = flag.kind === "report" ? [after] : [flag.kind === "word" ? "-traces" : "-top", after];
  const withValues = valuesOf(name, flag).flatMap((value) => [
    [`-${name}=${value}`, ...rest],
    [`--${name}=${value}`, ...rest],
    ...(takesWord(flag)
      ? [
          [`-${name}`, value, ...rest],
          [`--${name}`, value, ...rest],
        ]
      : []),
  ]);
  const bare = takesWord(flag) ? [[`-${name}`]] : [[`-${name}`, ...rest], [`--${name}`, ...rest], [`-${name}`]];
  // Without a report heapblame answers where pprof opens its shell.
  return [...withValues, ...bare].filter((words) => isReportFor(name, flag, words));
}

function isReportFor(name: string, flag: PprofFlag, words: readonly string[]): boolean {
  return (
    flag.kind !== "report" || words.length === 1 || !words.some((word) => /=(false|F)$/.test(word)) || name === "top"
  );
}

describe("each flag is pprof's", { skip }, () => {
  const bench = openBench((pprof as { path: string }).path);
  for (const [name, flag] of PPROF_FLAGS) {
    if (BEYOND.includes(name) || !isComparable(flag)) continue;
    test(`-${name}`, async () => {
      for (const words of sampled(linesFor(name, flag), 4)) {
        if (words.some((word) => /^--?top=(false|F)$/.test(word))) continue;
        const difference = compareOutcomes(await bench.pprof(words), await bench.heapblame(words));
        assert.equal(difference && shortDiff(difference), undefined, words.join(" "));
      }
    });
  }
  test("the folder goes", () => bench.close());
});

test("no flag of pprof's is missing from the table", { skip }, () => {
  let usage = "";
  try {
    execFileSync((pprof as { path: string }).path, ["-nosuch"], { stdio: "pipe" });
  } catch (error) {
    usage = String((error as { stderr: Buffer }).stderr);
  }
  const flags = [...usage.matchAll(/^ {3,6}-(\w+)/gm)].map(([, name]) => name as string);
  const options = [...usage.matchAll(/^ {4}(\w+) {2,}/gm)].map(([, name]) => name as string);
  assert.ok(flags.length > 60, usage);
  const missing = [...flags, ...options].filter((name) => !PPROF_FLAGS.has(name));
  assert.deepEqual(
    missing.filter((name) => !NO_FLAGS.includes(name)),
    [],
  );
});

/** Words in the usage that are no flags. */
const NO_FLAGS: readonly string[] = [
  ...["granularity", "sort", "legacy_profile", "none", "local", "fastlocal", "remote", "force", "Binary"],
  ...["PPROF_TMPDIR", "PPROF_TOOLS", "PPROF_BINARY_PATH"],
];

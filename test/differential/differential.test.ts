/**
 * heapblame's pprof command line against `go tool pprof` itself: the same words, the same bytes. A usual run compares an eighth of all command
 * lines, `--long` the others; HEAPBLAME_DIFFERENTIAL=N compares about N, HEAPBLAME_SEED=N others than the usual ones.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isLongRun, sampled } from "../sample.ts";
import { compareOutcomes, type Difference, shortDiff } from "./compare.ts";
import { extremeLines } from "./extremes.ts";
import {
  BAD_OPTIONS,
  brokenLines,
  CORPUS_REPORTS,
  type CommandLine,
  grammarLines,
  OPTIONS,
  optionLines,
  plainLines,
  REPORTS,
  randomLines,
  type Subject,
} from "./matrix.ts";
import { type Bench, findPprof, type Outcome, openBench } from "./oracle.ts";
import { explainingRule, RERUN_RULES } from "./randomness.ts";
import { brokenFiles, corpusSubjects, fixtureSubjects, generatedSubjects } from "./subjects.ts";

const ALL = 4600;
const USUAL = 400;
/** How many are asked for; undefined for the usual ones, or in the long run for all others. */
const ASKED = process.env["HEAPBLAME_DIFFERENTIAL"];
const SHARE = Number(ASKED ?? USUAL) / ALL;
const REST = ASKED === undefined && isLongRun ? 1 - SHARE : SHARE;
const SEED = Number(process.env["HEAPBLAME_SEED"] ?? 1);
/** pprof's answers asked for ahead of time, while heapblame works. */
const AHEAD = 3;
const MAX_SHOWN = Number(process.env["HEAPBLAME_SHOWN"] ?? 12);

const pprof = findPprof();
const skip = "missing" in pprof ? pprof.missing : false;

interface Tally {
  compared: number;
  equal: number;
  /** Of the equal ones, those that a rule of randomness.ts explains. */
  byRule: number;
}

let bench: Bench;
let fixtures: readonly Subject[];
let generated: readonly Subject[];
const byReport = new Map<string, Tally>();
const byRule = new Map<string, number>();

before(() => {
  if ("missing" in pprof) return;
  bench = openBench(pprof.path);
  fixtures = fixtureSubjects();
  generated = generatedSubjects(bench.folder, [SEED, SEED + 1]);
});

after(() => bench?.close());

test("prints every report of every fixture as pprof does, over every kind of base", { skip }, async (t) => {
  await compareLines(t, spread(plainLines(fixtures, REPORTS, SEED), 650));
});

test("prints every report of generated profiles as pprof does, over every kind of base", { skip }, async (t) => {
  await compareLines(t, spread(plainLines(generated, REPORTS, SEED), 850));
});

test("heeds every option as pprof does, in every report", { skip }, async (t) => {
  await compareLines(t, spread(optionLines([...fixtures, ...generated], OPTIONS, REPORTS, SEED), 1500));
});

test("refuses bad values with pprof's words and exit code", { skip }, async (t) => {
  await compareLines(t, part(optionLines([...fixtures, ...generated], BAD_OPTIONS, ["top", "raw"], SEED)));
});

test("refuses broken profiles with pprof's words and exit code", { skip }, async (t) => {
  const good = generated[0] as Subject;
  await compareLines(t, part(brokenLines(brokenFiles(bench.folder), good)));
});

test("reads command lines as pprof does", { skip }, async (t) => {
  const [a, b] = [fixtures[0], generated[0]] as [Subject, Subject];
  const program = (pprof as { path: string }).path;
  await compareLines(t, part([...grammarLines(a, b, program), ...grammarLines(b, a, program)]));
});

test("prints numbers at the ends of their range, and columns, as pprof does", { skip }, async (t) => {
  await compareLines(t, spread(extremeLines(bench.folder), 100));
});

test("heeds options together as pprof does", { skip }, async (t) => {
  const lines = randomLines([...fixtures, ...generated], ASKED === undefined ? 500 : Math.round(500 * SHARE), SEED);
  await compareLines(t, spread(lines, 500));
});

const corpus = corpusSubjects();

test("prints the profiles of the corpus as pprof does", {
  skip: skip || (corpus.length === 0 && "no corpus here"),
}, async (t) => {
  await compareLines(t, spread(plainLines(corpus, CORPUS_REPORTS, SEED), 450));
});

test("counts what was compared", { skip }, (t) => {
  const sum = (field: keyof Tally): number => [...byReport.values()].reduce((total, tally) => total + tally[field], 0);
  for (const [report, { compared, equal }] of [...byReport].sort())
    t.diagnostic(`-${report}: ${equal} of ${compared} equal`);
  for (const [rule, times] of byRule) t.diagnostic(`${times} times the order was pprof's own: ${rule}`);
  t.diagnostic(
    `${sum("compared")} command lines compared, ${sum("equal")} equal, of these ${sum("byRule")} but for pprof's random order`,
  );
  assert.ok(sum("compared") >= Math.min(3000, 3000 * REST));
});

/** About so many of the lines where all are compared, evenly; neighbouring ones differ by their base, then by their report. */
function spread(lines: readonly CommandLine[], all: number): readonly CommandLine[] {
  const count = Math.min(lines.length, ASKED === undefined ? all : Math.round(all * SHARE));
  const chosen = Array.from(
    { length: count },
    (_, at) => lines[Math.floor((at * lines.length) / count)] as CommandLine,
  );
  return ASKED === undefined ? sampled(chosen, Math.round(count * SHARE)) : chosen;
}

/** Of lines that are not much alike the usual run has half. */
function part(lines: readonly CommandLine[]): readonly CommandLine[] {
  return ASKED === undefined ? sampled(lines, Math.ceil(lines.length / 2)) : lines;
}

async function compareLines(t: { diagnostic: (text: string) => void }, lines: readonly CommandLine[]): Promise<void> {
  const failures: string[] = [];
  const started = Date.now();
  const expected = lines.slice(0, AHEAD).map((line) => bench.pprof(line.args));
  for (const [at, line] of lines.entries()) {
    const ahead = lines[at + AHEAD];
    if (ahead !== undefined) expected[at + AHEAD] = bench.pprof(ahead.args);
    const actual = await bench.heapblame(line.args);
    const difference = compareOutcomes(await (expected[at] as Promise<Outcome>), actual);
    delete expected[at];
    const rule = difference && (await ruleFor(line, difference, actual));
    if (!count(line, difference, rule)) failures.push(`${spelled(line)}\n${shortDiff(difference as Difference)}`);
  }
  const seconds = Math.round((Date.now() - started) / 1000);
  t.diagnostic(`${lines.length} command lines compared, ${lines.length - failures.length} equal, in ${seconds} s`);
  if (failures.length > 0)
    assert.fail(`${failures.length} of ${lines.length} differ:\n\n${failures.slice(0, MAX_SHOWN).join("\n\n")}`);
}

/** Name of what pprof leaves to chance, if that is all that differs. */
async function ruleFor(
  { report, args }: CommandLine,
  difference: Difference,
  actual: Outcome,
): Promise<string | undefined> {
  const rule = explainingRule(difference, report, args);
  if (rule !== undefined) return rule.name;
  for (const { name, applies, runs } of RERUN_RULES) {
    if (!applies(report, args)) continue;
    for (let run = 0; run < runs; run++) {
      const again = compareOutcomes(await bench.pprof(args), actual);
      if (again === undefined || explainingRule(again, report, args) !== undefined) return name;
    }
  }
  return undefined;
}

/** Whether they are equal, or differ only in what pprof leaves to chance. */
function count({ report }: CommandLine, difference: Difference | undefined, rule: string | undefined): boolean {
  const tally = byReport.get(report) ?? { compared: 0, equal: 0, byRule: 0 };
  byReport.set(report, tally);
  tally.compared++;
  if (difference !== undefined && rule === undefined) return false;
  tally.equal++;
  if (rule !== undefined) {
    tally.byRule++;
    byRule.set(rule, (byRule.get(rule) ?? 0) + 1);
  }
  return true;
}

function spelled({ args }: CommandLine): string {
  return `heapblame ${args.map((word) => (/^[\w./=:@+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(" ")}`;
}

/**
 * `npm run mutate -- FOLDER ... [--seed S] [--count N]`: changes a seeded sample of places below src/FOLDER (or in a file there), one at a time, and
 * lists the changes that no test at the mirrored place notices. `--changed COMMIT` takes the files changed since; `--minutes N` stops then; `--longest S`
 * asks no test beside the file's own that takes longer; `--pure` asks none that starts programs, nor takes files whose own test does; `--least P` makes it
 * fail where less than P percent were noticed; `--again LOG` takes what a log of an earlier run has as survived or untried. What changes nothing that can be seen stands in equivalent.json, with the reason.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { openIn } from "./again.ts";
import { describe, isEquivalent, staleIn } from "./equivalent.ts";
import { buildJudge } from "./judge.ts";
import { folderTests, mirroredTest } from "./mirrored.ts";
import { computeMutants, type Mutant } from "./mutants.ts";
import { sample } from "./sample.ts";
import { type Numbered, switchedText } from "./switched.ts";

type Fate = "killed" | "survived" | "unreached" | "equivalent" | "untried";

interface Choice {
  readonly file: string;
  readonly mutant: Mutant;
}

/** Tests that import one of these take their time by other programs. */
const STARTS_PROGRAMS = /from "(?:node:child_process|[./]+\/(?:pprof-oracle|run-cli)\.ts)"/;

const PURE = ["profile", "graph", "blame", "report", "wording", "render"];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "300" },
    minutes: { type: "string", default: "1000" },
    least: { type: "string", default: "100" },
    longest: { type: "string", default: "1000" },
    changed: { type: "string" },
    again: { type: "string" },
    pure: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  const [, header = ""] = /^\/\*\*\n(.*?) \*\//s.exec(readFileSync(new URL(import.meta.url), "utf8")) ?? [];
  write(header.replace(/^ \* /gm, "").trimEnd());
  process.exit(0);
}
const sources = new Map<string, string>();
const ownTests = new Map<string, string | undefined>();
const beside = new Map<string, readonly string[]>();
/** Milliseconds. */
const longest = 1000 * Number(values.longest);
const deadline = performance.now() + Number(values.minutes) * 60_000;
const totals: Record<Fate, number> = { killed: 0, survived: 0, unreached: 0, equivalent: 0, untried: 0 };

const before = values.again === undefined ? undefined : openIn(readFileSync(values.again, "utf8"));
const places = placesAsked();
const choices = before === undefined ? sampled() : places.flatMap(mutantsBelow).filter(isOpen);
const numbered = choices.map((choice, id) => ({ ...choice, id }));
const files = [...new Set(choices.map(({ file }) => file))];
const changed = new Map(files.map((file) => [resolve("src", file), switchedFile(file)]));
const judge = await buildJudge([...new Set(files.flatMap(testsOf))], changed, isLate);
const fates = new Map<number, Fate>();
const reached = new Set<number>();
const untried = new Set<number>();
const failing = new Set<string>();
for (const { file, mutant, id } of numbered)
  if (isEquivalent(file, sourceOf(file), mutant)) fates.set(id, "equivalent");
await askOwn();
for (const choice of numbered) if (!fates.has(choice.id)) tell(lineOf("not noticed by its own", choice));
await askOthers();
judge.dispose();
for (const choice of numbered) record(choice);
for (const file of files)
  for (const { change } of staleIn(file, sourceOf(file)))
    write(`no longer there, but in equivalent.json: src/${file}  ${change}`);
for (const test of failing) write(`not asked, since it fails without a mutant: ${test}`);
const unnoticed = totals.survived + totals.unreached;
const tried = totals.killed + unnoticed;
write(
  `${choices.length} mutants of ${places.length > 9 ? `${places.length} files` : places.join(" ")}, ${before === undefined ? `seed ${values.seed}` : "again"}: ` +
    `${totals.killed} killed of ${tried} tried (${((100 * totals.killed) / (tried || 1)).toFixed(1)} %), ${totals.survived} survived, ` +
    `${totals.unreached} come by no test, ${totals.equivalent} equivalent, ${totals.untried} untried for want of time`,
);
const isLess = 100 * totals.killed < Number(values.least) * tried;
process.exitCode = isLess || failing.size > 0 ? 1 : 0;

function placesAsked(): readonly string[] {
  const changed = values.changed === undefined ? [] : changedSince(values.changed);
  return [...positionals, ...changed, ...(before?.keys() ?? [])];
}

function sampled(): Choice[] {
  return sample(places.flatMap(mutantsBelow), Number(values.count), Number(values.seed));
}

function isOpen({ file, mutant }: Choice): boolean {
  return before?.get(file)?.has(describe(sourceOf(file), mutant)) === true;
}

/** Files of the layers whose tests need no server, no process and no terminal. */
function changedSince(commit: string): readonly string[] {
  const words = ["diff", "--name-only", `${commit}...HEAD`, "--", ...PURE.map((layer) => `src/${layer}`)];
  const names = execFileSync("git", words, { encoding: "utf8" }).split("\n");
  return names.filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts") && existsSync(name));
}

/** A folder or a file below src/. */
function mutantsBelow(place: string): Choice[] {
  const name = place.replace(/^src\//, "").replace(/\/$/, "");
  const files = (name.endsWith(".ts") ? [name] : filesBelow(name)).filter((file) => isAsked(mirroredTest(file)));
  return files.flatMap((file) => computeMutants(file, sourceOf(file)).map((mutant) => ({ file, mutant })));
}

function filesBelow(folder: string): readonly string[] {
  const names = readdirSync(`src/${folder}`, { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
    .sort()
    .map((name) => `${folder}/${name}`);
}

/** As it was first read: whoever works on it meanwhile does not change what was tried. */
function sourceOf(file: string): string {
  const text = sources.get(file) ?? readFileSync(`src/${file}`, "utf8");
  sources.set(file, text);
  return text;
}

function switchedFile(file: string): string {
  return switchedText(
    sourceOf(file),
    numbered.filter((choice) => choice.file === file),
  );
}

/** The test of the file's own name is asked first, those beside it where that notices nothing. */
function testsOf(file: string): readonly string[] {
  const own = ownOf(file);
  return [...(own === undefined ? [] : [own]), ...othersOf(file)];
}

/** As it first was: of what comes meanwhile there is no bundle. */
function ownOf(file: string): string | undefined {
  if (!ownTests.has(file)) ownTests.set(file, mirroredTest(file));
  return ownTests.get(file);
}

/** As they first were, too. */
function othersOf(file: string): readonly string[] {
  const others = beside.get(file) ?? folderTests(file).filter(isAsked);
  beside.set(file, others);
  return others;
}

function isAsked(test: string | undefined): boolean {
  return !values.pure || test === undefined || !STARTS_PROGRAMS.test(readFileSync(test, "utf8"));
}

async function askOwn(): Promise<void> {
  for (const file of files) {
    const own = ownOf(file);
    if (own === undefined) continue;
    await ask(
      own,
      numbered.filter((choice) => choice.file === file),
    );
  }
}

/** Each as soon as it is known to be quick enough: what is left when time is over has met as many as it could. */
async function askOthers(): Promise<void> {
  const left = numbered.filter(({ id }) => !fates.has(id));
  const tests = longest > 0 ? [...new Set(left.flatMap(({ file }) => othersOf(file)))] : [];
  for (const test of tests) {
    const open = left.filter(({ file, id }) => !fates.has(id) && othersOf(file).includes(test));
    if (open.length === 0) continue;
    if (isLate()) for (const { id } of open) untried.add(id);
    else if ((await judge.baselineOf(test)).milliseconds <= longest) await ask(test, open);
  }
  for (const { id } of left)
    if (!fates.has(id)) fates.set(id, untried.has(id) ? "untried" : reached.has(id) ? "survived" : "unreached");
}

async function ask(test: string, asked: readonly Numbered[]): Promise<void> {
  const open = asked.filter(({ id }) => !fates.has(id));
  if (isLate()) {
    for (const { id } of open) untried.add(id);
    return;
  }
  const { passes, counts } = await judge.baselineOf(test);
  if (!passes) {
    failing.add(test);
    return;
  }
  const met = open.map(({ id }) => id).filter((id) => counts.has(id));
  for (const id of met) reached.add(id);
  const trial = await judge.tryAll(test, met);
  for (const id of trial.killed) fates.set(id, "killed");
  for (const id of trial.untried) untried.add(id);
  if (met.length > 0) tell(`${test}: ${trial.killed.length} of ${met.length} killed`);
}

function isLate(): boolean {
  return performance.now() > deadline;
}

function record({ file, mutant, id }: Choice & Numbered): void {
  const fate = fates.get(id) ?? "untried";
  totals[fate]++;
  if (fate !== "killed" && fate !== "equivalent") write(lineOf(fate, { file, mutant }));
}

function lineOf(fate: string, { file, mutant }: Choice): string {
  return `${fate}  src/${file}:${mutant.line}  ${describe(sourceOf(file), mutant)}`;
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** How far it is, for whoever waits. */
function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/**
 * `npm run mutate -- FOLDER ... [--seed S] [--count N]`: changes a seeded sample of places below src/FOLDER (or in a file there), one at a time, and
 * lists the changes that no test at the mirrored place notices. `--changed COMMIT` takes the files changed since; `--minutes N` stops then; `--least P`
 * makes it fail where less than P percent were noticed. What changes nothing that can be seen stands in equivalent.json, with the reason.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { describe, isEquivalent } from "./equivalent.ts";
import { buildJudge, type Fate, type Judge } from "./judge.ts";
import { folderTests, mirroredTest } from "./mirrored.ts";
import { computeMutants, type Mutant, mutatedText } from "./mutants.ts";
import { sample } from "./sample.ts";

interface Choice {
  readonly file: string;
  readonly mutant: Mutant;
}

const PURE = ["profile", "graph", "blame", "report", "wording", "render"];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "300" },
    minutes: { type: "string", default: "1000" },
    least: { type: "string", default: "100" },
    changed: { type: "string" },
  },
});
const deadline = performance.now() + Number(values.minutes) * 60_000;
const totals = { killed: 0, survived: 0, invalid: 0, untested: 0, equivalent: 0, late: 0 };

const places = [...positionals, ...(values.changed === undefined ? [] : changedSince(values.changed))];
const choices = sample(places.flatMap(mutantsBelow), Number(values.count), Number(values.seed));
for (const file of new Set(choices.map((choice) => choice.file))) {
  await judgeFile(
    file,
    choices.filter((choice) => choice.file === file).map(({ mutant }) => mutant),
  );
}
write(
  `${choices.length} mutants of ${places.length > 9 ? `${places.length} files` : places.join(" ")}, seed ${values.seed}: ${totals.killed} killed, ${totals.survived} survived, ` +
    `${totals.untested} without a test, ${totals.equivalent} equivalent, ${totals.invalid} not valid, ${totals.late} not tried for want of time`,
);
const unnoticed = totals.survived + totals.untested;
process.exitCode = 100 * totals.killed < Number(values.least) * (totals.killed + unnoticed) ? 1 : 0;

/** Files of the layers whose tests need no server, no process and no terminal. */
function changedSince(commit: string): readonly string[] {
  const words = ["diff", "--name-only", `${commit}...HEAD`, "--", ...PURE.map((layer) => `src/${layer}`)];
  const names = execFileSync("git", words, { encoding: "utf8" }).split("\n");
  return names.filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts") && existsSync(name));
}

/** A folder or a file below src/. */
function mutantsBelow(place: string): Choice[] {
  const name = place.replace(/^src\//, "").replace(/\/$/, "");
  const files = name.endsWith(".ts") ? [name] : filesBelow(name);
  return files.flatMap((file) => computeMutants(file, sourceOf(file)).map((mutant) => ({ file, mutant })));
}

function filesBelow(folder: string): readonly string[] {
  const names = readdirSync(`src/${folder}`, { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
    .sort()
    .map((name) => `${folder}/${name}`);
}

function sourceOf(file: string): string {
  return readFileSync(`src/${file}`, "utf8");
}

async function judgeFile(file: string, mutants: readonly Mutant[]): Promise<void> {
  const text = sourceOf(file);
  const own = mirroredTest(file);
  const judges = [own === undefined ? [] : [own], folderTests(file)].map((tests) => () => buildJudge(file, tests));
  const opened: (Judge | undefined)[] = [];
  for (const mutant of mutants) {
    if (isEquivalent(file, text, mutant)) totals.equivalent++;
    else if (performance.now() > deadline) totals.late++;
    else await record(file, text, mutant, await fateOf(mutatedText(text, mutant), judges, opened));
  }
  for (const judge of opened) await judge?.dispose();
}

/** The test of the file's own name is asked first, those beside it where that notices nothing. */
async function fateOf(
  text: string,
  judges: readonly (() => Promise<Judge | undefined>)[],
  opened: (Judge | undefined)[],
): Promise<Fate | "untested"> {
  let last: Fate | "untested" = "untested";
  for (const [row, open] of judges.entries()) {
    if (opened.length === row) opened.push(await open());
    const fate = await opened[row]?.fateOf(text);
    if (fate === "killed" || fate === "invalid") return fate;
    last = fate ?? last;
  }
  return last;
}

function record(file: string, text: string, mutant: Mutant, fate: Fate | "untested"): void {
  totals[fate]++;
  if (fate === "survived" || fate === "untested")
    write(`${fate}  src/${file}:${mutant.line}  ${describe(text, mutant)}`);
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}

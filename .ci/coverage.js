// Which branches and lines of src/ the tests run: `npm run coverage -- test/stats test/render/csv.test.ts` prints the share of each folder and
// the files with the least; without words it takes the pure core. Branches are those of the source: both sides of an if, a ?: and a && or ??, cases, and
// values that stand in for what was not given. What runs in a process or a thread of its own is not counted.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import istanbul from "istanbul-lib-coverage";
import sourceMaps from "istanbul-lib-source-maps";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const CORE = ["profile", "graph", "blame", "report", "wording", "stats", "measurement"].map((name) => `test/${name}`);
/** How many files are listed. */
const LISTED = 25;

const words = process.argv.slice(2);
const tested = (words.length > 0 ? words : CORE).map((word) => word.replace(/\/+$/, ""));
const folders = tested.map((word) => (word.endsWith(".test.ts") ? dirname(word) : word));
const work = mkdtempSync(join(tmpdir(), "heapblame-coverage-"));
try {
  const status = runTests(tested.flatMap(testFiles));
  const files = (await readCoverage()).filter(({ file }) => folders.some((folder) => isBelow(file, folder)));
  printFolders(files);
  printLeast(files);
  process.exitCode = files.length === 0 ? 2 : status;
} finally {
  rmSync(work, { recursive: true, force: true });
}

function testFiles(word) {
  if (statSync(word, { throwIfNoEntry: false })?.isDirectory() !== true) return [word];
  const names = readdirSync(word, { recursive: true, encoding: "utf8" }).sort();
  return names.filter((name) => name.endsWith(".test.ts")).map((name) => `${word}/${name}`);
}

/** What the tests say goes where errors go, so that standard output has the shares alone. */
function runTests(files) {
  const env = { ...process.env, HEAPBLAME_COVERAGE: work };
  const stdio = ["ignore", "ignore", "inherit"];
  return spawnSync(process.execPath, [".ci/test.js", ...files], { stdio, env }).status ?? 1;
}

/** Of each file of src/ that was loaded: what there is, what was run, and the lines where a branch was not. */
async function readCoverage() {
  const counted = istanbul.createCoverageMap();
  for (const name of readdirSync(work)) counted.merge(JSON.parse(readFileSync(join(work, name), "utf8")));
  const all = await sourceMaps.createSourceMapStore().transformCoverage(counted);
  return all.files().map((path) => fileCoverage(relative(".", path), all.fileCoverageFor(path)));
}

function fileCoverage(file, of) {
  const lines = Object.values(of.getLineCoverage());
  const branches = Object.entries(of.b).flatMap(([at, counts]) => counts.map((count) => ({ at, count })));
  const missed = branches.filter(({ count }) => count === 0).map(({ at }) => of.branchMap[at].loc.start.line);
  return {
    file,
    lines: { all: lines.length, run: lines.filter((count) => count > 0).length },
    branches: { all: branches.length, run: branches.length - missed.length },
    missed: [...new Set(missed)].sort((one, other) => one - other),
  };
}

/** `test/stats` is about what lies below `src/stats`. */
function isBelow(file, folder) {
  return file.startsWith(`${folder.replace(/^test(?=\/|$)/, "src")}/`);
}

function printFolders(files) {
  const byFolder = new Map(files.map(({ file }) => [dirname(file), []]));
  for (const one of files) byFolder.get(dirname(one.file)).push(one);
  print("branches                 lines                    folder");
  for (const [folder, own] of [...byFolder].sort(([one], [other]) => (one < other ? -1 : 1))) printShares(own, folder);
  printShares(files, "all");
}

function printShares(files, name) {
  const shares = ["branches", "lines"].map((what) => {
    const [run, all] = ["run", "all"].map((key) => files.reduce((sum, file) => sum + file[what][key], 0));
    return shareText(run, all).padEnd(25);
  });
  print(`${shares.join("")}${name}`);
}

function printLeast(files) {
  const open = files.filter(({ missed }) => missed.length > 0);
  open.sort((one, other) => shareOf(one.branches) - shareOf(other.branches) || (one.file < other.file ? -1 : 1));
  if (open.length > 0) print(`\nbranches                 file, lines where one was not taken`);
  for (const { file, branches, missed } of open.slice(0, LISTED)) {
    print(`${shareText(branches.run, branches.all).padEnd(25)}${file}: ${missed.join(", ")}`);
  }
}

function shareOf({ run, all }) {
  return all === 0 ? 1 : run / all;
}

/** Never 100 % where something is missing. */
function shareText(run, all) {
  if (all === 0) return "         none";
  const share = Math.floor(1000 * shareOf({ run, all })) / 10;
  return `${share.toFixed(1).padStart(5)} % ${run} of ${all}`;
}

function print(line) {
  process.stdout.write(`${line}\n`);
}

/**
 * `npm run bench [-- quick | -- WORD...]`: heapblame and `go tool pprof` in turn on the same work, whole processes, and prints times, processor
 * times, ratios and peak memory. Profiles are generated (see generate.ts) into a temporary folder. `quick` leaves out the large ones; with other
 * words only cases run whose title has one of them (`-- merge`). pprof runs once where it takes more than ten seconds; everything else takes the
 * median of several. On a machine that others use too, only ratios of processor time mean something.
 */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { generateProfile } from "./generate.ts";

interface Measured {
  readonly seconds: number;
  /** User and system time. */
  readonly processorSeconds: number;
  readonly peakMiB: number;
}

const heapblame = fileURLToPath(new URL("../../bin/heapblame.js", import.meta.url));
const pprof = execFileSync("go", ["tool", "-n", "pprof"], { encoding: "utf8" }).trim();
const folder = mkdtempSync(join(tmpdir(), "heapblame-bench-"));
const words = process.argv.slice(2).filter((word) => word !== "quick");
const isQuick = process.argv.includes("quick");
/** Generated when a case first asks for them. */
const pairs = new Map<string, [string, string]>();

try {
  await bench();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function bench(): Promise<void> {
  print("case", "heapblame", "go tool pprof", "faster", "processor", "memory");
  await compareWithNode("top, 1,500 samples", () => ["-top", small()[1]]);
  await compare("diff, 1,500 samples (ours)", () => ["diff", ...small()], 9, "alone");
  await compare("top, 50,000 samples", () => ["-top", medium()[1]], 3);
  await compare("top --base, 50,000 samples", () => ["-top", "-base", ...medium()], 3);
  await compare("diff, 50,000 samples (ours)", () => ["diff", ...medium()], 3, "alone");
  const svg = "svg of the diff, 50,000 samples";
  if (hasGraphviz()) await compare(svg, () => ["-svg", "-base", ...medium()], 1);
  else if (isWanted(svg)) print(svg, "", "", "no Graphviz for pprof");
  await compare("names of 20,000 addresses from a program", () => ["-top", pprof, addresses()], 3);
  await compare("merge of 200 x 3,000 samples", () => ["-top", ...writeMany(200)], 3);
  await compare("held, a dump of 350,000 objects (ours)", () => ["held", ...dumpOf(14_000)], 3, "alone");
  if (isQuick) return;
  await compare("held, a dump of 3.8 million objects (ours)", () => ["held", ...dumpOf(150_000)], 1, "alone");
  await compare("top, 500,000 samples", () => ["-top", large()[1]], 3);
  await compare("top --base, 500,000 samples", () => ["-top", "-base", ...large()], 3);
  await compare("tree, 500,000 samples", () => ["-tree", large()[1]], 3);
  await compare("peek, 500,000 samples", () => ["-peek=method4242$", large()[1]], 3);
  await compare("diff, 500,000 samples (ours)", () => ["diff", ...large()], 3, "alone");
}

/** A heap dump of so many pods, and the program that wrote it. */
function dumpOf(pods: number): string[] {
  const binary = join(folder, "dump");
  const sources = fileURLToPath(new URL("./dump", import.meta.url));
  execFileSync("go", ["build", "-trimpath", "-buildvcs=false", "-o", binary, "."], { cwd: sources });
  const path = join(folder, `${pods}.dump`);
  execFileSync(binary, [String(pods), path]);
  return [path, "--binary", binary];
}

/** A profile of nothing but addresses, all over the code of pprof itself. */
function addresses(): string {
  const path = join(folder, "addresses.txt");
  const lines = Array.from(
    { length: 20_000 },
    (_, index) => `1: 16 [1: 16] @ 0x${(0x401000 + index * 331).toString(16)}`,
  );
  writeFileSync(path, `heap profile: 1: 16 [1: 16] @ heapprofile\n${lines.join("\n")}\n`);
  return path;
}

function small(): [string, string] {
  return writePair("small", 1_500, 500, 800);
}

function medium(): [string, string] {
  return writePair("medium", 50_000, 4_000, 20_000);
}

function large(): [string, string] {
  return writePair("large", 500_000, 6_000, 30_000);
}

function isWanted(title: string): boolean {
  return words.length === 0 || words.some((word) => title.includes(word));
}

/** pprof's -svg wants the native one. */
function hasGraphviz(): boolean {
  return spawnSync("dot", ["-V"]).status === 0;
}

function writePair(name: string, samples: number, functions: number, locations: number): [string, string] {
  const known = pairs.get(name);
  if (known !== undefined) return known;
  const files = [0, 1].map((round) => {
    const file = join(folder, `${name}-${round}.pb.gz`);
    writeFileSync(file, gzipSync(generateProfile({ samples, functions, locations, seed: 1, round }), { level: 6 }));
    return file;
  }) as [string, string];
  pairs.set(name, files);
  return files;
}

function writeMany(count: number): string[] {
  return Array.from({ length: count }, (_, round) => {
    const file = join(folder, `many-${round}.pb.gz`);
    writeFileSync(
      file,
      gzipSync(generateProfile({ samples: 3_000, functions: 900, locations: 3_000, seed: 2, round })),
    );
    return file;
  });
}

/** A line of the table: both run in turn, pprof only once if it is slow; or heapblame "alone", where pprof has no such command. */
async function compare(
  title: string,
  words: () => readonly string[],
  runs: number,
  how: "alone" | "both" = "both",
): Promise<void> {
  if (!isWanted(title)) return;
  const args = words();
  const mine = await median(["node", heapblame, ...args], runs);
  if (how === "alone") return print(title, show(mine), "", "", `${mine.processorSeconds.toFixed(1)} s`);
  const first = await measure([pprof, ...args]);
  const other = first.seconds > 10 ? first : await median([pprof, ...args], runs);
  print(
    title,
    show(mine),
    show(other),
    `${(other.seconds / mine.seconds).toFixed(1)} x`,
    `${(other.processorSeconds / mine.processorSeconds).toFixed(1)} x`,
    `${((mine.peakMiB / other.peakMiB) * 100).toFixed(0)} %`,
  );
}

/** The same beside the least that Node takes, run in turn: what counts is the median of the ratios of neighbours. */
async function compareWithNode(title: string, words: () => readonly string[]): Promise<void> {
  if (!isWanted(title)) return;
  const args = words();
  const runs: { readonly mine: Measured; readonly ratio: number }[] = [];
  for (let run = 0; run < 15; run++) {
    const idle = await measure(["node", "-e", "0"]);
    const mine = await measure(["node", heapblame, ...args]);
    runs.push({ mine, ratio: mine.seconds / idle.seconds });
  }
  const { mine, ratio } = runs.sort((a, b) => a.ratio - b.ratio)[7] as (typeof runs)[number];
  print(title, show(mine), "", `${ratio.toFixed(2)} x node -e 0`);
}

async function median(command: readonly string[], runs: number): Promise<Measured> {
  const results: Measured[] = [];
  for (let run = 0; run < runs; run++) results.push(await measure(command));
  results.sort((a, b) => a.seconds - b.seconds);
  return results[Math.floor(runs / 2)] as Measured;
}

/** Runs a command to its end, its output thrown away; peak memory is the kernel's high-water mark, read until the process is gone. */
async function measure([program, ...args]: readonly string[]): Promise<Measured> {
  const start = performance.now();
  const child = spawn(program as string, args, {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, TZ: "UTC" },
  });
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  let peakMiB = 0;
  let processorSeconds = 0;
  const watch = setInterval(() => {
    peakMiB = Math.max(peakMiB, highWaterMark(child.pid as number));
    processorSeconds = Math.max(processorSeconds, processorTime(child.pid as number));
  }, 10);
  const code = await new Promise((resolve) => child.on("close", resolve));
  clearInterval(watch);
  const seconds = (performance.now() - start) / 1000;
  if (code !== 0) throw new Error(`${program} ${args.join(" ").slice(0, 200)}: exit ${code}\n${errors}`);
  return { seconds, processorSeconds, peakMiB };
}

function highWaterMark(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Of all its threads so far, to a hundredth of a second. */
function processorTime(pid: number): number {
  try {
    // What follows the name, which is in parentheses and may have any characters.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}

function show({ seconds, peakMiB }: Measured): string {
  return `${seconds.toFixed(3)} s ${peakMiB.toFixed(0).padStart(5)} MiB`;
}

function print(...cells: readonly string[]): void {
  const [title = "", ...rest] = cells;
  process.stdout.write(`${title.padEnd(32)}${rest.map((cell) => cell.padStart(22)).join("")}\n`);
}

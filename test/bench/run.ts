/**
 * `npm run bench [-- quick]`: heapblame and `go tool pprof` in turn on the same work, whole processes, and prints times, ratios and peak memory.
 * Profiles are generated (see generate.ts) into a temporary folder. `quick` leaves out the large ones. pprof runs once where it takes more
 * than ten seconds; everything else takes the median of several.
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
  readonly peakMiB: number;
}

const heapblame = fileURLToPath(new URL("../../bin/heapblame.js", import.meta.url));
const pprof = execFileSync("go", ["tool", "-n", "pprof"], { encoding: "utf8" }).trim();
const folder = mkdtempSync(join(tmpdir(), "heapblame-bench-"));
const isQuick = process.argv.includes("quick");

try {
  await bench();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function bench(): Promise<void> {
  const small = writePair("small", 1_500, 500, 800);
  const medium = writePair("medium", 50_000, 4_000, 20_000);
  print("case", "heapblame", "go tool pprof", "faster", "memory");
  const idle = await median(["node", "-e", "0"], 15);
  const smallTop = await median(["node", heapblame, "-top", small[1]], 15);
  print("node -e 0", show(idle), "", "", "");
  print("top, 1,500 samples", show(smallTop), "", `${(smallTop.seconds / idle.seconds).toFixed(2)} x node -e 0`, "");
  await compare("diff, 1,500 samples (ours)", ["diff", small[0], small[1]], undefined, 9);
  await compare("top, 50,000 samples", ["-top", medium[1]], ["-top", medium[1]], 3);
  await compare(
    "top --base, 50,000 samples",
    ["-top", "-base", medium[0], medium[1]],
    ["-top", "-base", medium[0], medium[1]],
    3,
  );
  await compare("diff, 50,000 samples (ours)", ["diff", medium[0], medium[1]], undefined, 3);
  if (hasGraphviz()) {
    const pair = ["-base", medium[0], medium[1]];
    await compare("svg of the diff, 50,000 samples", ["-svg", ...pair], ["-svg", ...pair], 1);
  } else print("svg of the diff, 50,000 samples", "", "", "no Graphviz for pprof", "");
  const many = writeMany(200);
  await compare("merge of 200 x 3,000 samples", ["-top", ...many], ["-top", ...many], 1);
  if (isQuick) return;
  const large = writePair("large", 500_000, 6_000, 30_000);
  const method = "method4242$";
  await compare("top, 500,000 samples", ["-top", large[1]], ["-top", large[1]], 3);
  await compare(
    "top --base, 500,000 samples",
    ["-top", "-base", large[0], large[1]],
    ["-top", "-base", large[0], large[1]],
    3,
  );
  await compare("tree, 500,000 samples", ["-tree", large[1]], ["-tree", large[1]], 3);
  await compare("peek, 500,000 samples", [`-peek=${method}`, large[1]], [`-peek=${method}`, large[1]], 3);
  await compare("diff, 500,000 samples (ours)", ["diff", large[0], large[1]], undefined, 3);
}

/** pprof's -svg wants the native one. */
function hasGraphviz(): boolean {
  return spawnSync("dot", ["-V"]).status === 0;
}

function writePair(name: string, samples: number, functions: number, locations: number): [string, string] {
  return [0, 1].map((round) => {
    const file = join(folder, `${name}-${round}.pb.gz`);
    writeFileSync(file, gzipSync(generateProfile({ samples, functions, locations, seed: 1, round }), { level: 6 }));
    return file;
  }) as [string, string];
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

/** Both run in turn; pprof only once if it is slow. Ends with a line of the table. */
async function compare(
  title: string,
  ours: readonly string[],
  theirs: readonly string[] | undefined,
  runs: number,
): Promise<void> {
  const mine = await median(["node", heapblame, ...ours], runs);
  if (theirs === undefined) {
    print(title, show(mine), "", "", "");
    return;
  }
  const first = await measure([pprof, ...theirs]);
  const other = first.seconds > 10 ? first : await median([pprof, ...theirs], runs);
  print(
    title,
    show(mine),
    show(other),
    `${(other.seconds / mine.seconds).toFixed(1)} x`,
    `${((mine.peakMiB / other.peakMiB) * 100).toFixed(0)} %`,
  );
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
  const watch = setInterval(() => {
    peakMiB = Math.max(peakMiB, highWaterMark(child.pid as number));
  }, 10);
  const code = await new Promise((resolve) => child.on("close", resolve));
  clearInterval(watch);
  const seconds = (performance.now() - start) / 1000;
  if (code !== 0) throw new Error(`${program} ${args.join(" ").slice(0, 200)}: exit ${code}\n${errors}`);
  return { seconds, peakMiB };
}

function highWaterMark(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
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

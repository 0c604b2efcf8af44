/** Runs tests against mutants: each test is bundled once, with all mutants in it, and a process of its own tries those that it comes by. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { build } from "esbuild";
import { settings } from "./bundles.ts";

/** How much of the processor tests may take with a mutant, and how often may be asked for it: this many times what it is without, and some more. */
const PATIENCE = 4;
const GRACE_MS = 2000;
const MORE_OFTEN = 100;
const ROUNDS = 100_000;
/** What waits, and takes nothing of the processor, is waited for so long. */
const WAIT_MS = 300_000;
/** Modules stay in memory, and whoever is out of time wants to be asked: a process tries so many, or what takes so long. */
const MOST_IN_PROCESS = 40;
const LONGEST_MS = 10_000;

/** What a test does without a mutant. */
export interface Baseline {
  readonly passes: boolean;
  /** Of the processor. */
  readonly milliseconds: number;
  /** How often it comes by a mutant, by number. */
  readonly counts: ReadonlyMap<number, number>;
  /** Which of its cases do, by number of the mutant; without an entry all are asked. */
  readonly cases: ReadonlyMap<number, readonly number[]>;
}

/** As the process says it. */
interface Answer extends Pick<Baseline, "passes" | "milliseconds"> {
  readonly counts: readonly [number, number][];
  readonly cases: readonly [number, readonly number[]][];
}

export interface Trial {
  /** Those with which the test fails, or does not end. */
  readonly killed: readonly number[];
  readonly untried: readonly number[];
}

export interface Judge {
  readonly baselineOf: (test: string) => Promise<Baseline>;
  /** None is tried any more once `isLate` says so. */
  readonly tryAll: (test: string, mutants: readonly number[]) => Promise<Trial>;
  readonly dispose: () => void;
}

/** `changed` maps absolute paths to what stands there instead of what is on the disk. */
export async function buildJudge(
  tests: readonly string[],
  changed: ReadonlyMap<string, string>,
  isLate: () => boolean,
): Promise<Judge> {
  mkdirSync("node_modules/.cache", { recursive: true });
  const folder = mkdtempSync("node_modules/.cache/mutation-");
  await build(settings(tests, folder, changed));
  const bundleOf = (test: string): string => join(folder, test.replace(/\.ts$/, ".js"));
  const known = new Map<string, Baseline>();
  const baselineOf = async (test: string): Promise<Baseline> => {
    const baseline = known.get(test) ?? (await runAlone(bundleOf(test)));
    known.set(test, baseline);
    return baseline;
  };
  const tryMutants = async (test: string, mutants: readonly number[]): Promise<Trial> =>
    tryAll(bundleOf(test), await baselineOf(test), mutants, isLate);
  return { baselineOf, tryAll: tryMutants, dispose: () => rmSync(folder, { recursive: true, force: true }) };
}

async function runAlone(bundle: string): Promise<Baseline> {
  const child = start([bundle]);
  const [answer] = await Promise.all([text(child.stdout), once(child, "close")]);
  if (answer === "") return { passes: false, milliseconds: 0, counts: new Map(), cases: new Map() };
  const { passes, milliseconds, counts, cases } = JSON.parse(answer) as Answer;
  return { passes, milliseconds, counts: new Map(counts), cases: new Map(cases) };
}

async function tryAll(
  bundle: string,
  baseline: Baseline,
  mutants: readonly number[],
  isLate: () => boolean,
): Promise<Trial> {
  const most = Math.max(1, Math.min(MOST_IN_PROCESS, Math.floor(LONGEST_MS / baseline.milliseconds)));
  const killed: number[] = [];
  const left = [...mutants];
  while (left.length > 0 && !isLate()) {
    const some = left.slice(0, most);
    const fates = await trySome(bundle, baseline, some);
    // The one at which the process ended without a word did that.
    left.splice(0, Math.min(fates.length + 1, some.length));
    killed.push(...some.filter((_, row) => row <= fates.length && fates[row] !== true));
  }
  return { killed, untried: left };
}

/** Whether the tests pass, as long as the process lives. */
async function trySome(bundle: string, baseline: Baseline, some: readonly number[]): Promise<boolean[]> {
  const limit = `${PATIENCE * baseline.milliseconds + GRACE_MS}`;
  const child = start([bundle, limit, ...some.map((id) => wordOf(id, baseline))]);
  const end = (): unknown => child.kill("SIGKILL");
  let timer = setTimeout(end, WAIT_MS);
  const fates: boolean[] = [];
  for await (const line of createInterface(child.stdout)) {
    fates.push(line.endsWith("true"));
    clearTimeout(timer);
    timer = setTimeout(end, WAIT_MS);
  }
  clearTimeout(timer);
  return fates;
}

function wordOf(id: number, { counts, cases }: Baseline): string {
  return `${id}:${MORE_OFTEN * (counts.get(id) ?? 0) + ROUNDS}:${cases.get(id)?.join(",") ?? ""}`;
}

function start(words: readonly string[]) {
  const env = { ...process.env, TZ: "UTC", LC_ALL: "C", NO_COLOR: "1", CI: "1", HEAPBLAME_NO_CORPUS: "1" };
  const args = ["--max-old-space-size=1536", "test/mutation/batch.js", ...words];
  return spawn(process.execPath, args, { stdio: ["ignore", "pipe", words.length === 1 ? "inherit" : "ignore"], env });
}

/**
 * `npm run fuzz -- --seconds N --seed S`: damaged inputs through the commands, within a process that is started anew every so many inputs, and after one that
 * ended it. What is found is kept in test/fuzz/findings, which the tests run again.
 */
import { fork } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { caseOf } from "./cases.ts";
import type { Told } from "./worker.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    seed: { type: "string", default: "1" },
    from: { type: "string", default: "0" },
  },
});
const seed = Number(values.seed);
const until = Date.now() + Number(values.seconds) * 1000;

/** Inputs that one process tries. */
const BATCH = 1000;
/** An input that takes so many seconds of processors has no end; a machine that has none to spare, or builds the programs of a seed, takes its time. */
const SILENCE = 300;
/** Where the system does not say what a process took, and for one that waits for ever: seconds. */
const WAIT = 1800;

const folder = mkdtempSync(join(tmpdir(), "heapblame-fuzz-"));
const totals = { inputs: 0, runs: 0, asked: 0, bothRead: 0, onlyPprof: 0, onlyHeapblame: 0, findings: 0 };

for (let from = Number(values.from); Date.now() < until; ) {
  writeFileSync(join(folder, "current"), String(from));
  const told = await tryBatch(from);
  const reached = Number(readFileSync(join(folder, "current"), "utf8"));
  if (typeof told === "string") keep(reached, told);
  else for (const { number, said } of told.findings) keep(number, said);
  if (typeof told !== "string") {
    totals.inputs += told.inputs;
    totals.runs += told.runs;
    for (const key of ["asked", "bothRead", "onlyPprof", "onlyHeapblame"] as const) totals[key] += told.compared[key];
  }
  from = reached + 1;
}
rmSync(folder, { recursive: true });
process.stdout.write(
  `seed ${seed}: ${totals.inputs} inputs, ${totals.runs} runs, ${totals.findings} findings; ` +
    `beside pprof ${totals.asked}: ${totals.bothRead} read by both, ${totals.onlyPprof} by pprof alone, ${totals.onlyHeapblame} by heapblame alone\n`,
);
process.exitCode = totals.findings === 0 ? 0 : 1;

function keep(number: number, said: string): void {
  const { family, input } = caseOf(seed, number);
  const name = `${family.name}-${seed}-${number}.bin`;
  writeFileSync(fileURLToPath(new URL(`findings/${name}`, import.meta.url)), input);
  totals.findings++;
  process.stdout.write(`${name}: ${said}\n`);
}

/** What it told, or how it ended without. */
function tryBatch(from: number): Promise<Told | string> {
  const worker = fileURLToPath(new URL("worker.ts", import.meta.url));
  const child = fork(worker, [folder, seed, from, BATCH, until].map(String), {
    stdio: ["ignore", "inherit", "pipe", "ipc"],
  });
  return new Promise((resolve) => {
    let [told, errors]: [Told | undefined, string] = [undefined, ""];
    let [last, since, taken] = ["", Date.now(), 0];
    const watch = setInterval(() => {
      const current = readFileSync(join(folder, "current"), "utf8");
      const now = processorSeconds(child.pid);
      if (current !== last) [last, since, taken] = [current, Date.now(), now];
      else if (now - taken > SILENCE || Date.now() - since > 1000 * WAIT) child.kill("SIGKILL");
    }, 1000);
    child.stderr?.on("data", (chunk) => {
      errors = (errors + String(chunk)).slice(-2000);
    });
    child.on("message", (message) => {
      told = message as Told;
    });
    child.on("close", (code, signal) => {
      clearInterval(watch);
      resolve(told ?? `ended the process: ${signal ?? `exit code ${code}`}: ${errors}`);
    });
  });
}

/** Of the process so far, without its children's; 0 where that is not told. */
function processorSeconds(pid: number | undefined): number {
  try {
    // Behind the name, which may have spaces: the state is the third field, user and system time in hundredths are the 14th and the 15th.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}

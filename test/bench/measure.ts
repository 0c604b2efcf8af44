/**
 * What whole processes cost, by the kernel's own account of them. On a machine that others use too the clock says little: what counts is processor
 * time, of commands run in turn, the least of several runs each, since whatever disturbs a run only ever adds to it.
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface Measured {
  /** User and system time of the process and all that it waited for. */
  readonly processorSeconds: number;
  /** By the clock. */
  readonly seconds: number;
  readonly peakMiB: number;
}

export type Command = readonly string[];

/** Builds the program that measures into `folder`; Node itself is not told what a child has used. */
export function buildMeter(folder: string): string {
  const meter = `${folder}/measure`;
  const sources = fileURLToPath(new URL("./measure", import.meta.url));
  execFileSync("go", ["build", "-trimpath", "-buildvcs=false", "-o", meter, "."], { cwd: sources });
  return meter;
}

/** By the clock; the program that measures ends what it has started before that. */
const LIMIT_MS = 630_000;

/**
 * Runs a command to its end. Throws Error with what it wrote to standard error if it fails, or takes too long. With NODE_EXTRA_CA_CERTS Node reads
 * all those certificates before it runs anything: 40 ms of processor time that say nothing of either program.
 */
export function measure(meter: string, command: Command): Measured {
  const line = execFileSync(meter, command, {
    encoding: "utf8",
    env: { ...process.env, TZ: "UTC", NODE_EXTRA_CA_CERTS: undefined },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: LIMIT_MS,
  });
  const [processorSeconds = 0, seconds = 0, kibibytes = 0] = line.trim().split(" ").map(Number);
  return { processorSeconds, seconds, peakMiB: kibibytes / 1024 };
}

/** Processor seconds of all commands together from which they are not run again: a second run would be too much of a wait. */
const ENOUGH = 10;

/** The least that each of the commands took in so many rounds, one after the other in turn; in fewer if they take long. */
export function measureInTurn(meter: string, commands: readonly Command[], rounds: number): Measured[] {
  const results: Measured[][] = commands.map(() => []);
  let spent = 0;
  for (let round = 0; round < rounds && spent < ENOUGH; round++) {
    for (const [index, command] of commands.entries()) {
      const one = measure(meter, command);
      results[index]?.push(one);
      spent += one.processorSeconds;
    }
  }
  return results.map(least);
}

function least(runs: readonly Measured[]): Measured {
  const of = (key: keyof Measured): number => Math.min(...runs.map((run) => run[key]));
  return { processorSeconds: of("processorSeconds"), seconds: of("seconds"), peakMiB: of("peakMiB") };
}

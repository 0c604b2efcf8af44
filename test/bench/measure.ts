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

/** Runs a command to its end. Throws Error with what it wrote to standard error if it fails. */
export function measure(meter: string, command: Command): Measured {
  const line = execFileSync(meter, command, {
    encoding: "utf8",
    env: { ...process.env, TZ: "UTC" },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 600_000,
  });
  const [processorSeconds = 0, seconds = 0, kibibytes = 0] = line.trim().split(" ").map(Number);
  return { processorSeconds, seconds, peakMiB: kibibytes / 1024 };
}

/** Processor seconds from which a command is not run again: what disturbs one so long is a small part of it, and a second run too much of a wait. */
const LONG = 15;

/** The least that each of the commands took in so many runs, one after the other in turn; in one run of those that take long. */
export function measureInTurn(meter: string, commands: readonly Command[], runs: number): Measured[] {
  const results: Measured[][] = commands.map(() => []);
  for (let run = 0; run < runs; run++) {
    for (const [index, command] of commands.entries()) {
      const own = results[index] as Measured[];
      if (!own.some(({ processorSeconds }) => processorSeconds > LONG)) own.push(measure(meter, command));
    }
  }
  return results.map(least);
}

function least(runs: readonly Measured[]): Measured {
  const of = (key: keyof Measured): number => Math.min(...runs.map((run) => run[key]));
  return { processorSeconds: of("processorSeconds"), seconds: of("seconds"), peakMiB: of("peakMiB") };
}

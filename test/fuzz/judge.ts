/**
 * What any input must come to: a result or one of our errors, in time and memory that follow from its size, and nothing a terminal obeys. Who seems to take
 * too much beside what the runs before left behind is tried once more in a process of its own, which decides.
 */
import { dirname } from "node:path";
import { runCli } from "../cli/run-cli.ts";
import { runAlone } from "./alone.ts";
import { type Cost, peakMemory, resetPeakMemory } from "./limits.ts";

const CONTROL = /[^\P{C}\n\t]/u;
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[(?:33|39|36|2|22|1)m`, "g");

/** What is wrong; undefined where all is well. `words` is a command line, `input` the file that is tried. */
export async function judge(words: readonly string[], input: string, allowed: Cost): Promise<string | undefined> {
  const cwd = dirname(input);
  const [before, resident] = [process.cpuUsage(), process.memoryUsage.rss()];
  resetPeakMemory();
  let ran: Awaited<ReturnType<typeof runCli>>;
  try {
    ran = await runCli(words, { cwd, env: { PPROF_BINARY_PATH: "/nonexistent", HOME: "/nonexistent" }, columns: 100 });
  } catch (error) {
    return `threw ${String(error)}`;
  }
  const { user, system } = process.cpuUsage(before);
  const cost = { seconds: (user + system) / 1e6, bytes: peakMemory() - resident };
  return faultOf(ran) ?? (isWithin(cost, allowed) ? undefined : await judgeAlone(words, cwd, allowed));
}

function faultOf({ code, stdout, stderr }: Awaited<ReturnType<typeof runCli>>): string | undefined {
  if (/bug in heapblame/.test(stderr)) return stderr.split("\n").slice(0, 4).join(" | ");
  if (![0, 1, 2, 125].includes(code)) return `exit code ${code}`;
  if (code === 2 && stderr === "") return "failed without a word";
  return CONTROL.test(stdout.replace(COLOURS, "")) ? "a control character on standard output" : undefined;
}

const isWithin = (cost: Cost, allowed: Cost): boolean => cost.seconds <= allowed.seconds && cost.bytes <= allowed.bytes;

async function judgeAlone(words: readonly string[], cwd: string, allowed: Cost): Promise<string | undefined> {
  const cost = await runAlone(words, cwd, allowed.seconds);
  if (typeof cost === "string") return cost;
  if (isWithin(cost, allowed)) return undefined;
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
  return (
    `took ${cost.seconds.toFixed(1)} s and ${megabytes(cost.bytes)}, ` +
    `${allowed.seconds.toFixed(1)} s and ${megabytes(allowed.bytes)} allowed`
  );
}

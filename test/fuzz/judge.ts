/** What any input must come to: a result or one of our errors, in time and memory that follow from its size, and nothing a terminal obeys. */
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { gunzipSync } from "node:zlib";
import { runCli } from "../cli/run-cli.ts";

/** `A` is the input, `B` what it was made of. */
export const COMMANDS: readonly (readonly string[])[] = [
  ["-top", "A"],
  ["-tree", "A"],
  ["-traces", "A"],
  ["-raw", "A"],
  ["-dot", "A"],
  ["-tags", "A"],
  ["-comments", "A"],
  ["-callgrind", "-output=callgrind.out", "A"],
  ["-peek=.", "A"],
  ["-top", "-lines", "-base=B", "A"],
  ["diff", "B", "A"],
  ["diff", "A", "B", "--explain"],
  ["diff", "A", "B", "-f", "markdown"],
  ["diff", "A", "B", "-f", "csv"],
  ["diff", "A", "B", "-f", "json"],
  ["check", "B", "A", "--max-growth", "1MiB", "-f", "sarif"],
  ["report", "A", "--sample-index", "inuse_space"],
  ["trend", "B", "A", "A"],
  ["goroutines", "B", "A"],
  ["folded", "A"],
  ["speedscope", "A"],
  ["advise", "A"],
  ["held", "A"],
];

const CONTROL = /[^\P{C}\n\t]/u;

export interface Judged {
  readonly command: readonly string[];
  /** Undefined where all is well. */
  readonly finding: string | undefined;
}

export async function judge(command: readonly string[], input: string, source: string): Promise<Judged> {
  const megabytes = sizeOf(input) / 1e6 + sizeOf(source) / 1e6;
  const before = process.cpuUsage();
  const words = command.map((word) => word.replace(/\bA$/, input).replace(/\bB$/, source));
  let ran: Awaited<ReturnType<typeof runCli>>;
  try {
    ran = await runCli(words, {
      cwd: dirname(input),
      env: { PPROF_BINARY_PATH: "/nonexistent", HOME: "/nonexistent" },
      columns: 100,
    });
  } catch (error) {
    return { command, finding: `threw ${String(error)}` };
  }
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  // Twice what a program alone may take: collections of what came before are counted here too.
  const most = 2 * (3 + megabytes);
  const found = [
    ...(/bug in heapblame/.test(ran.stderr) ? [ran.stderr.split("\n").slice(0, 4).join(" | ")] : []),
    ...(![0, 1, 2, 125].includes(ran.code) ? [`exit code ${ran.code}`] : []),
    ...(ran.code === 2 && ran.stderr === "" ? ["failed without a word"] : []),
    ...(seconds > most ? [`took ${seconds.toFixed(1)} s, ${most.toFixed(1)} s allowed`] : []),
    ...(CONTROL.test(ran.stdout.replace(COLOURS, "")) ? ["a control character on standard output"] : []),
  ];
  return { command, finding: found[0] };
}

const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[(?:33|39|36|2|22|1)m`, "g");

/** Unpacked. */
function sizeOf(file: string): number {
  const bytes = readFileSync(file);
  try {
    return gunzipSync(bytes).length;
  } catch {
    return bytes.length;
  }
}

/** Puts questions to the real Go (oracle.go.txt), built once per run in a temporary module. */
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildGoProgram } from "../go-program.ts";

export interface Oracle {
  /** One answer per question, in order. */
  ask(questions: readonly string[]): string[];
  close(): void;
}

/** A string says why there is none. */
export function openOracle(): Oracle | string {
  const root = run("go", ["env", "GOROOT"]);
  if (root.error !== undefined) return "go is not on PATH";
  const vendored = join(root.stdout.trim(), "src/cmd/vendor/github.com/google/pprof");
  const directory = mkdtempSync(join(tmpdir(), "heapblame-oracle-"));
  const close = (): void => rmSync(directory, { recursive: true, force: true });
  try {
    mkdirSync(join(directory, "oracle"));
    writeFileSync(join(directory, "go.mod"), "module github.com/google/pprof\n\ngo 1.21\n");
    for (const part of ["internal/measurement", "profile"]) {
      cpSync(join(vendored, part), join(directory, part), { recursive: true });
    }
    cpSync(fileURLToPath(new URL("oracle.go.txt", import.meta.url)), join(directory, "oracle/main.go"));
  } catch (error) {
    close();
    return `this Go has no vendored pprof: ${(error as Error).message}`;
  }
  const program = buildGoProgram({
    folder: directory,
    what: "./oracle",
    flags: ["-trimpath"],
    name: "answer",
    env: NOTHING_DOWNLOADED,
  });
  return { ask: (questions) => ask(program, questions), close };
}

/** Neither a module nor another Go. */
const NOTHING_DOWNLOADED = { GOFLAGS: "-mod=mod", GOPROXY: "off", GOTOOLCHAIN: "local", GOWORK: "off" };

function ask(program: string, questions: readonly string[]): string[] {
  const { status, stdout, stderr } = run(program, [], { input: `${questions.join("\n")}\n` });
  if (status !== 0) throw new Error(`the oracle failed: ${stderr}`);
  const answers = stdout.split("\n").slice(0, -1);
  if (answers.length !== questions.length) {
    throw new Error(`the oracle gave ${answers.length} answers to ${questions.length} questions`);
  }
  return answers;
}

function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; input?: string } = {},
): SpawnSyncReturns<string> {
  const env = { ...process.env, ...NOTHING_DOWNLOADED };
  return spawnSync(command, args, { ...options, env, encoding: "utf8", maxBuffer: 1 << 28 });
}

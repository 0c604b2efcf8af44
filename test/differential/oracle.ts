/** The real pprof and heapblame's own command line, run on the same words: what each writes, says and returns. */
import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../src/cli/run.ts";
import type { Io } from "../../src/cli/terminal/io.ts";

export interface Outcome {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  /** What -output=report.out names, if it was written. */
  readonly file: Buffer | undefined;
}

export const OUTPUT_NAME = "report.out";

/**
 * Path of the pprof binary, or why there is none. Go builds it on first use, which may take a minute. HEAPBLAME_ORACLE chooses another: a release of
 * Go, whose toolchain is downloaded where it is not there (`go1.27.0`), or a path.
 */
export function findPprof(): { readonly path: string } | { readonly missing: string } {
  const oracle = process.env["HEAPBLAME_ORACLE"] ?? "";
  if (oracle.includes("/")) return { path: oracle };
  try {
    const env = oracle === "" ? process.env : { ...process.env, GOTOOLCHAIN: oracle };
    const path = execFileSync("go", ["tool", "-n", "pprof"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      env,
    });
    return { path: path.trim() };
  } catch {
    return { missing: `no ${oracle || "Go"} here, so no pprof to compare with` };
  }
}

export interface Bench {
  readonly pprof: (args: readonly string[]) => Promise<Outcome>;
  readonly heapblame: (args: readonly string[]) => Promise<Outcome>;
  /** For profiles that the tests write. */
  readonly folder: string;
  readonly close: () => void;
}

export function openBench(pprofPath: string): Bench {
  const folder = mkdtempSync(join(tmpdir(), "heapblame-differential-"));
  const home = join(folder, "home");
  mkdirSync(home);
  // No PATH: nothing may depend on tools of this machine, such as dot or addr2line.
  // A GOROOT without files: heapblame would find sources in a real one that pprof does not look for.
  const env = { PATH: "", GOROOT: home, HOME: home, PPROF_TMPDIR: home, TZ: "UTC", LC_ALL: "C" };
  let runs = 0;
  const inOwnFolder = async (use: (cwd: string) => Promise<Omit<Outcome, "file">>): Promise<Outcome> => {
    const cwd = join(folder, `run-${runs++}`);
    mkdirSync(cwd);
    const outcome = await use(cwd);
    const written = join(cwd, OUTPUT_NAME);
    const bytes = existsSync(written) ? readFileSync(written) : undefined;
    rmSync(cwd, { recursive: true });
    // Messages that name the folder would differ by its number.
    const hide = (bytes: Buffer): Buffer => (bytes.includes(cwd) ? replaceAll(bytes, cwd, "/folder") : bytes);
    const file = bytes && hide(bytes);
    return { code: outcome.code, stdout: hide(outcome.stdout), stderr: hide(outcome.stderr), file };
  };
  return {
    pprof: (args) => inOwnFolder((cwd) => runPprof(pprofPath, args, cwd, env)),
    heapblame: (args) => inOwnFolder((cwd) => runHeapblame(args, cwd, env)),
    folder,
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function replaceAll(bytes: Buffer, text: string, by: string): Buffer {
  return Buffer.from(bytes.toString("latin1").replaceAll(text, by), "latin1");
}

type Environment = Readonly<Record<string, string>>;

function runPprof(
  path: string,
  args: readonly string[],
  cwd: string,
  env: Environment,
): Promise<Omit<Outcome, "file">> {
  return new Promise((resolve, reject) => {
    const options = { cwd, env, encoding: "buffer", maxBuffer: 1 << 30, timeout: 120_000 } as const;
    const child = execFile(path, [...args], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code !== "number") reject(error as Error);
      else resolve({ code, stdout, stderr });
    });
    child.stdin?.end();
  });
}

async function runHeapblame(args: readonly string[], cwd: string, env: Environment): Promise<Omit<Outcome, "file">> {
  const stdout: Uint8Array[] = [];
  const stderr: Uint8Array[] = [];
  const outputTo = (chunks: Uint8Array[]): Io["stdout"] => ({
    isTerminal: false,
    columns: undefined,
    write: async (chunk) => {
      chunks.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
    },
  });
  const io: Io = {
    env,
    cwd,
    stdin: async () => new Uint8Array(0),
    stdout: outputTo(stdout),
    stderr: outputTo(stderr),
  };
  const code = await run(args, io);
  return { code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr) };
}

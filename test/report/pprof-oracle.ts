/** The real `go tool pprof`, to compare with. */
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

let found: string | undefined;

/** Path of the pprof binary, "" without Go. Building it on first use may take a minute. */
export function pprofBinary(): string {
  if (found !== undefined) return found;
  try {
    found = execFileSync("go", ["tool", "-n", "pprof"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    found = "";
  }
  return found;
}

/** What pprof writes to stdout, or `exit N: ` and what it says on stderr. */
const home: string = mkdtempSync(join(tmpdir(), "pprof-home-"));

export function runPprof(args: readonly string[]): Buffer {
  try {
    return execFileSync(pprofBinary(), [...args], {
      env: { PATH: process.env["PATH"], HOME: home, TZ: "UTC", LC_ALL: "C", PPROF_TMPDIR: home },
      stdio: ["ignore", "pipe", "pipe"],
      maxBuffer: 1 << 30,
    });
  } catch (error) {
    const { status, stderr } = error as { status: number; stderr: Buffer };
    return Buffer.from(`exit ${status}: ${stderr}`);
  }
}

/** The built program as a process of its own. Wants `npm run build`. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const heapblame = fileURLToPath(new URL("../../../bin/heapblame.js", import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Killed where it does not end by itself in `seconds`: `code` is null then. */
export function heapblameIn(
  cwd: string,
  words: readonly string[],
  seconds: number,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [heapblame, ...words], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const texts = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (texts.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (texts.stderr += text));
    const timer = setTimeout(() => child.kill("SIGKILL"), seconds * 1000);
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ code, ...texts });
    });
  });
}

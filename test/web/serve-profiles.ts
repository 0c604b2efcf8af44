/** `heapblame serve` as a process, for a browser. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../bin/heapblame.js", import.meta.url));
const LIMIT_MS = 30_000;

/** The address that it says. */
export async function serveProfiles(
  args: readonly string[],
): Promise<{ readonly url: string; readonly end: () => void }> {
  const child = spawn(process.execPath, [program, "serve", ...args, "--no-open"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  return await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no address: ${said}`)), LIMIT_MS);
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const [, url] = /Serving web UI on (\S+)\n/.exec(said) ?? [];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve({ url, end: () => child.kill("SIGINT") });
    });
  });
}

/** A command line in a process of its own, with what that took. Wants `npm run build`. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Cost } from "./limits.ts";

const heapblame = fileURLToPath(new URL("../../bin/heapblame.js", import.meta.url));

/** Says on descriptor 3 what the process took when it ends. */
const METER = `data:text/javascript,${encodeURIComponent(`
  import { writeSync } from "node:fs";
  process.on("exit", () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    writeSync(3, JSON.stringify({ seconds: (userCPUTime + systemCPUTime) / 1e6, bytes: maxRSS * 1024 }));
  });`)}`;

/** Or how it ended. It is ended itself after many times the `seconds` it may take: others use the processors too. */
export function runAlone(words: readonly string[], cwd: string, seconds: number): Promise<Cost | string> {
  const most = 20 + 8 * seconds;
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--import", METER, heapblame, ...words], {
      cwd,
      env: { PATH: process.env["PATH"], HOME: "/nonexistent", PPROF_BINARY_PATH: "/nonexistent" },
      stdio: ["ignore", "ignore", "ignore", "pipe"],
      timeout: Math.ceil(1000 * most),
      killSignal: "SIGKILL",
    });
    let said = "";
    child.stdio[3]?.on("data", (chunk) => {
      said += String(chunk);
    });
    child.on("error", (error) => resolve(String(error)));
    child.on("close", (_, signal) =>
      resolve(
        said === "" ? `ended by ${signal ?? "nothing known"} within ${Math.round(most)} s` : (JSON.parse(said) as Cost),
      ),
    );
  });
}

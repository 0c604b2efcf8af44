// Ends the processes of a control plane when the process that started them is gone, however it went: standard input, which only that
// process holds, then ends. Lines are `+PID` for a process that runs, `-PID` for one that has ended. The last word of the command line
// is the control plane's folder, which is removed too.
import { rmSync } from "node:fs";
import { createInterface } from "node:readline";

const running = new Set();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
createInterface({ input: process.stdin })
  .on("line", (line) => {
    const pid = Number(line.slice(1));
    if (line.startsWith("+")) running.add(pid);
    else running.delete(pid);
  })
  .on("close", () => {
    for (const pid of running) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It ended by itself.
      }
    }
    rmSync(process.argv.at(-1), { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  });

/** What is not to stay where the process ends before its work does. */
import { rmSync } from "node:fs";

// Not those that Node ignores, as that for a file grown too large: there the write fails, and says so.
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const paths = new Set<string>();

/**
 * Removes the file or folder when the process ends, by a signal too, until what is returned is called. A command that ends in order on a signal
 * does so, and this waits for it.
 */
export function removeOnExit(path: string): () => void {
  if (paths.size === 0) {
    process.on("exit", removeAll);
    for (const signal of SIGNALS) process.on(signal, endBy);
  }
  paths.add(path);
  return () => {
    if (paths.delete(path) && paths.size === 0) stopListening();
  };
}

function stopListening(): void {
  process.off("exit", removeAll);
  for (const signal of SIGNALS) process.off(signal, endBy);
}

function endBy(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  removeAll();
  stopListening();
  process.kill(process.pid, signal);
}

function removeAll(): void {
  for (const path of paths) {
    try {
      rmSync(path, { recursive: true, force: true });
    } catch {
      // Nobody is left to tell.
    }
  }
}

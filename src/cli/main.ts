/** Where bin/ enters: the real process wrapped as Io. */

import { run } from "./run.ts";
import { descriptorOutput } from "./terminal/descriptor-output.ts";

void run(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  stdin: readStdin,
  openStdin: () => process.stdin,
  stdout: descriptorOutput(1, () => process.stdout, "standard output"),
  stderr: descriptorOutput(2, () => process.stderr),
  onInterrupt,
  invokedAs: /\bkubectl-heapblame(\.js)?$/.test(process.argv[1] ?? "") ? "kubectl heapblame" : "heapblame",
}).then((exitCode) => {
  process.exitCode = exitCode;
});

async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

/** The second interrupt ends the process at once. */
function onInterrupt(handler: () => void): () => void {
  const signals = ["SIGINT", "SIGTERM"] as const;
  let count = 0;
  const listener = (): void => {
    count += 1;
    if (count > 1) process.exit(130);
    handler();
  };
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}

/** Where bin/ enters: the real process wrapped as Io. */

import type { Output } from "./io.ts";
import { run } from "./run.ts";

const exitCode = await run(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  stdin: readStdin,
  stdout: outputOf(process.stdout),
  stderr: outputOf(process.stderr),
});
process.exitCode = exitCode;

async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

function outputOf(stream: NodeJS.WriteStream): Output {
  // A reader that goes away (`| head`) is no failure of ours.
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  return {
    isTerminal: stream.isTTY === true,
    columns: stream.columns,
    write: (chunk) =>
      new Promise((resolve) => {
        if (stream.write(chunk)) resolve();
        else stream.once("drain", resolve);
      }),
  };
}

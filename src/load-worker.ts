/** The thread that load/workers.ts starts: parses the bytes it is sent and sends the profile back. */
import { parentPort } from "node:worker_threads";
import { parseBytes } from "./load/parse-bytes.ts";
import { buffersOf, toTransferable, toTransferableError } from "./load/transfer.ts";
import type { Job, Outcome } from "./load/workers.ts";

const port = parentPort;

port?.on("message", async ({ bytes, settings }: Job) => {
  const outcome = await run(bytes, settings);
  port.postMessage(outcome, outcome.kind === "profile" ? buffersOf(outcome.profile) : []);
});

async function run(bytes: Job["bytes"], settings: Job["settings"]): Promise<Outcome> {
  try {
    return { kind: "profile", profile: toTransferable(await parseBytes(bytes, settings)) };
  } catch (error) {
    return { kind: "error", error: toTransferableError(error) };
  }
}

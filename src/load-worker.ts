/** The thread that load/workers.ts starts: parses inputs as long as there are some to take, and sends all profiles back in one message. */
import { parentPort, workerData } from "node:worker_threads";
import { buildDecodeMemory, parseBytes } from "./load/parse-bytes.ts";
import { fromBack } from "./load/shared-inputs.ts";
import { buffersOf, toTransferable, toTransferableError } from "./load/transfer.ts";
import type { Job, Outcome } from "./load/workers.ts";

const { shared, settings } = workerData as Job;
const memory = buildDecodeMemory();
void runAll();

async function runAll(): Promise<void> {
  const outcomes: [number, Outcome][] = [];
  for (const index of fromBack(shared)) outcomes.push([index, await run(shared.inputs[index] as Uint8Array)]);
  // Tables that profiles share are the same objects on the other side too, since all go in one message.
  const buffers = buffersOf(outcomes.map(([, outcome]) => (outcome.kind === "profile" ? outcome.profile : undefined)));
  parentPort?.postMessage(outcomes, buffers);
}

async function run(bytes: Uint8Array): Promise<Outcome> {
  try {
    return { kind: "profile", profile: toTransferable(await parseBytes(bytes, settings, memory)) };
  } catch (error) {
    return { kind: "error", error: toTransferableError(error) };
  }
}

/** Takes the profiles of one program, from its first snapshot to its last. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { type Held, type Running, startProgram } from "./program.ts";
import { type Leak, SNAPSHOTS } from "./truth.ts";

/** Milliseconds from one snapshot to the next. */
const INTERVAL = 1000;

/** Runs the program and writes all its files into `folder`, which is made anew. Returns what the program says it holds at the end. */
export async function takeProfiles(leak: Leak, binary: string, folder: string): Promise<Held> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  let running = await startWarm(leak, binary);
  let held: Held = { bytes: 0, objects: 0 };
  try {
    for (let at = 0; at < SNAPSHOTS.length; at++) {
      if (at === leak.restartBefore) {
        await running.stop();
        running = await startWarm(leak, binary);
      }
      const due = Date.now() + INTERVAL;
      if (at > 0) held = await running.step(leak.steps[at - 1] ?? 0);
      if (at > 0) await sleep(due - Date.now());
      await takeSnapshot(leak, running, folder, at);
    }
  } finally {
    await running.stop();
  }
  return held;
}

/** What serving a profile needs for itself is there from the first one on. */
async function startWarm(leak: Leak, binary: string): Promise<Running> {
  const running = await startProgram(leak, binary);
  for (const path of ["heap?gc=1", "heap?debug=1", "goroutine", "heap?gc=1"]) await running.get(`/debug/pprof/${path}`);
  return running;
}

async function takeSnapshot({ files }: Leak, { get }: Running, folder: string, at: number): Promise<void> {
  const when = SNAPSHOTS[at] ?? "";
  const isEnd = at === 0 || at === SNAPSHOTS.length - 1;
  const save = async (name: string, path: string) => {
    const bytes = await get(`/debug/pprof/${path}`);
    writeFileSync(join(folder, name), name.endsWith(".gz") ? gzipSync(bytes, { level: 9 }) : bytes);
  };
  await save(`heap-${when}.out`, "heap?gc=1");
  if (files.includes("all-texts") || (isEnd && files.includes("texts"))) {
    await save(`heap-${when}.debug1.txt.gz`, "heap?debug=1");
  }
  if (isEnd && files.includes("goroutines")) await save(`goroutine-${when}.out`, "goroutine");
  if (at > 0 && isEnd && files.includes("dump")) await save(`goroutine-${when}.debug2.txt.gz`, "goroutine?debug=2");
  if (isEnd && files.includes("leaks")) await save(`goroutineleak-${when}.out`, "goroutineleak");
}

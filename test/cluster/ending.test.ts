/** That nothing of a control plane stays behind, however it ends. */
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startControlPlane } from "./control-plane.ts";
import { controlPlane } from "./shared.ts";
import { pod, processPod } from "./workloads.ts";

/** What runs of these; a process that ended and that nobody asked about yet does not. */
function running(pids: readonly number[]): string[] {
  const listed = execFileSync("ps", ["-A", "-o", "pid=,stat=,args="], { encoding: "utf8" }).split("\n");
  return listed.filter((line) => {
    const [pid, state] = line.trim().split(/\s+/);
    return pids.includes(Number(pid)) && !state?.startsWith("Z");
  });
}

test("stop ends every process and removes the files, and leaves another control plane alone", async () => {
  const other = await controlPlane();
  const plane = await startControlPlane();
  await plane.apply(pod("linkerd", "ended", processPod("ended")));
  await plane.kubectl(["-n", "linkerd", "wait", "--for=condition=Ready", "pod/ended", "--timeout=60s"]);
  const pids = plane.pids();
  assert.equal(running(pids).length, 6, "etcd, API server, controllers, KWOK, the pod's process and the reaper");
  await plane.stop();
  await plane.stop();
  assert.deepEqual(running(pids), []);
  assert.deepEqual(plane.pids(), []);
  assert.ok(!existsSync(dirname(plane.kubeconfig)));
  assert.equal((await other.kubectl(["get", "nodes"])).code, 0);
});

test("a control plane ends with the process that started it, even one that was killed", async () => {
  const program = fileURLToPath(new URL("./killed.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", program], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await createInterface({ input: child.stdout })
    [Symbol.asyncIterator]()
    .next()
    .then(({ value }) => [value]);
  const { pids, folder } = JSON.parse(line) as { pids: number[]; folder: string };
  assert.equal(running(pids).length, 6);
  child.kill("SIGKILL");
  for (let tries = 0; tries < 200 && (running(pids).length > 0 || existsSync(folder)); tries++) await sleep(50);
  assert.deepEqual(running(pids), []);
  assert.ok(!existsSync(folder));
});

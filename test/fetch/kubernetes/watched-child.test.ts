/** That nothing which a kubectl started outlives this process or its use: with wrappers that fork, hold the pipes and are deaf. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { runKubectl } from "../../../src/fetch/kubernetes/kubectl.ts";
import { openPortForward } from "../../../src/fetch/kubernetes/port-forward.ts";
import { failureOf } from "../failure-of.ts";
import { isAlive } from "../stub-kubectl.ts";

const folder = mkdtempSync(join(tmpdir(), "heapblame-wrapper-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const pids = join(folder, "pids");

/** A wrapper that starts others, all of which note their ids. `deaf` ones ignore what asks them to end. */
function wrapper(name: string, manner: "deaf" | "", body: string): string {
  const path = join(folder, name);
  const trap = manner === "deaf" ? "trap '' TERM INT HUP" : ":";
  const grandchild = `( ${trap}; echo "$(exec sh -c 'echo $PPID')" >> ${pids}; exec sleep 60 ) &`;
  writeFileSync(path, `#!/bin/sh\n${trap}\necho $$ >> ${pids}\n${grandchild}\n${body}\n`);
  chmodSync(path, 0o755);
  rmSync(pids, { force: true });
  return path;
}

function started(): number[] {
  return existsSync(pids) ? readFileSync(pids, "utf8").trim().split("\n").map(Number) : [];
}

async function untilStarted(count: number): Promise<void> {
  for (let waited = 0; started().length < count && waited < 200; waited++) await sleep(50);
  assert.equal(started().length, count);
}

/** Within the grace that a deaf one has, and some. */
async function assertAllGone(): Promise<void> {
  for (let waited = 0; started().some(isAlive) && waited < 120; waited++) await sleep(100);
  assert.deepEqual(started().filter(isAlive), []);
}

for (const manner of ["", "deaf"] as const) {
  const name = manner === "" ? "obedient" : "deaf";

  // Less than the grandchild sleeps with the pipe in its hand.
  test(`what a wrapper started ends with a call that answered (${name})`, { timeout: 45_000 }, async () => {
    const kubectl = wrapper(`get-${name}`, manner, "sleep 0.5; echo '{}'");
    assert.equal(await runKubectl(["get", "pods"], { kubectl }), "{}\n");
    await untilStarted(2);
    await assertAllGone();
  });

  test(`a call that hangs is given up when its time is over, with all it started (${name})`, async () => {
    const kubectl = wrapper(`hang-${name}`, manner, "sleep 60");
    const error = await failureOf(runKubectl(["get", "pods"], { kubectl, timeoutMs: 1500 }));
    assert.equal(error.message, "kubectl: no answer within 1.5 s");
    await untilStarted(2);
    await assertAllGone();
  });

  test(`a forward is closed with all that its wrapper started (${name})`, async () => {
    const kubectl = wrapper(`forward-${name}`, manner, 'echo "Forwarding from 127.0.0.1:40123 -> 1"; sleep 60');
    const forward = await openPortForward("web-1", 1, { kubectl });
    assert.equal(forward.localPort, 40_123);
    await untilStarted(2);
    await forward.close();
    await assertAllGone();
  });

  for (const signal of ["SIGTERM", "SIGHUP", "SIGKILL"] as const) {
    test(`all of it ends when this program is ended by ${signal} (${name})`, async () => {
      const body = 'echo "Forwarding from 127.0.0.1:40123 -> 1"; echo words >&2; sleep 60';
      const kubectl = wrapper(`ended-${name}-${signal}`, manner, body);
      const module = fileURLToPath(new URL("../../../src/fetch/kubernetes/port-forward.ts", import.meta.url));
      const code = `import(${JSON.stringify(module)}).then(({ openPortForward }) => openPortForward("web-1", 1, { kubectl: ${JSON.stringify(kubectl)} }))`;
      const child = spawn(process.execPath, ["--import", "tsx", "-e", code], { stdio: "ignore" });
      await untilStarted(2);
      assert.ok(started().every(isAlive));
      child.kill(signal);
      await once(child, "exit");
      await assertAllGone();
    });
  }
}

const seesEnvironments = existsSync("/proc/self/environ");

for (const manner of ["", "deaf"] as const) {
  const name = manner === "" ? "obedient" : "deaf";
  test(`what left the group of its wrapper ends with it (${name})`, { skip: !seesEnvironments }, async () => {
    const inOwnSession = `setsid sh -c '${manner === "" ? ":" : 'trap "" TERM INT HUP'}; echo $$ >> ${pids}; exec sleep 60' </dev/null >/dev/null 2>&1 &`;
    const kubectl = wrapper(`session-${name}`, manner, `${inOwnSession}\nsleep 0.5; echo '{}'`);
    assert.equal(await runKubectl(["get", "pods"], { kubectl }), "{}\n");
    await untilStarted(3);
    await assertAllGone();
  });
}

/** The scene of linkerd2#9947 with its real parts, and with the tools that were used there. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { EMOJIVOTO_PODS, ROLL_OUT_EMOJIVOTO, setScene, WAIT_FOR_EMOJIVOTO } from "./emojivoto.ts";
import { withPortForward } from "./port-forward.ts";
import { controlPlane } from "./shared.ts";

const run = promisify(execFile);

test("rollouts make the controller keep every pod, and grow where its watch of pods is received", async () => {
  const plane = await controlPlane();
  const folder = mkdtempSync(join(tmpdir(), "heapblame-scene-"));
  const [before, after] = [join(folder, "heap-before.out"), join(folder, "heap-after.out")];
  const shell = (line: string) => run("sh", ["-c", line], { env: plane.env });
  await setScene(plane);
  try {
    await withPortForward(
      plane,
      { namespace: "linkerd", name: "deploy/linkerd-destination", port: 9996 },
      async (url) => {
        const heap = async () => Buffer.from(await (await fetch(`${url}/debug/pprof/heap?gc=1`)).arrayBuffer());
        const kept = async () => Number(/"subscriptions":(\d+)/.exec(await (await fetch(`${url}/state`)).text())?.[1]);
        const keptBefore = await kept();
        writeFileSync(before, await heap());
        for (const _ of [1, 2, 3]) await shell(`${ROLL_OUT_EMOJIVOTO} && ${WAIT_FOR_EMOJIVOTO}`);
        while ((await kept()) < keptBefore + 3 * EMOJIVOTO_PODS) await sleep(50);
        writeFileSync(after, await heap());
      },
    );
    const top = await run("go", ["tool", "pprof", "-top", "-cum", "-unit=MB", "-base", before, after]);
    const row =
      /^ *0 +0% +0% +([\d.]+)MB +([\d.]+)% +k8s\.io\/apimachinery\/pkg\/watch\.\(\*StreamWatcher\)\.receive$/m;
    const [, grown, share] = row.exec(top.stdout) ?? assert.fail(top.stdout);
    assert.ok(Number(grown) > 10, top.stdout);
    assert.ok(Number(share) > 60, top.stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

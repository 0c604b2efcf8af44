/**
 * Captures fixtures/cluster again: linkerd2#9947 in one command of heapblame, against a real API server. `capture.sh cluster` runs this; the
 * program behind the pod is the one it installed at a path that names no machine.
 *
 *     node --import tsx test/cluster/capture-fixture.ts PROGRAM DIRECTORY
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { startControlPlane } from "./control-plane.ts";
import { ROLL_OUT_EMOJIVOTO, setScene, WAIT_FOR_EMOJIVOTO } from "./emojivoto.ts";

const [program, directory] = process.argv.slice(2);
if (program === undefined || directory === undefined) throw new Error("give the program and the directory");

const plane = await startControlPlane(program);
try {
  await setScene(plane);
  const words = ["capture", "-n", "linkerd", "deploy/linkerd-destination", "--port", "9996"];
  const during = ["--during", `${ROLL_OUT_EMOJIVOTO} && ${WAIT_FOR_EMOJIVOTO}`, "--iterations", "5", "--count", "6"];
  const heapblame = fileURLToPath(new URL("../../bin/heapblame.js", import.meta.url));
  const { status } = spawnSync(process.execPath, [heapblame, ...words, ...during, "--settle", "10s", "-o", directory], {
    env: plane.env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  process.exitCode = status ?? 1;
} finally {
  await plane.stop();
}

/** A control plane with a pod, whose starter waits to be killed; what was started is told on standard output. */
import { dirname } from "node:path";
import { startControlPlane } from "./control-plane.ts";
import { pod, processPod } from "./workloads.ts";

const plane = await startControlPlane();
await plane.apply(pod("linkerd", "orphan", processPod("orphan")));
await plane.kubectl(["-n", "linkerd", "wait", "--for=condition=Ready", "pod/orphan", "--timeout=60s"]);
process.stdout.write(`${JSON.stringify({ pids: plane.pids(), folder: dirname(plane.kubeconfig) })}\n`);

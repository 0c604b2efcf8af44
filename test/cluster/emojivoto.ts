/**
 * The scene of linkerd2#9947: an application whose pods come and go, and a controller that keeps each pod it ever saw. The application's
 * pods are objects only; the controller is a real process which watches them through the API server.
 */
import { NODE } from "./bootstrap.ts";
import type { ControlPlane } from "./control-plane.ts";
import { deployment, processPod } from "./workloads.ts";

/** Restarts all four deployments; wants KUBECONFIG. */
export const ROLL_OUT_EMOJIVOTO = "kubectl -n emojivoto rollout restart deploy";

/** Returns when all pods of the last rollout are ready; wants KUBECONFIG. */
export const WAIT_FOR_EMOJIVOTO = "kubectl -n emojivoto rollout status deploy --timeout=120s";

const DEPLOYMENTS = ["emoji", "voting", "web", "vote-bot"] as const;
const REPLICAS = 20;

/** How many pods a rollout replaces; the controller keeps each, at some 120 KB. */
export const EMOJIVOTO_PODS = DEPLOYMENTS.length * REPLICAS;

const VARIABLES = 150;
/** Bytes. */
const CONFIGURATION = 64 << 10;

/** Four deployments of 20 pods. Variables, their managed fields and an annotation make a decoded pod some 100 KB. */
function emojivoto(): object[] {
  return DEPLOYMENTS.map((name) => {
    const env = Array.from({ length: VARIABLES }, (_, at) => ({
      name: `EMOJIVOTO_${name.toUpperCase().replace("-", "_")}_SETTING_${at}`,
      value: `${name}-svc.emojivoto.svc.cluster.local:${8000 + at}/setting-${at}`,
    }));
    const containers = [{ name: `${name}-svc`, image: `docker.l5d.io/buoyantio/emojivoto-${name}:v11`, env }];
    const spec = { nodeName: NODE, terminationGracePeriodSeconds: 0, containers };
    const annotations = { "emojivoto.io/configuration": `${name} `.repeat(CONFIGURATION / (name.length + 1)) };
    return deployment("emojivoto", name, { metadata: { labels: { app: name }, annotations }, spec }, REPLICAS);
  });
}

/** The controller: deploy/linkerd-destination in namespace linkerd, pprof at port 9996. */
function linkerdDestination(): object {
  const args = ["--mode=retain", "--kubeconfig=$(KUBECONFIG)", "--watch-namespace=emojivoto"];
  return deployment("linkerd", "linkerd-destination", processPod("linkerd-destination", args));
}

/** Makes both, and returns when all their pods are ready. */
export async function setScene(plane: ControlPlane): Promise<void> {
  await plane.apply([...emojivoto(), linkerdDestination()]);
  for (const [namespace, what] of [
    ["emojivoto", "deploy"],
    ["linkerd", "deploy/linkerd-destination"],
  ] as const) {
    const { code, stderr } = await plane.kubectl(["-n", namespace, "rollout", "status", what, "--timeout=120s"]);
    if (code !== 0) throw new Error(stderr);
  }
}

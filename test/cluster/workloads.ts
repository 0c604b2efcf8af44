/** Manifests of pods and what makes them. Each names the node in its pods' spec, as there is no scheduler. */
import { NODE } from "./bootstrap.ts";
import { PROCESS_LABEL } from "./stages.ts";

export type PodTemplate = {
  readonly metadata: {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: object;
};

/** A small process of the fixture program that does nothing by itself. */
export const IDLE = ["--mode=steady", "--pods=10", "--rollouts-every=0"] as const;

/**
 * A pod behind which the program of fixtures/streamwatcher runs, with these arguments, its pprof server at this port. It declares what
 * linkerd's destination controller does: two named ports, requests, limits, GOGC and GOMEMLIMIT (which the process obeys).
 */
export function processPod(app: string, args: readonly string[] = IDLE, port = 9996): PodTemplate {
  const container = {
    name: "destination",
    image: "cr.l5d.io/linkerd/controller:stable-2.12.2",
    args: [...args, `--pprof-addr=:${port}`],
    env: [
      { name: "GOGC", value: "100" },
      { name: "GOMEMLIMIT", value: "200MiB" },
    ],
    ports: [
      { name: "grpc", containerPort: 8086 },
      { name: "admin-http", containerPort: port },
    ],
    resources: { requests: { cpu: "100m", memory: "50Mi" }, limits: { memory: "250Mi" } },
  };
  return {
    metadata: { labels: { app, [PROCESS_LABEL]: "destination" } },
    spec: { nodeName: NODE, terminationGracePeriodSeconds: 0, containers: [container] },
  };
}

export function pod(namespace: string, name: string, { metadata, spec }: PodTemplate): object {
  return { apiVersion: "v1", kind: "Pod", metadata: { ...metadata, namespace, name }, spec };
}

/** All old pods go at once and all new ones come at once: rollouts are to be short. */
export function deployment(namespace: string, name: string, template: PodTemplate, replicas = 1): object {
  const strategy = { type: "RollingUpdate", rollingUpdate: { maxSurge: "100%", maxUnavailable: "100%" } };
  return workload("Deployment", namespace, name, template, { replicas, strategy, revisionHistoryLimit: 2 });
}

export function statefulSet(namespace: string, name: string, template: PodTemplate, replicas = 1): object {
  return workload("StatefulSet", namespace, name, template, { replicas, serviceName: name });
}

export function daemonSet(namespace: string, name: string, template: PodTemplate): object {
  return workload("DaemonSet", namespace, name, template, {});
}

/** A service in front of the pods with the label `app`; `port` leads to the pods' `targetPort`. */
export function service(
  namespace: string,
  name: string,
  app: string,
  port: number,
  targetPort: number | string,
): object {
  const ports = [{ name: "admin-http", port, targetPort }];
  return { apiVersion: "v1", kind: "Service", metadata: { namespace, name }, spec: { selector: { app }, ports } };
}

function workload(kind: string, namespace: string, name: string, template: PodTemplate, spec: object): object {
  const selector = { matchLabels: { app: template.metadata.labels["app"] } };
  return { apiVersion: "apps/v1", kind, metadata: { namespace, name }, spec: { selector, template, ...spec } };
}

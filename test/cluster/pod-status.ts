/** Pods as far as the harness reads them, and the status a kubelet would report for one. */
import { createHash } from "node:crypto";

export type EnvVar = { readonly name: string; readonly value?: string };

export type Container = {
  readonly name: string;
  readonly image: string;
  readonly args?: readonly string[];
  readonly env?: readonly EnvVar[];
};

export type Pod = {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly deletionTimestamp?: string;
  };
  readonly spec: { readonly nodeName?: string; readonly containers: readonly Container[] };
};

/** The first container's process: how often it was restarted, and since when it runs. */
export type Run = {
  readonly restartCount: number;
  readonly startedAt: string;
  /** When the one before was killed. */
  readonly killedAt?: string;
  /** Why it does not run. */
  readonly failure?: string;
};

/** `address` is the pod's IP. */
export function statusOf(pod: Pod, run: Run, address: string): object {
  const ready = run.failure === undefined;
  const status = ready ? "True" : "False";
  const conditions = ["PodScheduled", "Initialized", "ContainersReady", "Ready"].map((type) => ({
    type,
    status: type.endsWith("Ready") ? status : "True",
    lastTransitionTime: run.startedAt,
  }));
  return {
    phase: "Running",
    conditions,
    startTime: run.startedAt,
    hostIP: "127.0.0.1",
    podIP: address,
    podIPs: [{ ip: address }],
    containerStatuses: pod.spec.containers.map((container, at) =>
      containerStatus(pod, container, at === 0 ? run : { restartCount: 0, startedAt: run.startedAt }),
    ),
  };
}

function containerStatus(pod: Pod, container: Container, run: Run): object {
  const idOf = (count: number) => `containerd://${sha256(`${pod.metadata.uid}/${container.name}/${count}`)}`;
  const before = run.restartCount - 1;
  return {
    name: container.name,
    image: container.image,
    imageID: `${container.image.replace(/:[^/:]*$/, "")}@sha256:${sha256(container.image)}`,
    containerID: idOf(run.restartCount),
    restartCount: run.restartCount,
    ready: run.failure === undefined,
    started: run.failure === undefined,
    state:
      run.failure === undefined
        ? { running: { startedAt: run.startedAt } }
        : { waiting: { reason: "CrashLoopBackOff", message: run.failure } },
    ...(run.killedAt === undefined
      ? {}
      : {
          lastState: {
            terminated: { exitCode: 137, reason: "Error", finishedAt: run.killedAt, containerID: idOf(before) },
          },
        }),
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * The part of a kubelet that KWOK leaves out: behind each pod with the label runs a real process, with the arguments and environment of
 * the pod's first container. Its status, and where a forward of its port goes, are told to the API server.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { type Api, ApiError } from "./api.ts";
import { KWOK_API, REFUSED } from "./bootstrap.ts";
import type { Child, Children } from "./children.ts";
import { commandOf } from "./pod-command.ts";
import { type Container, type Pod, type Run, statusOf } from "./pod-status.ts";
import { freePorts } from "./servers.ts";
import { PROCESS_LABEL } from "./stages.ts";

/** How long a process may take until it is ready. */
const START_MS = 60_000;

/** A pod and its process. */
type Entry = {
  readonly pod: Pod;
  readonly address: string;
  /** Where the process listens on this machine; stays when it is restarted. */
  localPort: number;
  run: Run;
  child: Child | undefined;
  /** The pod is gone: its process ends and is not started again. */
  isOver: boolean;
};

/** Watches the pods with the label and runs their processes. */
export class PodProcesses {
  readonly #api: Api;
  readonly #children: Children;
  readonly #program: string;
  readonly #kubeconfig: string;
  /** By the pod's uid. */
  readonly #entries = new Map<string, Entry>();
  /** What is being done, by NAMESPACE/NAME: one thing at a time, also when a pod is followed by one of the same name. */
  readonly #work = new Map<string, Promise<void>>();
  readonly #stopped = new AbortController();
  #addresses = 1;
  #failure: unknown;

  /** `kubeconfig` is what `$(KUBECONFIG)` stands for in a container's arguments. */
  constructor(api: Api, children: Children, program: string, kubeconfig: string) {
    this.#api = api;
    this.#children = children;
    this.#program = program;
    this.#kubeconfig = kubeconfig;
    this.#watch().catch((error: unknown) => this.#fail(error));
  }

  /** Watches and starts no more; the processes are ended by whoever owns them. Throws if something went wrong since the start. */
  stop(): void {
    this.#stopped.abort();
    for (const entry of this.#entries.values()) entry.isOver = true;
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Kills the pod's process and returns when the next one is ready. Throws if there is none, or if it does not come up. */
  async restart(namespace: string, name: string): Promise<void> {
    const entry = [...this.#entries.values()].find(({ pod }) => keyOf(pod) === `${namespace}/${name}`);
    if (entry?.child === undefined) throw this.#failure ?? new Error(`no process behind ${namespace}/${name}`);
    await entry.child.kill();
    await this.#work.get(keyOf(entry.pod));
    if (entry.run.failure !== undefined) throw new Error(entry.run.failure);
  }

  /** The API server ends a watch after a while, so there is always another; it begins with all pods there are. */
  async #watch(): Promise<void> {
    const { signal } = this.#stopped;
    const path = `/api/v1/pods?watch=true&labelSelector=${encodeURIComponent(PROCESS_LABEL)}`;
    while (!signal.aborted) await this.#api.watch(path, signal, (line) => this.#see(JSON.parse(line)));
  }

  #see({ type, object: pod }: { type: string; object: Pod }): void {
    const { uid, deletionTimestamp } = pod.metadata;
    const known = this.#entries.get(uid);
    if (type === "DELETED" || deletionTimestamp !== undefined) {
      if (known !== undefined) this.#do(pod, () => this.#end(known));
      this.#entries.delete(uid);
    } else if (known === undefined && pod.spec.nodeName !== undefined) {
      const address = `10.245.${this.#addresses >> 8}.${this.#addresses++ & 255}`;
      const run = { restartCount: 0, startedAt: now() };
      const entry: Entry = { pod, address, localPort: 0, run, child: undefined, isOver: false };
      this.#entries.set(uid, entry);
      this.#do(pod, () => this.#begin(entry));
    }
  }

  async #begin(entry: Entry): Promise<void> {
    const { namespace, name } = entry.pod.metadata;
    [entry.localPort] = (await freePorts(1)) as [number];
    const port = await this.#run(entry);
    await this.#api.apply(`${KWOK_API}/namespaces/${namespace}/portforwards/${name}`, {
      apiVersion: "kwok.x-k8s.io/v1alpha1",
      kind: "PortForward",
      metadata: { namespace, name },
      spec: {
        forwards: [{ ports: [port], target: { address: "127.0.0.1", port: entry.localPort } }, { target: REFUSED }],
      },
    });
    await this.#report(entry);
  }

  /** A process that ends by itself is started again, as a pod's is. */
  async #again(entry: Entry): Promise<void> {
    if (entry.isOver) return;
    const { restartCount } = entry.run;
    entry.run = { restartCount: restartCount + 1, killedAt: now(), startedAt: now() };
    await this.#run(entry);
    await this.#report(entry);
  }

  async #end(entry: Entry): Promise<void> {
    entry.isOver = true;
    await entry.child?.kill();
    const { namespace, name } = entry.pod.metadata;
    await this.#api.remove(`${KWOK_API}/namespaces/${namespace}/portforwards/${name}`);
  }

  /** Starts the process and waits until it says that it is ready; one that ends before is a failure of the pod. Returns the pod's port. */
  async #run(entry: Entry): Promise<number> {
    const [container] = entry.pod.spec.containers as [Container];
    const { words, env, port } = commandOf(container, entry.localPort, this.#kubeconfig);
    const child = this.#children.start(entry.pod.metadata.name, this.#program, words, env);
    let how: string | undefined;
    child.ended.then((ended) => {
      how = ended;
    });
    const deadline = Date.now() + START_MS;
    while (how === undefined && !child.log().includes("ready pprof=")) {
      if (Date.now() > deadline) await child.kill();
      await sleep(20);
    }
    if (how !== undefined) {
      entry.run = { ...entry.run, failure: `${how}: ${child.log().slice(-1000)}` };
      return port;
    }
    entry.child = child;
    child.ended.then(() => this.#do(entry.pod, () => this.#again(entry)));
    return port;
  }

  async #report(entry: Entry): Promise<void> {
    const { namespace, name } = entry.pod.metadata;
    const status = statusOf(entry.pod, entry.run, entry.address);
    await this.#api.patch(`/api/v1/namespaces/${namespace}/pods/${name}/status`, { status });
  }

  #do(pod: Pod, what: () => Promise<void>): void {
    const before = this.#work.get(keyOf(pod)) ?? Promise.resolve();
    const done = before.then(() => (this.#stopped.signal.aborted ? undefined : what()));
    this.#work.set(
      keyOf(pod),
      done.catch((error: unknown) => this.#fail(error)),
    );
  }

  /** What fails because the pod is gone, or because all of it is being stopped, is no failure. */
  #fail(error: unknown): void {
    const isGone = error instanceof ApiError && error.status === 404;
    if (!isGone && !this.#stopped.signal.aborted) this.#failure ??= error;
  }
}

function keyOf({ metadata }: Pod): string {
  return `${metadata.namespace}/${metadata.name}`;
}

/** As Kubernetes writes times: no fractions of a second. */
function now(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, "Z");
}

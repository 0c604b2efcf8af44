/**
 * A real Kubernetes control plane on loopback ports of its own: etcd, kube-apiserver with RBAC, kube-controller-manager, and KWOK in the
 * place of a kubelet. Behind each pod with the label `heapblame.test/process` runs the program of fixtures/streamwatcher.
 */
import { execFile } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Api } from "./api.ts";
import { findBinaries } from "./binaries.ts";
import { refuseByDefault } from "./bootstrap.ts";
import { Children } from "./children.ts";
import { PodProcesses } from "./pod-processes.ts";
import { startApiServer, startNode } from "./servers.ts";
import type { User } from "./users.ts";

/** How a command ended. */
export type Ran = { readonly stdout: string; readonly stderr: string; readonly code: number };

/** A control plane that runs. */
export type ControlPlane = {
  /** Path of the administrator's kubeconfig. */
  readonly kubeconfig: string;
  /** Paths by user; see users.ts for what each may do. */
  readonly kubeconfigs: Readonly<Record<User, string>>;
  /** Path of kubectl. */
  readonly kubectlPath: string;
  /** Environment for programs that are to talk to this cluster as the administrator; there is a kubectl on its PATH. */
  readonly env: NodeJS.ProcessEnv;
  readonly api: Api;
  /** Runs kubectl, as the administrator unless told otherwise. */
  readonly kubectl: (words: readonly string[], user?: User) => Promise<Ran>;
  /** Makes objects, or changes them: YAML, an object, or several. Throws what kubectl says. */
  readonly apply: (manifest: string | object | readonly object[]) => Promise<void>;
  /** Kills the pod's process and returns when another one is ready behind the same port and the pod's restartCount is raised. */
  readonly restartContainer: (namespace: string, pod: string) => Promise<void>;
  /** Process ids of all that was started. */
  readonly pids: () => number[];
  /** Ends all of it and removes its files. May be called twice. */
  readonly stop: () => Promise<void>;
};

/**
 * Builds what is not built yet, starts everything, and returns when the node is ready. `program` is what runs behind pods in place of the one
 * that is built for tests. Throws with the log of what did not start.
 */
export async function startControlPlane(program?: string): Promise<ControlPlane> {
  const binaries = await findBinaries();
  const folder = mkdtempSync(join(tmpdir(), "heapblame-cluster-"));
  const children = new Children(folder);
  try {
    const server = await startApiServer(binaries, children, folder);
    await startNode(binaries, children, folder, server);
    await refuseByDefault(server.api);
    const processes = new PodProcesses(
      server.api,
      children,
      program ?? binaries.destination,
      server.kubeconfigs.destination,
    );
    const kubectl = (words: readonly string[], user: User = "admin", input?: string) =>
      run(binaries.kubectl, ["--kubeconfig", server.kubeconfigs[user], ...words], input);
    return {
      kubeconfig: server.kubeconfigs.admin,
      kubeconfigs: server.kubeconfigs,
      kubectlPath: binaries.kubectl,
      env: {
        ...process.env,
        KUBECONFIG: server.kubeconfigs.admin,
        PATH: `${process.env["PATH"] ?? ""}:${dirname(binaries.kubectl)}`,
      },
      api: server.api,
      kubectl: (words, user) => kubectl(words, user),
      apply: async (manifest) => {
        const { stderr, code } = await kubectl(["apply", "--server-side", "-f", "-"], "admin", textOf(manifest));
        if (code !== 0) throw new Error(`kubectl apply: ${stderr}`);
      },
      restartContainer: (namespace, pod) => processes.restart(namespace, pod),
      pids: () => children.pids,
      stop: async () => {
        try {
          processes.stop();
        } finally {
          server.api.close();
          await children.stop();
        }
      },
    };
  } catch (error) {
    await children.stop();
    throw error;
  }
}

function textOf(manifest: string | object | readonly object[]): string {
  if (typeof manifest === "string") return manifest;
  if (!Array.isArray(manifest)) return JSON.stringify(manifest);
  return JSON.stringify({ apiVersion: "v1", kind: "List", items: manifest });
}

function run(program: string, words: readonly string[], input?: string): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, words, { maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (error !== null && child.exitCode === null) reject(error);
      else resolve({ stdout, stderr, code: child.exitCode ?? 1 });
    });
    child.stdin?.on("error", () => {});
    child.stdin?.end(input ?? "");
  });
}

/**
 * The programs of the cluster, built from source at pinned versions and kept outside the tree: under XDG_CACHE_HOME or ~/.cache, in
 * `heapblame-cluster/NAME-HASH/`, where the hash is of all a build depends on. The second run builds nothing.
 */
import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** Paths of what a control plane runs. */
export type Binaries = {
  readonly etcd: string;
  readonly apiserver: string;
  readonly controllerManager: string;
  readonly kwok: string;
  readonly kubectl: string;
  /** The program of fixtures/streamwatcher. */
  readonly destination: string;
};

const run = promisify(execFile);
const CONTROL_PLANE_SOURCES = fileURLToPath(new URL("./src", import.meta.url));
const DESTINATION_SOURCES = fileURLToPath(new URL("../../fixtures/streamwatcher/src", import.meta.url));
const COMMON_FLAGS = ["-trimpath", "-buildvcs=false"];

/** Builds what is missing, which takes a quarter of an hour the first time. Throws if there is no etcd or no Go, or if a build fails. */
export async function findBinaries(): Promise<Binaries> {
  const etcd = await onPath("etcd");
  if (etcd === undefined) throw new Error("the cluster tests need etcd: apt-get install etcd-server");
  const kubectl = await onPath("kubectl");
  const flags = [...COMMON_FLAGS, `-ldflags=-s -w ${versionFlags()}`];
  const controlPlane = await built("control-plane", CONTROL_PLANE_SOURCES, flags, [
    "k8s.io/kubernetes/cmd/kube-apiserver",
    "k8s.io/kubernetes/cmd/kube-controller-manager",
    "sigs.k8s.io/kwok/cmd/kwok",
  ]);
  return {
    etcd,
    apiserver: join(controlPlane, "kube-apiserver"),
    controllerManager: join(controlPlane, "kube-controller-manager"),
    kwok: join(controlPlane, "kwok"),
    kubectl: kubectl ?? join(await built("kubectl", CONTROL_PLANE_SOURCES, flags, KUBECTL), "kubectl"),
    destination: await buildDestination(),
  };
}

/** The path of the program of fixtures/streamwatcher; a minute the first time. Throws if there is no Go. */
export async function buildDestination(): Promise<string> {
  return join(await built("destination", DESTINATION_SOURCES, COMMON_FLAGS, ["."]), "destination");
}

const KUBECTL = ["k8s.io/kubernetes/cmd/kubectl"];

async function onPath(program: string): Promise<string | undefined> {
  const folders = (process.env["PATH"] ?? "").split(":").filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

/** A server that does not know its version calls itself v0.0.0-master, which clients take for too old. */
function versionFlags(): string {
  const version = /k8s\.io\/kubernetes (v1\.(\d+)\.\d+)/.exec(
    readFileSync(join(CONTROL_PLANE_SOURCES, "go.mod"), "utf8"),
  );
  if (version === null) throw new Error("go.mod does not pin k8s.io/kubernetes");
  const at = "k8s.io/component-base/version";
  return `-X ${at}.gitVersion=${version[1]} -X ${at}.gitMajor=1 -X ${at}.gitMinor=${version[2]}`;
}

/** The folder that holds the built packages. Several runs may build at once: whoever is first keeps. */
async function built(name: string, sources: string, flags: string[], packages: string[]): Promise<string> {
  const hash = createHash("sha256").update((await run("go", ["version"])).stdout);
  hash.update(JSON.stringify([flags, packages]));
  for (const file of sourceFiles(sources)) hash.update(`\0${file}\0`).update(readFileSync(join(sources, file)));
  const cache = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "heapblame-cluster");
  const folder = join(cache, `${name}-${hash.digest("hex").slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const scratch = mkdtempSync(join(cache, `building-${name}-`));
  try {
    await goBuild(sources, ["build", "-p", "2", ...flags, "-o", `${scratch}/`, ...packages]);
    if (!existsSync(folder)) renameSync(scratch, folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return folder;
}

function sourceFiles(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files.filter((file) => /(?:\.go|go\.mod|go\.sum)$/.test(file)).sort();
}

function goBuild(sources: string, words: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn("go", words, {
      cwd: sources,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, CGO_ENABLED: "0" },
    });
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`go ${words.join(" ")} in ${sources}: exit ${code}`)),
    );
  });
}

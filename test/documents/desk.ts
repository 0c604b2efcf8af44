/**
 * Where the commands of the documents are run: a folder with the files they name, a process on the port they name, and a program in kubectl's
 * place. What takes minutes there takes a moment here, and nothing else of a command is changed.
 */
import { spawn } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { replay } from "../capture/replay.ts";
import type { HeldRun } from "../dump/held-program.ts";
import { podObject, stubKubectl } from "../fetch/stub-kubectl.ts";
import { fixture, fixtureBytes } from "../fixtures.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const LONGEST_MS = 120_000;

export interface Ran {
  readonly code: number | null;
  readonly said: string;
}

export interface Desk {
  readonly folder: string;
  /** In bash, as it is written. */
  readonly run: (command: string) => Promise<Ran>;
}

/** `held` for commands about heap dumps. */
export async function makeDesk(hasCaptures: boolean, held?: HeldRun): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), "heapblame-desk-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(fixture("streamwatcher/retain"), folder, { recursive: true });
  if (hasCaptures) cpSync(fixture("cluster/linkerd-destination"), join(folder, "captures"), { recursive: true });
  if (held !== undefined) {
    for (const name of ["heap.dump", "later.dump"]) cpSync(held.dump, join(folder, name));
    cpSync(held.binary, join(folder, "server"));
  }
  const { port } = await replay("retain", undefined, {
    "/debug/pprof/heap": () => Buffer.from(fixtureBytes("streamwatcher/retain/heap-after.out")),
    ...(held === undefined ? {} : { "/debug/heapdump": () => readFileSync(held.dump) }),
  });
  const program = (name: string, text: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  const bin = (name: string): string => `exec '${process.execPath}' '${join(root, "bin", `${name}.js`)}' "$@"`;
  program("bin/heapblame", bin("heapblame"));
  program("bin/kubectl-heapblame", bin("kubectl-heapblame"));
  program("bin/kubectl", `[ "$1" = heapblame ] && shift && exec kubectl-heapblame "$@"\nexec '${cluster(port)}' "$@"`);
  program("load.sh", ":");
  program("measure.sh", ":");
  return {
    folder,
    run: (command) => shell(shortened(command).replaceAll("localhost:6060", `127.0.0.1:${port}`), folder),
  };
}

/** Deployments `web` and `linkerd-destination` of one pod each. */
function cluster(port: number): string {
  const kubectl = stubKubectl();
  const pod = podObject();
  kubectl.answer("pods", { items: [pod] });
  kubectl.answer("pod-web-1", pod);
  for (const name of ["web", "linkerd-destination"]) {
    kubectl.answer(`deployment-${name}`, {
      kind: "Deployment",
      metadata: { name },
      spec: { selector: { matchLabels: { app: "web" } } },
    });
  }
  kubectl.forward(9996, port);
  return kubectl.path;
}

function shortened(command: string): string {
  const isSeries = /heapblame (?:capture|-n)\b/.test(command) && !command.includes("--report");
  const quick = command.replace(/ --for \S+/, (given) => (command.includes("--when") ? " --for 1s" : given && ""));
  if (command.includes("heapblame serve")) return untilServed(`${quick} --no-open`);
  if (!isSeries) return quick;
  return `${quick}${command.includes("--during") ? " --settle 100ms" : command.includes("--when") ? "" : " --every 200ms --count 3"}`;
}

/** Until Ctrl-C, which comes when it has said where it serves. */
function untilServed(command: string): string {
  // The file of the command before would answer for this one.
  const hasServed = "until grep -qs http:// served; do kill -0 $! && sleep 0.05 || break; done";
  return `set -m; rm -f served; ${command} > served 2>&1 & ${hasServed}; kill -INT $!; wait $!; code=$?; cat served; exit $code`;
}

/** `words` as bash reads them; what it said is both streams. */
function shell(command: string, folder: string): Promise<Ran> {
  const { PATH = "" } = process.env;
  const env = {
    ...process.env,
    ...{ PATH: `${join(folder, "bin")}${delimiter}${PATH}`, HOME: folder, COLUMNS: "100" },
    ...{ GIT_CONFIG_GLOBAL: "/dev/null", GOFLAGS: "-mod=mod" },
  };
  const child = spawn("bash", ["--norc", "-o", "pipefail", "-c", command], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: LONGEST_MS,
    killSignal: "SIGKILL",
  });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, said: Buffer.concat(chunks).toString("utf8") }));
  });
}

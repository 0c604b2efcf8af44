/**
 * A program in kubectl's place, for what a real cluster is too slow or too well-behaved for: it answers `get` from a folder of JSON files and
 * forwards to ports of this machine. test/cluster has the real one.
 */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";

export interface StubKubectl {
  readonly path: string;
  /** What `get KIND NAME`, or `get pods --selector=...` as "pods", answers from now on. */
  readonly answer: (what: string, object: unknown) => void;
  /** Where a pod's port leads from now on; nowhere if undefined: the forward is refused. */
  readonly forward: (podPort: number, localPort: number | undefined) => void;
  /** Process ids of the forwards that were started, in order. */
  readonly forwards: () => number[];
  /** How the next forwards behave: `deaf` ones ignore SIGTERM, `mute` ones never say that they listen. */
  readonly behave: (manner: "" | "deaf" | "mute") => void;
}

const PROGRAM = `#!/usr/bin/env node
const { readFileSync, appendFileSync, existsSync } = require("node:fs");
const net = require("node:net");
const folder = __dirname;
const words = process.argv.slice(2).filter((word) => !/^--(namespace|context|kubeconfig|address)=/.test(word));
const fail = (text) => { process.stderr.write(text + "\\n"); process.exit(1); };
if (words[0] === "get") {
  const name = words[1] === "--raw" ? "raw" : words[2].startsWith("--selector=") ? words[1] : words[1] + "-" + words[2];
  const file = folder + "/" + name + ".json";
  if (!existsSync(file)) fail('Error from server (NotFound): ' + words[1] + ' "' + words[2] + '" not found');
  process.stdout.write(readFileSync(file));
} else if (words[0] === "port-forward") {
  appendFileSync(folder + "/forwards", process.pid + "\\n");
  const manner = existsSync(folder + "/manner") ? readFileSync(folder + "/manner", "utf8") : "";
  if (manner === "deaf") process.on("SIGTERM", () => {});
  const port = words[2].slice(1);
  const server = net.createServer((socket) => {
    socket.on("error", () => {});
    const ports = JSON.parse(readFileSync(folder + "/ports", "utf8"));
    if (ports[port] === undefined) {
      process.stderr.write('E1125 15:02:03.123456   12345 portforward.go:424] "Unhandled Error" err="an error occurred forwarding 1 -> ' + port + ': error forwarding port ' + port + ' to pod x: dial tcp 127.0.0.1:' + port + ': connect: connection refused"\\nerror: lost connection to pod\\n');
      socket.destroy();
      process.exit(1);
    }
    const other = net.connect(ports[port], "127.0.0.1");
    other.on("error", () => socket.destroy());
    socket.on("close", () => other.destroy());
    other.on("close", () => socket.destroy());
    socket.pipe(other).pipe(socket);
  });
  server.listen(0, "127.0.0.1", () => {
    if (manner !== "mute") console.log("Forwarding from 127.0.0.1:" + server.address().port + " -> " + port);
  });
}
`;

export function stubKubectl(): StubKubectl {
  const folder = mkdtempSync(join(tmpdir(), "heapblame-kubectl-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "kubectl.cjs");
  writeFileSync(path, PROGRAM);
  chmodSync(path, 0o755);
  const ports: Record<string, number> = {};
  writeFileSync(join(folder, "ports"), "{}");
  return {
    path,
    answer: (what, object) => writeFileSync(join(folder, `${what}.json`), JSON.stringify(object)),
    forward: (podPort, localPort) => {
      if (localPort === undefined) delete ports[podPort];
      else ports[podPort] = localPort;
      writeFileSync(join(folder, "ports"), JSON.stringify(ports));
    },
    forwards: () => {
      const file = join(folder, "forwards");
      return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").map(Number) : [];
    },
    behave: (manner) => writeFileSync(join(folder, "manner"), manner),
  };
}

/** Whether the process is there still. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A child that nobody has waited for yet is there in name only.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

export interface PodShape {
  readonly name?: string;
  readonly uid?: string;
  readonly phase?: string;
  readonly ready?: string;
  readonly restarts?: number;
  readonly containerId?: string;
}

/** A pod's object with one container that has ports, limits and settings. */
export function podObject(shape: PodShape = {}): object {
  const { name = "web-1", uid = "uid-1", phase = "Running", ready = "2026-11-25T10:00:00Z", restarts = 0 } = shape;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "shop", uid, creationTimestamp: "2026-11-25T09:00:00Z", labels: { app: "web" } },
    spec: {
      nodeName: "node-1",
      containers: [
        {
          name: "web",
          image: "example.com/web:1",
          ports: [
            { name: "grpc", containerPort: 8086 },
            { name: "admin-http", containerPort: 9996 },
          ],
          resources: { requests: { memory: "50Mi" }, limits: { memory: "250Mi" } },
          env: [
            { name: "GOGC", value: "50" },
            { name: "GOMEMLIMIT", valueFrom: { resourceFieldRef: { resource: "limits.memory" } } },
          ],
        },
      ],
    },
    status: {
      phase,
      conditions: [{ type: "Ready", status: ready === "" ? "False" : "True", lastTransitionTime: ready }],
      containerStatuses: [
        {
          name: "web",
          restartCount: restarts,
          containerID: shape.containerId ?? `containerd://${restarts}`,
          imageID: `example.com/web@sha256:${"ab".repeat(32)}`,
          ...(restarts > 0 ? { lastState: { terminated: { reason: "OOMKilled", exitCode: 137 } } } : {}),
        },
      ],
    },
  };
}

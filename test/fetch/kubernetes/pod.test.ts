import assert from "node:assert/strict";
import { test } from "node:test";
import { candidatePorts } from "../../../src/fetch/kubernetes/find-port.ts";
import { kubectlFault } from "../../../src/fetch/kubernetes/kubectl.ts";
import { type Pod, parsePod, pickPod } from "../../../src/fetch/kubernetes/pod.ts";
import { podObject } from "../stub-kubectl.ts";

test("a pod's object is read as far as its memory goes", () => {
  const pod = parsePod(podObject({ restarts: 2 }));
  assert.equal(pod.isReady, true);
  assert.deepEqual(pod.containers, [
    {
      name: "web",
      image: "example.com/web:1",
      imageId: `example.com/web@sha256:${"ab".repeat(32)}`,
      containerId: "containerd://2",
      restartCount: 2,
      lastEnd: { reason: "OOMKilled", exitCode: 137 },
      ports: [
        { name: "grpc", number: 8086 },
        { name: "admin-http", number: 9996 },
      ],
      memoryLimit: "250Mi",
      memoryRequest: "50Mi",
      gogc: { value: "50" },
      gomemlimit: { from: "limits.memory" },
    },
  ]);
});

test("a pod without status, ports or limits is a pod", () => {
  const pod = parsePod({ metadata: { name: "x" }, spec: { containers: [{ name: "c" }] } });
  assert.deepEqual(
    [pod.phase, pod.isReady, pod.containers[0]?.ports, pod.containers[0]?.memoryLimit],
    ["Unknown", false, [], undefined],
  );
  assert.throws(() => parsePod({ kind: "List" }), { name: "FetchError", code: "kubectl" });
});

test("what no pod or namespace can be called is no pod: it would become an argument", () => {
  const podOf = (name: string, namespace: string): unknown => ({
    metadata: { name, namespace },
    spec: { containers: [] },
  });
  assert.equal(parsePod(podOf("a".repeat(253), "b".repeat(253))).name.length, 253);
  for (const bad of ["a".repeat(254), "-a", "A", "a\0b", "a b", "../a", "\u001b[2J"]) {
    assert.throws(() => parsePod(podOf(bad, "shop")), { code: "kubectl" }, bad);
    assert.throws(() => parsePod(podOf("web-1", bad)), { code: "kubectl" }, bad);
  }
});

test("of several pods the one is picked that kubectl would pick", () => {
  const shapes = [
    { name: "pending", phase: "Pending" },
    { name: "not-ready", ready: "" },
    { name: "late", ready: "2026-11-25T12:00:00Z" },
    { name: "restarted", restarts: 3 },
    { name: "best" },
  ];
  const pods = shapes.map((shape) => parsePod(podObject(shape)));
  const order = ["best", "restarted", "late", "not-ready"];
  for (const [index, name] of order.entries()) {
    const left = pods.filter((pod) => !order.slice(0, index).includes(pod.name));
    assert.equal(pickPod(left, "web").name, name);
  }
  assert.throws(() => pickPod(pods.slice(0, 1), "web"), {
    code: "pod-not-running",
    message: "no pod of web is running: pending is Pending",
  });
  assert.throws(() => pickPod([], "web"), { code: "pod-not-running", message: "there is no pod for web" });
});

test("of two that have been ready for as long the one that restarted less is picked, whatever their names", () => {
  const [often, seldom] = [
    { name: "a", restarts: 3 },
    { name: "b", restarts: 2 },
  ].map((shape) => parsePod(podObject(shape)));
  assert.equal(pickPod([often as Pod, seldom as Pod], "web").name, "b");
  assert.equal(pickPod([{ ...(often as Pod), createdAt: "2020-01-01T00:00:00Z" }, seldom as Pod], "web").name, "b");
});

test("of two that restarted as often the older one is picked, then the first by name", () => {
  const [first, second] = ["a", "b"].map((name) => parsePod(podObject({ name }))) as [Pod, Pod];
  assert.equal(pickPod([second, first], "web").name, "a");
  assert.equal(pickPod([first, { ...second, createdAt: "2020-01-01T00:00:00Z" }], "web").name, "b");
});

test("ports that are named for it are asked first, then the others, then the usual ones", () => {
  assert.deepEqual(candidatePorts(parsePod(podObject())).slice(0, 4), [9996, 8086, 6060, 8080]);
});

test("UDP ports and numbers that are no ports are not asked", () => {
  const object = structuredClone(podObject()) as { spec: { containers: { ports: object[] }[] } };
  object.spec.containers[0]?.ports.push(
    ...[
      { name: "pprof", containerPort: 6000, protocol: "UDP" },
      { name: "debug", containerPort: "x" },
    ],
    ...[
      { name: "debug", containerPort: 0 },
      { name: "debug", containerPort: 70_000 },
    ],
  );
  assert.deepEqual(candidatePorts(parsePod(object)).slice(0, 3), [9996, 8086, 6060]);
});

test("a sidecar among the init containers has ports of its own; what ends before the pod runs has none", () => {
  const object = structuredClone(podObject()) as { spec: Record<string, unknown>; status: Record<string, unknown> };
  object.spec["initContainers"] = [
    { name: "set-up", ports: [{ containerPort: 1 }] },
    { name: "proxy", restartPolicy: "Always", ports: [{ name: "admin", containerPort: 4191 }] },
  ];
  object.status["initContainerStatuses"] = [{ name: "proxy", restartCount: 2 }];
  const { containers } = parsePod(object);
  assert.deepEqual(
    containers.map(({ name, restartCount }) => [name, restartCount]),
    [
      ["web", 0],
      ["proxy", 2],
    ],
  );
});

test("a pod's object that is broken anywhere is a pod still, or said to be none", () => {
  const broken = [null, 42, "x", "../../etc", [], {}, [null], true];
  const places = (value: unknown): string[][] =>
    typeof value !== "object" || value === null
      ? []
      : Object.entries(value).flatMap(([key, below]) => [[key], ...places(below).map((rest) => [key, ...rest])]);
  for (const value of broken) {
    for (const place of [[], ...places(podObject({ restarts: 1 }))]) {
      const object = { root: structuredClone(podObject({ restarts: 1 })) as unknown };
      let parent = object as Record<string, unknown>;
      const path = ["root", ...place];
      for (const key of path.slice(0, -1)) parent = parent[key] as Record<string, unknown>;
      parent[path.at(-1) as string] = value;
      try {
        const pod = parsePod(object.root);
        assert.doesNotMatch(pod.name, /[/.]{2}/);
        candidatePorts(pod);
        pickPod([pod, parsePod(podObject({ name: "other" }))], "web");
      } catch (error) {
        assert.equal((error as { code?: string }).code, "kubectl", `${path.join(".")}: ${error}`);
      }
    }
  }
});

const words: readonly (readonly [code: string, said: string, shown: string])[] = [
  [
    "kubectl-not-found",
    'Error from server (NotFound): pods "x" not found\n',
    'kubectl: Error from server (NotFound): pods "x" not found',
  ],
  [
    "kubectl-forbidden",
    'error: error upgrading connection: pods "x" is forbidden: User "u" cannot create resource "pods/portforward"',
    'kubectl: error upgrading connection: pods "x" is forbidden: User "u" cannot create resource "pods/portforward"',
  ],
  [
    "kubectl-unreachable",
    "The connection to the server localhost:8080 was refused - did you specify the right host or port?",
    "kubectl: The connection to the server localhost:8080 was refused - did you specify the right host or port?",
  ],
  [
    "pod-not-running",
    "error: unable to forward port because pod is not running. Current status=Pending",
    "kubectl: unable to forward port because pod is not running. Current status=Pending",
  ],
  [
    "forward-refused",
    'Handling connection for 1\nE1125 15:02:03.123456   12345 portforward.go:424] "Unhandled Error" err="an error occurred forwarding 1 -> 2: \\"x\\" refused"\nerror: lost connection to pod\n',
    'kubectl: an error occurred forwarding 1 -> 2: "x" refused',
  ],
  ["forward-dropped", "error: lost connection to pod", "kubectl: lost connection to pod"],
  [
    "kubectl-unreachable",
    "Unable to connect to the server: getting credentials: exec: executable aws not found\n",
    "kubectl: Unable to connect to the server: getting credentials: exec: executable aws not found",
  ],
  ["kubectl", "\u001b[31mwhat\u0007\n", "kubectl: [31mwhat"],
  ["kubectl", "", "kubectl: ended without a word"],
];

for (const [code, said, shown] of words) {
  test(`kubectl's words mean ${code}`, () => {
    const error = kubectlFault(said);
    assert.deepEqual([error.code, error.message], [code, shown]);
  });
}

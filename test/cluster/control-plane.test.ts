/** That the cluster of these tests is one: what kubectl and its port-forward do here is what they do anywhere. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { ControlPlane } from "./control-plane.ts";
import { NoForward, withPortForward } from "./port-forward.ts";
import { controlPlane } from "./shared.ts";
import { daemonSet, deployment, pod, processPod, service, statefulSet } from "./workloads.ts";

type PodList = {
  items: {
    metadata: { name: string; uid: string };
    status: { podIP: string; containerStatuses: { restartCount: number; containerID: string; imageID: string }[] };
  }[];
};

async function readyPods(plane: ControlPlane, namespace: string, app: string): Promise<PodList["items"]> {
  const waited = await plane.kubectl([
    "-n",
    namespace,
    "wait",
    "--for=condition=Ready",
    "pod",
    `-lapp=${app}`,
    "--timeout=60s",
  ]);
  assert.equal(waited.code, 0, waited.stderr);
  return pods(plane, namespace, app);
}

async function pods(plane: ControlPlane, namespace: string, app: string): Promise<PodList["items"]> {
  return (await plane.api.get<PodList>(`/api/v1/namespaces/${namespace}/pods?labelSelector=app%3D${app}`)).items;
}

async function rolledOut(plane: ControlPlane, namespace: string, name: string): Promise<void> {
  const waited = await plane.kubectl(["-n", namespace, "rollout", "status", name, "--timeout=60s"]);
  assert.equal(waited.code, 0, waited.stderr);
}

/** What tells the process behind a port from any other: its command line, with a port of its own, and when it was started. */
async function processBehind(
  plane: ControlPlane,
  namespace: string,
  name: string,
  port: number | string,
): Promise<string> {
  return await withPortForward(plane, { namespace, name, port }, async (url) => {
    const text = async (path: string) => await (await fetch(`${url}${path}`)).text();
    assert.match(await text("/debug/pprof/"), /<title>\/debug\/pprof\/<\/title>/);
    const commandLine = (await text("/debug/pprof/cmdline")).split("\0");
    assert.ok(commandLine[0]?.endsWith("/destination"), commandLine[0]);
    return `${commandLine.join(" ")} ${/^process_start_time_seconds .*/m.exec(await text("/metrics"))?.[0]}`;
  });
}

/** What kubectl says when the first connection over a forward comes to nothing. */
async function forwardError(plane: ControlPlane, namespace: string, name: string, port: number): Promise<string> {
  return await withPortForward(plane, { namespace, name, port }, async (url, errors) => {
    await assert.rejects(fetch(url));
    while (errors() === "") await sleep(10);
    return errors();
  });
}

test("the server is of the version that was built, and its node is ready", async () => {
  const plane = await controlPlane();
  const { stdout } = await plane.kubectl(["version", "-o", "json"]);
  assert.match(JSON.parse(stdout).serverVersion.gitVersion, /^v1\.33\.\d+$/);
  const nodes = await plane.kubectl(["get", "nodes", "--no-headers"]);
  assert.match(nodes.stdout, /^node-1 +Ready /);
});

test("the same process answers through a pod, its deployment and its service, in two namespaces", async () => {
  const plane = await controlPlane();
  for (const namespace of ["linkerd", "emojivoto"]) {
    await plane.apply([
      deployment(namespace, "same", processPod("same", undefined, 6060)),
      service(namespace, "same", "same", 80, "admin-http"),
    ]);
    const [only] = await readyPods(plane, namespace, "same");
    assert.ok(only);
    const process = await processBehind(plane, namespace, only.metadata.name, 6060);
    assert.equal(await processBehind(plane, namespace, `pod/${only.metadata.name}`, "admin-http"), process);
    assert.equal(await processBehind(plane, namespace, "deploy/same", 6060), process);
    assert.equal(await processBehind(plane, namespace, "svc/same", 80), process);
    assert.match(
      only.status.containerStatuses[0]?.imageID ?? "",
      /^cr\.l5d\.io\/linkerd\/controller@sha256:[0-9a-f]{64}$/,
    );
  }
});

test("stateful sets and daemon sets make pods with processes", async () => {
  const plane = await controlPlane();
  await plane.apply([
    statefulSet("linkerd", "store", processPod("store"), 2),
    daemonSet("linkerd", "agent", processPod("agent")),
  ]);
  for (const name of ["sts/store", "ds/agent"]) await rolledOut(plane, "linkerd", name);
  const first = await processBehind(plane, "linkerd", "store-0", 9996);
  assert.notEqual(await processBehind(plane, "linkerd", "store-1", 9996), first);
  assert.ok(await processBehind(plane, "linkerd", "sts/store", 9996));
  assert.ok(await processBehind(plane, "linkerd", "ds/agent", 9996));
});

test("a port nobody listens on is refused, a pod that does not run is not forwarded to", async () => {
  const plane = await controlPlane();
  const { metadata, spec } = processPod("waiting");
  await plane.apply([
    pod("linkerd", "closed", processPod("closed")),
    pod("linkerd", "waiting", { metadata, spec: { ...spec, nodeName: null } }),
  ]);
  await readyPods(plane, "linkerd", "closed");
  assert.match(await forwardError(plane, "linkerd", "closed", 4000), /connect: connection refused/);
  const notRunning = withPortForward(plane, { namespace: "linkerd", name: "waiting", port: 9996 }, async () => {});
  await assert.rejects(notRunning, (error: Error) => /pod is not running. Current status=Pending/.test(error.message));
});

test("the viewer may list pods, but not forward a port", async () => {
  const plane = await controlPlane();
  await plane.apply(pod("linkerd", "watched", processPod("watched")));
  await readyPods(plane, "linkerd", "watched");
  const listed = await plane.kubectl(["-n", "linkerd", "get", "pods", "-o", "name"], "viewer");
  assert.match(listed.stdout, /^pod\/watched$/m);
  const target = { namespace: "linkerd", name: "watched", port: 9996, user: "viewer" } as const;
  await assert.rejects(
    withPortForward(plane, target, async () => {}),
    (error) =>
      error instanceof NoForward && /User "viewer" cannot create resource "pods\/portforward"/.test(error.message),
  );
});

test("a rollout makes new pods with new processes, and the old ones end", async () => {
  const plane = await controlPlane();
  await plane.apply(deployment("linkerd", "rolled", processPod("rolled"), 2));
  const before = (await readyPods(plane, "linkerd", "rolled")).map(({ metadata }) => metadata.uid);
  const oldProcess = await processBehind(plane, "linkerd", "deploy/rolled", 9996);
  const runningBefore = plane.pids().length;
  assert.equal((await plane.kubectl(["-n", "linkerd", "rollout", "restart", "deploy/rolled"])).code, 0);
  await rolledOut(plane, "linkerd", "deploy/rolled");
  while ((await pods(plane, "linkerd", "rolled")).length > 2 || plane.pids().length > runningBefore) await sleep(50);
  const after = (await readyPods(plane, "linkerd", "rolled")).map(({ metadata }) => metadata.uid);
  assert.equal(before.length, 2);
  assert.deepEqual(
    after.filter((uid) => before.includes(uid)),
    [],
  );
  assert.notEqual(await processBehind(plane, "linkerd", "deploy/rolled", 9996), oldProcess);
});

test("a restarted container keeps its pod and its port, and is counted", async () => {
  const plane = await controlPlane();
  await plane.apply(pod("linkerd", "restarted", processPod("restarted")));
  const [before] = await readyPods(plane, "linkerd", "restarted");
  const oldProcess = await processBehind(plane, "linkerd", "restarted", 9996);
  await plane.restartContainer("linkerd", "restarted");
  const [after] = await pods(plane, "linkerd", "restarted");
  assert.ok(before && after);
  assert.equal(after.metadata.uid, before.metadata.uid);
  assert.equal(before.status.containerStatuses[0]?.restartCount, 0);
  assert.equal(after.status.containerStatuses[0]?.restartCount, 1);
  assert.notEqual(after.status.containerStatuses[0]?.containerID, before.status.containerStatuses[0]?.containerID);
  assert.notEqual(await processBehind(plane, "linkerd", "restarted", 9996), oldProcess);
});

test("a process that does not start leaves a pod that is not ready, and says why", async () => {
  const plane = await controlPlane();
  await plane.apply(pod("linkerd", "broken", processPod("broken", ["--mode=nonsense"])));
  const words = ["-n", "linkerd", "wait", "pod/broken", "--timeout=60s"];
  const waiting = "--for=jsonpath={.status.containerStatuses[0].state.waiting.reason}=CrashLoopBackOff";
  assert.equal((await plane.kubectl([...words, waiting])).code, 0);
  const { stdout } = await plane.kubectl(["-n", "linkerd", "get", "pod", "broken", "-o", "json"]);
  assert.match(stdout, /destination: mode .*nonsense.*: one of /);
  await assert.rejects(plane.restartContainer("linkerd", "broken"), /no process behind linkerd\/broken/);
});

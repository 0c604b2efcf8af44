/** That no kubectl outlives its use, and that a forward which breaks is opened again. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { readSource } from "../../../src/fetch/index.ts";
import { openPortForward } from "../../../src/fetch/kubernetes/port-forward.ts";
import { failureOf } from "../failure-of.ts";
import { answerProfile, closedPort, PROFILE, serve } from "../servers.ts";
import { isAlive, podObject, type StubKubectl, stubKubectl } from "../stub-kubectl.ts";

async function assertGone(kubectl: StubKubectl, count: number): Promise<void> {
  const pids = kubectl.forwards();
  assert.equal(pids.length, count);
  for (let waited = 0; pids.some(isAlive) && waited < 50; waited++) await sleep(100);
  assert.deepEqual(pids.filter(isAlive), []);
}

/** Gives up some time after the forward was started, which takes as long as the machine is busy. */
function onceStarted(kubectl: StubKubectl): AbortSignal {
  const stop = new AbortController();
  const watch = setInterval(() => {
    if (kubectl.forwards().length === 0) return;
    clearInterval(watch);
    setTimeout(() => stop.abort(), 500);
  }, 20);
  watch.unref();
  return stop.signal;
}

function clusterOf(podPort: number, localPort: number | undefined): StubKubectl {
  const kubectl = stubKubectl();
  kubectl.answer("pod-web-1", podObject());
  kubectl.forward(podPort, localPort);
  return kubectl;
}

const read = (kubectl: StubKubectl, source = "k8s://shop/pod/web-1:9996", more = {}): Promise<Uint8Array> =>
  readSource(source, { kubernetes: { kubectl: kubectl.path }, ...more });

test("a profile comes through the forward, and the forward ends", async () => {
  const { port, requests } = await serve((_, response) => answerProfile(response));
  const kubectl = clusterOf(9996, port);
  assert.deepEqual(Buffer.from(await read(kubectl)), PROFILE);
  assert.deepEqual(
    requests.map(({ url }) => url),
    ["/debug/pprof/heap?gc=1"],
  );
  await assertGone(kubectl, 1);
});

test("the port is found, by its name before others, and said", async () => {
  const { port } = await serve((request, response) => {
    if (request.url === "/debug/pprof/cmdline") response.end("/usr/local/bin/web\0--x");
    else answerProfile(response);
  });
  const other = await serve((_, response) => response.end("<html>not pprof</html>"));
  const kubectl = clusterOf(9996, other.port);
  kubectl.forward(6060, port);
  const notices: string[] = [];
  const kubernetes = { kubectl: kubectl.path, onNotice: (line: string) => void notices.push(line) };
  assert.deepEqual(Buffer.from(await readSource("k8s://shop/pod/web-1", { kubernetes })), PROFILE);
  assert.deepEqual(notices, ["pod web-1 serves pprof on port 6060; --port 6060 saves the search"]);
  // 9996 is no pprof, 8086 is closed, 6060 is asked twice: once to find it.
  await assertGone(kubectl, 4);
});

test("a user's credentials go to no port that is only tried", async () => {
  const tried = await serve((_, response) => response.end("<html>"));
  const right = await serve((request, response) => {
    if (request.headers.authorization !== "Bearer secret") response.writeHead(401).end();
    else answerProfile(response);
  });
  const kubectl = clusterOf(9996, tried.port);
  kubectl.forward(6060, right.port);
  const http = { headers: [["Authorization", "Bearer secret"]] as const };
  assert.deepEqual(Buffer.from(await read(kubectl, "k8s://shop/pod/web-1", { http })), PROFILE);
  assert.deepEqual(
    tried.requests.map(({ headers }) => headers.authorization),
    [undefined],
  );
});

test("a port that nothing listens to is said to be one, in kubectl's words, without trying again", async () => {
  const kubectl = clusterOf(9996, undefined);
  const error = await failureOf(read(kubectl));
  assert.equal(error.code, "forward-refused");
  assert.match(error.message, /^nothing listens on port 9996 of pod web-1: kubectl: an error occurred forwarding/);
  await assertGone(kubectl, 1);
});

test("a forward that is killed during a download is opened again", async () => {
  const kubectl = stubKubectl();
  kubectl.answer("pod-web-1", podObject());
  let asked = 0;
  const { port } = await serve((_, response) => {
    asked += 1;
    if (asked > 1) return void answerProfile(response);
    response.writeHead(200, { "content-length": PROFILE.length });
    response.write(PROFILE.subarray(0, 20));
    setTimeout(() => process.kill(kubectl.forwards()[0] as number, "SIGKILL"), 50);
  });
  kubectl.forward(9996, port);
  const notices: string[] = [];
  const kubernetes = { kubectl: kubectl.path, onNotice: (line: string) => void notices.push(line) };
  assert.deepEqual(Buffer.from(await readSource("k8s://shop/pod/web-1:9996", { kubernetes })), PROFILE);
  assert.match(notices[0] ?? "", /^the forward to port 9996 of pod web-1 broke: .*; opening the forward again$/);
  await assertGone(kubectl, 2);
});

test("an answer that is an error of the process is not asked for again", async () => {
  const { port, requests } = await serve((_, response) => response.writeHead(404).end("404 page not found"));
  const kubectl = clusterOf(9996, port);
  const error = await failureOf(read(kubectl));
  assert.deepEqual([error.code, error.status, requests.length], ["http", 404, 1]);
  await assertGone(kubectl, 1);
});

test("giving up ends a download and its forward", async () => {
  const { port } = await serve(() => {});
  const kubectl = clusterOf(9996, port);
  await assert.rejects(read(kubectl, undefined, { signal: onceStarted(kubectl) }));
  await assertGone(kubectl, 1);
});

test("a server that does not answer in time ends the forward with it", async () => {
  const { port } = await serve(() => {});
  const kubectl = clusterOf(9996, port);
  const error = await failureOf(read(kubectl, undefined, { http: { timeout: 0.3 } }));
  assert.equal(error.code, "timeout");
  await assertGone(kubectl, 1);
});

test("giving up while kubectl has not said that it listens ends it too", async () => {
  const kubectl = clusterOf(9996, await closedPort());
  kubectl.behave("mute");
  await assert.rejects(openPortForward("web-1", 9996, { kubectl: kubectl.path }, onceStarted(kubectl)));
  await assertGone(kubectl, 1);
});

test("kubectl that never says that it listens is given up after the time of a request", async () => {
  const kubectl = clusterOf(9996, await closedPort());
  kubectl.behave("mute");
  const settings = { kubectl: kubectl.path, timeoutMs: 2_000 };
  assert.match((await failureOf(openPortForward("web-1", 9996, settings))).message, /no forward within 2 s/);
  await assertGone(kubectl, 1);
});

test("a kubectl that ignores SIGTERM is killed", async () => {
  const { port } = await serve((_, response) => answerProfile(response));
  const kubectl = clusterOf(9996, port);
  kubectl.behave("deaf");
  await read(kubectl);
  await assertGone(kubectl, 1);
});

for (const signal of ["SIGTERM", "SIGINT", "SIGHUP", "SIGKILL"] as const) {
  test(`the forward ends when this program is ended by ${signal}`, async () => {
    const { port } = await serve(() => {});
    const kubectl = clusterOf(9996, port);
    const module = fileURLToPath(new URL("../../../src/fetch/index.ts", import.meta.url));
    const code = `import(${JSON.stringify(module)}).then(({ readSource }) => readSource("k8s://shop/pod/web-1:9996", { kubernetes: { kubectl: ${JSON.stringify(kubectl.path)} } }))`;
    const child = spawn(process.execPath, ["--import", "tsx", "-e", code], { stdio: "ignore" });
    for (let waited = 0; kubectl.forwards().length === 0 && waited < 100; waited++) await sleep(100);
    await sleep(300);
    assert.deepEqual(kubectl.forwards().map(isAlive), [true]);
    child.kill(signal);
    await once(child, "exit");
    await assertGone(kubectl, 1);
  });
}

test("a kubectl that is not there is named", async () => {
  const error = await failureOf(readSource("k8s://shop/pod/web-1", { kubernetes: { kubectl: "/nowhere/kubectl" } }));
  assert.deepEqual([error.code, error.message], ["kubectl-missing", "/nowhere/kubectl is not there"]);
});

test("deployments and services lead to the pods of their selectors, a service's port to its target", async () => {
  const { port } = await serve((_, response) => answerProfile(response));
  const kubectl = clusterOf(9996, port);
  kubectl.answer("pods", { items: [podObject()] });
  kubectl.answer("deployment-web", {
    spec: {
      selector: {
        matchLabels: { app: "web" },
        matchExpressions: [{ key: "tier", operator: "In", values: ["a", "b"] }],
      },
    },
  });
  kubectl.answer("service-web", {
    spec: { selector: { app: "web" }, ports: [{ name: "debug", port: 80, targetPort: "admin-http" }] },
  });
  for (const source of ["deploy/web:9996", "svc/web:80", "svc/web:debug", "svc/web:9996", "deploy/web:admin-http"]) {
    assert.deepEqual(Buffer.from(await read(kubectl, `k8s://shop/${source}`)), PROFILE, source);
  }
  const error = await failureOf(read(kubectl, "k8s://shop/svc/web:nosuch"));
  assert.deepEqual(
    [error.code, error.message],
    ["no-pprof-port", "pod web-1 has no port named nosuch; it has grpc (8086), admin-http (9996)"],
  );
});

test("a kubectl that hangs, deaf and with a child of its own, keeps nobody when it is given up", async () => {
  const folder = mkdtempSync(join(tmpdir(), "heapblame-deaf-"));
  const program = join(folder, "kubectl");
  writeFileSync(program, "#!/bin/sh\ntrap '' TERM INT\nsleep 60\n", { mode: 0o755 });
  const script = `
    import { runKubectl } from "./src/fetch/kubernetes/kubectl.ts";
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 500);
    await runKubectl(["get", "pods"], { kubectl: ${JSON.stringify(program)} }, stop.signal).catch(() => {});
  `;
  const words = ["--import", "tsx", "--input-type=module", "-e", script];
  const { status } = spawnSync(process.execPath, words, { timeout: 30_000 });
  assert.equal(status, 0);
  rmSync(folder, { recursive: true });
});

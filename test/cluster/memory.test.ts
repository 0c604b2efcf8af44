/** A large profile through a real forward: it streams to disk, in memory that does not grow with it. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { NODE } from "./bootstrap.ts";
import { assertNoForward, start, workFolder } from "./program.ts";
import { controlPlane } from "./shared.ts";

const folder = workFolder("memory");
const MIB = 1 << 20;
const bodies = new Map(
  [30, 150].map((size) => [`/debug/pprof/${size}`, gzipSync(randomBytes(size * MIB), { level: 0 })]),
);

const server = createServer(({ url = "" }, response) => void response.end(bodies.get(url) ?? ""));
server.listen(0, "127.0.0.1");
after(() => server.close());

test("150 MiB through a forward take hardly more memory than 30 MiB", async () => {
  const plane = await controlPlane();
  const { port } = server.address() as AddressInfo;
  const container = { name: "web", image: "example.com/web:1", ports: [{ containerPort: 6060 }] };
  await plane.apply([
    {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { namespace: "linkerd", name: "large", labels: { app: "large" } },
      spec: { nodeName: NODE, terminationGracePeriodSeconds: 0, containers: [container] },
    },
    {
      apiVersion: "kwok.x-k8s.io/v1alpha1",
      kind: "PortForward",
      metadata: { namespace: "linkerd", name: "large" },
      spec: { forwards: [{ ports: [6060], target: { address: "127.0.0.1", port } }] },
    },
  ]);
  const waited = await plane.kubectl(["-n", "linkerd", "wait", "--for=condition=Ready", "pod/large", "--timeout=60s"]);
  assert.equal(waited.code, 0, waited.stderr);
  const peaks: number[] = [];
  for (const [path, body] of bodies) {
    const { child, ended } = start(plane, ["fetch", `k8s://linkerd/pod/large:6060${path}`, "-o", "heap.out"], folder);
    let peak = 0;
    const look = setInterval(() => {
      const status = `/proc/${child.pid}/status`;
      if (existsSync(status)) peak = Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(status, "utf8"))?.[1] ?? peak);
    }, 2);
    const { code, stderr } = await ended;
    clearInterval(look);
    assert.equal(code, 0, stderr);
    assert.equal(statSync(join(folder, "heap.out")).size, body.length);
    peaks.push(peak / 1024);
  }
  await assertNoForward();
  const [small = 0, large = 0] = peaks;
  assert.ok(small > 20, "the process was not seen");
  assert.ok(large - small < 30, `${small.toFixed(1)} MiB for 30 MiB, ${large.toFixed(1)} MiB for 150 MiB`);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith("heap")),
    ["heap.out"],
  );
});

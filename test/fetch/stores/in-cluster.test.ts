/** A server inside a cluster: reached through a forward of kubectl's, one for all requests. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { openStore } from "../../../src/fetch/stores/open.ts";
import { loadProfiles } from "../../../src/load.ts";
import { encodeProfile } from "../../../src/profile/codec/encode.ts";
import { heapProfile } from "../../blame/heap-buckets.ts";
import { isAlive, podObject, stubKubectl } from "../stub-kubectl.ts";
import { serveProfiles } from "./stand-in.ts";

const DAY = 86_400_000_000_000n;
const START = BigInt(Date.UTC(2026, 7, 17)) * 1_000_000n;

test("many states at once come through one forward and one gate", async () => {
  const server = await serveProfiles();
  const bucket = { stack: "main.main;main.keep", size: 2 ** 20, inuse: 3, alloc: 9 };
  for (let hour = 0; hour < 12; hour++) {
    const timeNanos = START + (BigInt(hour) * DAY) / 24n;
    server.push({ pod: "a" }, encodeProfile(heapProfile([bucket], { timeNanos })));
  }
  const kubectl = stubKubectl();
  kubectl.answer("service-store", { spec: { selector: { app: "web" }, ports: [{ port: 80, targetPort: 9996 }] } });
  kubectl.answer("pods", { items: [podObject()] });
  kubectl.forward(9996, server.port);
  const hours = Array.from({ length: 12 }, (_, hour) => String(hour).padStart(2, "0"));
  const sources = hours.map((hour) => `k8s://shop/svc/store:80/parca://?at=2026-08-17T${hour}:00`);
  const options = { http: {}, kubernetes: { kubectl: kubectl.path } };
  assert.equal((await loadProfiles(sources, options)).length, 12);
  assert.equal(kubectl.forwards().length, 1);
  assert.ok(server.mostAtOnce() <= 8, `${server.mostAtOnce()} at once`);
  for (let waited = 0; kubectl.forwards().some(isAlive) && waited < 50; waited++) await sleep(100);
  assert.deepEqual(kubectl.forwards().filter(isAlive), []);
});

for (const kind of ["parca", "pyroscope"] as const) {
  test(`${kind} in a cluster: days are asked for at once, through one forward, which ends`, async () => {
    const server = await serveProfiles();
    for (const day of [0n, 1n, 2n, 3n]) {
      const bucket = { stack: "main.main;main.keep", size: 2 ** 20, inuse: 3, alloc: 9 };
      server.push({ pod: "a" }, encodeProfile(heapProfile([bucket], { timeNanos: START + day * DAY })));
    }
    const kubectl = stubKubectl();
    kubectl.answer("service-store", { spec: { selector: { app: "web" }, ports: [{ port: 80, targetPort: 9996 }] } });
    kubectl.answer("pods", { items: [podObject()] });
    kubectl.forward(9996, server.port);
    const source = `k8s://shop/svc/store:80/${kind}://`;
    const store = await openStore(source, { kubernetes: { kubectl: kubectl.path } });
    try {
      const { series } = await store.list("inuse_space", "{}", { from: START, to: START + 4n * DAY });
      assert.equal(series[0]?.points.length, 4);
    } finally {
      await store.close();
    }
    const pids = kubectl.forwards();
    assert.equal(pids.length, 1);
    for (let waited = 0; pids.some(isAlive) && waited < 50; waited++) await sleep(100);
    assert.deepEqual(pids.filter(isAlive), []);
  });
}

/** `heapblame fetch` and sources of the form k8s://... against a real API server, through the real kubectl. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import type { ControlPlane } from "./control-plane.ts";
import { assertNoForward, type Ended, forwards, heapblame, start, until, workFolder } from "./program.ts";
import { controlPlane } from "./shared.ts";
import { deployment, pod, processPod, service, statefulSet } from "./workloads.ts";

const folder = workFolder("fetch");

let set: Promise<ControlPlane> | undefined;

/** Two deployments of one name in two namespaces, a service in front of one, a pod and a stateful set. */
function scene(): Promise<ControlPlane> {
  set ??= (async () => {
    const plane = await controlPlane();
    await plane.apply([
      deployment("linkerd", "fetched", processPod("fetched"), 2),
      deployment("emojivoto", "fetched", processPod("fetched")),
      service("linkerd", "fetched", "fetched", 80, "admin-http"),
      statefulSet("linkerd", "fetched", processPod("fetched-set")),
      pod("linkerd", "fetched", processPod("fetched-pod")),
    ]);
    for (const label of ["fetched", "fetched-set", "fetched-pod"]) {
      for (const namespace of label === "fetched" ? ["linkerd", "emojivoto"] : ["linkerd"]) {
        const words = ["-n", namespace, "wait", "--for=condition=Ready", "pod", `-lapp=${label}`, "--timeout=60s"];
        let waited = await plane.kubectl(words);
        // Pods of a workload come a moment after it.
        for (let tries = 0; waited.code !== 0 && tries < 20; tries++) waited = await plane.kubectl(words);
        assert.equal(waited.code, 0, waited.stderr);
      }
    }
    return plane;
  })();
  return set;
}

function assertProfile(file: string): void {
  assert.ok(gunzipSync(readFileSync(file)).includes("runtime.main"));
}

const sources: readonly (readonly [what: string, words: readonly string[], from: RegExp])[] = [
  ["a pod", ["-n", "linkerd", "pod/fetched"], /k8s:\/\/linkerd\/pod\/fetched:9996/],
  ["a pod by its bare name", ["-n", "linkerd", "fetched"], /k8s:\/\/linkerd\/pod\/fetched:9996/],
  ["a deployment", ["-n", "linkerd", "deploy/fetched"], /k8s:\/\/linkerd\/pod\/fetched-[a-z0-9]+-[a-z0-9]+:9996/],
  ["a deployment of another namespace", ["-n", "emojivoto", "deploy/fetched"], /k8s:\/\/emojivoto\/pod\/fetched-/],
  ["a stateful set", ["-n", "linkerd", "sts/fetched"], /k8s:\/\/linkerd\/pod\/fetched-0:9996/],
];

for (const [what, words, from] of sources) {
  test(`fetch takes the heap of ${what}`, async () => {
    const plane = await scene();
    const { code, stderr } = await heapblame(plane, ["fetch", ...words, "--port", "9996", "-o", "heap.out"], folder);
    assert.equal(code, 0, stderr);
    assert.match(stderr, from);
    assertProfile(join(folder, "heap.out"));
  });
}

test("a service's port leads to its target, by number, by name and as the pod's own", async () => {
  const plane = await scene();
  for (const port of ["80", "admin-http", "9996"]) {
    const words = ["fetch", "-n", "linkerd", "svc/fetched", "--port", port, "-o", `service-${port}.out`];
    const { code, stderr } = await heapblame(plane, words, folder);
    assert.equal(code, 0, stderr);
    assertProfile(join(folder, `service-${port}.out`));
  }
});

test("without a port the one that serves pprof is found, and said", async () => {
  const plane = await scene();
  const { code, stderr } = await heapblame(
    plane,
    ["fetch", "-n", "linkerd", "deploy/fetched", "-o", "found.out"],
    folder,
  );
  assert.equal(code, 0);
  assert.match(stderr, /^heapblame: pod fetched-\S+ serves pprof on port 9996; --port 9996 saves the search$/m);
});

test("a selector's pods are fetched each by itself", async () => {
  const plane = await scene();
  const { code, stderr } = await heapblame(
    plane,
    ["fetch", "-n", "linkerd", "-l", "app=fetched", "--port", "9996", "-o", "replicas"],
    folder,
  );
  assert.equal(code, 0, stderr);
  const files = readdirSync(join(folder, "replicas"));
  assert.equal(files.length, 2);
  for (const file of files) {
    assert.match(file, /^fetched-[a-z0-9]+-[a-z0-9]+\.pb\.gz$/);
    assertProfile(join(folder, "replicas", file));
  }
});

test("a pod is a source wherever a file is, what it gave is kept, and a context goes before the namespace", async () => {
  const plane = await scene();
  await heapblame(plane, ["fetch", "-n", "linkerd", "fetched", "--port", "9996", "-o", "before.out"], folder);
  const outputs: readonly (readonly [words: readonly string[], shown: RegExp])[] = [
    [
      ["diff", "before.out", "k8s://linkerd/pod/fetched:9996"],
      /^([+-][\d.]+ \w+ live heap|Live heap did not|base and current show the same heap)/,
    ],
    [
      ["diff", "before.out", "k8s://admin/linkerd/pod/fetched:9996"],
      /^([+-][\d.]+ \w+ live heap|Live heap did not|base and current show the same heap)/,
    ],
    [["-top", "k8s://linkerd/pod/fetched:9996"], /^File: destination\n[\s\S]*Type: inuse_space/],
    [["top", "k8s://linkerd/pod/fetched:9996/debug/pprof/allocs"], /Type: alloc_space/],
    [
      [
        "goroutines",
        "k8s://linkerd/pod/fetched:9996/debug/pprof/goroutine",
        "k8s://linkerd/pod/fetched:9996/debug/pprof/goroutine",
      ],
      /^goroutines: \d+ -> \d+/m,
    ],
  ];
  for (const [words, shown] of outputs) {
    const { code, stdout, stderr } = await heapblame(plane, words, folder);
    assert.equal(code, 0, `${words.join(" ")}: ${stderr}`);
    assert.match(stdout, shown, words.join(" "));
  }
  const kept = readdirSync(join(folder, "pprof"));
  assert.ok(kept.includes("heapblame.linkerd-pod-fetched-9996.001.pb.gz"), kept.join(" "));
  assert.ok(
    kept.some((name) =>
      /^pprof\.destination\.alloc_objects\.alloc_space\.inuse_objects\.inuse_space\.001\.pb\.gz$/.test(name),
    ),
    kept.join(" "),
  );
});

const refusals: readonly (readonly [what: string, words: readonly string[], message: RegExp])[] = [
  [
    "a name that is not there",
    ["-n", "linkerd", "deploy/nope"],
    /^heapblame: deploy\/nope: kubectl: .*deployments\.apps "nope" not found; check the name/,
  ],
  ["a namespace that is not there", ["-n", "nope", "pod/x"], /namespaces "nope" not found|pods "x" not found/],
  ["a context that is not there", ["--context", "nope", "-n", "linkerd", "fetched"], /context "nope" does not exist/],
  ["a selector of nothing", ["-n", "linkerd", "-l", "app=nope"], /there is no pod for .*app=nope/],
  [
    "a port nobody listens on",
    ["-n", "linkerd", "fetched", "--port", "4000"],
    /nothing listens on port 4000 of pod fetched: kubectl: .*connection refused; check --port/,
  ],
  ["a port without pprof behind its path", ["k8s://linkerd/pod/fetched:9996/nope"], /404.*; check the path/],
  [
    "a user who may not forward",
    ["--context", "viewer", "-n", "linkerd", "fetched", "--port", "9996"],
    /cannot create resource "pods\/portforward".*kubectl auth can-i create pods\/portforward/,
  ],
  ["a user who may not read pods", ["--context", "nobody", "-n", "linkerd", "fetched"], /cannot get resource "pods"/],
  [
    "a cluster that is not there",
    ["--kubeconfig", "/dev/null", "-n", "linkerd", "fetched"],
    /was refused.*check the cluster/,
  ],
];

for (const [what, words, message] of refusals) {
  test(`${what} is refused in kubectl's words, with what to do`, async () => {
    const plane = await scene();
    const { code, stdout, stderr } = await heapblame(plane, ["fetch", ...words, "-o", "refused.out"], folder);
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, message);
    assert.equal(stderr.trimEnd().split("\n").length, 1, stderr);
    assert.ok(!existsSync(join(folder, "refused.out")));
  });
}

test("a pod that does not run is said to be one", async () => {
  const plane = await scene();
  const { metadata, spec } = processPod("pending");
  await plane.apply(pod("linkerd", "pending", { metadata, spec: { ...spec, nodeName: null } }));
  const { code, stderr } = await heapblame(plane, ["fetch", "-n", "linkerd", "pending", "-o", "refused.out"], folder);
  assert.equal(code, 2);
  assert.match(stderr, /no pod of pod\/pending is running: pending is Pending; kubectl get pods and kubectl describe/);
});

/** A request that takes some seconds, and what happens meanwhile. */
async function during(name: string, seconds: number, happens: (plane: ControlPlane) => Promise<void>): Promise<Ended> {
  const plane = await scene();
  await plane.apply(pod("linkerd", name, processPod(name)));
  const ready = await plane.kubectl(["-n", "linkerd", "wait", "--for=condition=Ready", `pod/${name}`, "--timeout=60s"]);
  assert.equal(ready.code, 0, ready.stderr);
  const source = `k8s://linkerd/pod/${name}:9996/debug/pprof/heap?seconds=${seconds}`;
  const { ended } = start(plane, ["fetch", source, "--request-timeout", "12s", "-o", `${name}.out`], folder);
  await until("a forward", () => forwards().length === 1);
  await sleep(1500);
  await happens(plane);
  const result = await ended;
  await assertNoForward();
  return result;
}

test("a forward that is killed in the middle of a download is opened again, and the download made again", async () => {
  const { code, stderr } = await during("cut-off", 4, async () => {
    process.kill(forwards()[0] as number, "SIGKILL");
  });
  assert.equal(code, 0, stderr);
  assert.match(stderr, /^heapblame: the forward to port 9996 of pod cut-off broke: .*; opening the forward again$/m);
  // A delta of a process that does nothing has no samples.
  assert.ok(gunzipSync(readFileSync(join(folder, "cut-off.out"))).includes("inuse_space"));
});

test("a pod that is deleted in the middle of a download leaves no file, and a line that says so", async () => {
  const { code, stderr } = await during("deleted", 30, async (plane) => {
    await plane.kubectl(["-n", "linkerd", "delete", "pod", "deleted", "--wait=false"]);
  });
  assert.equal(code, 2);
  // KWOK leaves the forward open when what it leads to is gone; a kubelet closes it.
  assert.match(stderr, /^heapblame: .*(pods "deleted" not found|pod deleted broke|no whole answer within 12 s)/m);
  assert.doesNotMatch(stderr, /bug in heapblame/);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith("deleted")),
    [],
  );
});

/** The limit of each pod, by whatever says one, and what says it: options, a file of pods, captures, the cluster, labels, GOMEMLIMIT. */
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { FleetReport } from "../../../src/index.ts";
import { encodeProfile } from "../../../src/profile/codec/encode.ts";
import { heapProfile } from "../../blame/heap-buckets.ts";
import { serveProfiles } from "../../fetch/stores/stand-in.ts";
import { podObject, stubKubectl } from "../../fetch/stub-kubectl.ts";
import { validatorOf } from "../json-schemas.ts";
import { runCli, type Surroundings } from "../run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "heapblame-limits-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const START = BigInt(Date.UTC(2026, 7, 17)) * 1_000_000n;
const HOUR = 3_600_000_000_000n;
const WINDOW = ["--from", "2026-08-17T00:00", "--to", "2026-08-17T12:00"];
const MIB = 2 ** 20;

function profileAt(hour: bigint): Uint8Array {
  const bucket = { stack: "main.main;main.keep", size: MIB, inuse: 30 + 5 * Number(hour), alloc: 400 };
  return encodeProfile(heapProfile([bucket], { timeNanos: START + hour * HOUR }));
}

/** A directory a pod, and nothing that says a limit. */
function podsOnDisk(...names: readonly string[]): string {
  const root = mkdtempSync(join(folder, "pods-"));
  for (const name of names) {
    mkdirSync(join(root, name));
    for (let hour = 0n; hour < 10n; hour++) writeFileSync(join(root, name, `${hour}.pb`), profileAt(hour));
  }
  return root;
}

/** As kubectl prints it; null: the container has no limit. */
function podItem(name: string, limit: string | null, namespace = "shop", gomemlimit?: string): object {
  return {
    metadata: { name, namespace },
    spec: {
      nodeName: "node-7",
      containers: [
        {
          name: "web",
          resources: limit === null ? {} : { limits: { memory: limit } },
          ...(gomemlimit === undefined ? {} : { env: [{ name: "GOMEMLIMIT", value: gomemlimit }] }),
        },
      ],
    },
  };
}

type Limits = Readonly<Record<string, readonly [bytes: number | null, from: string | null]>>;

async function fleetOf(args: readonly string[], around: Surroundings = {}): Promise<FleetReport> {
  const { code, stdout, stderr } = await runCli(["fleet", ...args, "-f", "json"], { cwd: folder, ...around });
  assert.equal(code, 0, stderr);
  const report = JSON.parse(stdout) as FleetReport;
  const isValid = validatorOf("fleet");
  assert.ok(isValid(report), JSON.stringify(isValid.errors));
  return report;
}

function limitsOf({ pods }: FleetReport): Limits {
  const rows = [...pods].sort((a, b) => (a.name < b.name ? -1 : 1));
  return Object.fromEntries(rows.map(({ name, limitBytes, limitFrom }) => [name, [limitBytes, limitFrom]]));
}

test("options: one pod, those of a pattern, and all others; time to the limit follows", async () => {
  const root = podsOnDisk("batch-0", "web-0", "web-1");
  const report = await fleetOf([root, "--limit", "250Mi", "--limit-of", "web-1=1Gi", "--limit-of", "web-*=512Mi"]);
  assert.deepEqual(limitsOf(report), {
    "batch-0": [250 * MIB, "option"],
    "web-0": [512 * MIB, "pod-option"],
    "web-1": [1024 * MIB, "pod-option"],
  });
  const hours = new Map(report.pods.map(({ name, hoursToLimit }) => [name, hoursToLimit?.expected ?? 0]));
  assert.ok((hours.get("batch-0") ?? 0) > 1 && (hours.get("batch-0") ?? 0) < (hours.get("web-0") ?? 0));
  const none = await fleetOf([root]);
  assert.deepEqual(limitsOf(none)["web-0"], [null, null]);
  assert.deepEqual(none.limits, [{ from: null, pods: 3, without: 0 }]);
});

test("a file of pods: limits, none, nodes; the option for all is for those that it does not know", async () => {
  const root = podsOnDisk("web-0", "web-1", "web-2", "web-3");
  const items = [
    podItem("web-0", "300Mi"),
    podItem("web-1", null),
    podItem("web-2", null, "shop", "200MiB"),
    podItem("other", "1Gi"),
  ];
  writeFileSync(join(folder, "pods.json"), JSON.stringify({ kind: "List", items }));
  const known = await fleetOf([root, "--pods", "pods.json", "--limit", "100Mi"]);
  assert.deepEqual(limitsOf(known), {
    "web-0": [300 * MIB, "pods-file"],
    "web-1": [null, "pods-file"],
    "web-2": [100 * MIB, "option"],
    "web-3": [100 * MIB, "option"],
  });
  const [node] = known.pods.filter(({ name }) => name === "web-0").map((pod) => pod.node);
  assert.equal(node, "node-7");
  const soft = await fleetOf([root, "--pods", "-"], { stdin: readFileSync(join(folder, "pods.json")) });
  assert.deepEqual(limitsOf(soft)["web-2"], [200 * MIB, "gomemlimit"]);
  const { stdout } = await runCli(["fleet", root, "--pods", "pods.json"], { cwd: folder });
  assert.match(stdout, /limit +limit in/);
  assert.match(stdout, /GOMEMLIMIT 200\.00 MiB/);
  assert.match(stdout, / none .*web-1/);
  assert.match(stdout, / not known .*web-3/);
  assert.match(
    stdout.replace(/\s+/g, " "),
    /Limits: of 2 pods by the file of --pods, which says of 1 that there is none; of 1 pod by GOMEMLIMIT, which is not the container's; of 1 pod not known\./,
  );
});

test("pods of one name in two namespaces, and a pod of several containers, are told apart or are not known", async () => {
  const server = await serveProfiles();
  const series: readonly Readonly<Record<string, string>>[] = [
    { pod: "web-0", namespace: "a", container: "web" },
    { pod: "web-0", namespace: "b", container: "web" },
    { pod: "two-0", namespace: "a" },
    { pod: "two-1", namespace: "a", container: "side" },
  ];
  for (const labels of series) for (let hour = 0n; hour < 4n; hour++) server.push(labels, profileAt(hour));
  const twoContainers = (name: string): object => ({
    metadata: { name, namespace: "a" },
    spec: {
      containers: [
        { name: "main", resources: { limits: { memory: "1Gi" } } },
        { name: "side", resources: { limits: { memory: "64Mi" } } },
      ],
    },
  });
  const items = [
    podItem("web-0", "300Mi", "a"),
    podItem("web-0", "400Mi", "b"),
    twoContainers("two-0"),
    twoContainers("two-1"),
  ];
  writeFileSync(join(folder, "two.json"), JSON.stringify({ items }));
  const report = await fleetOf([`parca://${server.host}`, ...WINDOW, "--pods", "two.json"]);
  assert.deepEqual(Object.values(limitsOf(report)).sort(), [
    [null, null],
    [300 * MIB, "pods-file"],
    [400 * MIB, "pods-file"],
    [64 * MIB, "pods-file"],
  ]);
});

test("a label of the series, where it is a quantity", async () => {
  const server = await serveProfiles();
  for (let hour = 0n; hour < 4n; hour++) {
    server.push({ pod: "web-0", memory_limit: "256Mi" }, profileAt(hour));
    server.push({ pod: "web-1", memory_limit: "plenty" }, profileAt(hour));
    server.push({ pod: "web-2", container_memory_limit_bytes: "268435456" }, profileAt(hour));
  }
  for (const kind of ["parca", "pyroscope"]) {
    assert.deepEqual(limitsOf(await fleetOf([`${kind}://${server.host}`, ...WINDOW])), {
      "web-0": [256 * MIB, "label"],
      "web-1": [null, null],
      "web-2": [256 * MIB, "label"],
    });
  }
});

test("the cluster that the server is in is asked; what it refuses is said, and nothing else is lost", async () => {
  const server = await serveProfiles();
  for (let hour = 0n; hour < 4n; hour++) server.push({ pod: "web-1", namespace: "shop" }, profileAt(hour));
  const kubectl = stubKubectl();
  kubectl.answer("service-store", { spec: { selector: { app: "web" }, ports: [{ port: 80, targetPort: 9996 }] } });
  kubectl.answer("pods", { items: [podObject()] });
  kubectl.forward(9996, server.port);
  const args = ["k8s://infra/svc/store:80/parca://", ...WINDOW, "--kubectl", kubectl.path];
  const refused = await fleetOf(args);
  assert.deepEqual(limitsOf(refused), { "web-1": [null, null] });
  assert.match(refused.missing.join(), /^limits by the cluster, of namespace shop: .*NotFound/);
  kubectl.answer("pods--o", { items: [podObject()] });
  const asked = await fleetOf(args);
  assert.deepEqual([limitsOf(asked), asked.missing], [{ "web-1": [250 * MIB, "cluster"] }, []]);
  assert.equal(asked.pods[0]?.node, "node-1");
  assert.deepEqual(limitsOf(await fleetOf([...args, "--limit-of", "web-1=1Gi"])), {
    "web-1": [1024 * MIB, "pod-option"],
  });
});

const captured = fileURLToPath(new URL("../../../fixtures/cluster/linkerd-destination", import.meta.url));

test("a capture says its pod, its node and its limit; where it knows none, GOMEMLIMIT", async () => {
  const [pod = ""] = /linkerd-destination-[-a-z0-9]+/.exec(readFileSync(join(captured, "manifest.json"), "utf8")) ?? [];
  const whole = await fleetOf([captured]);
  assert.deepEqual([limitsOf(whole), whole.missing], [{ [pod]: [250 * MIB, "manifest"] }, []]);
  assert.equal(whole.pods[0]?.node, "node-1");
  const root = mkdtempSync(join(folder, "captures-"));
  for (const name of ["a", "b"]) cpSync(captured, join(root, name), { recursive: true });
  const text = readFileSync(join(captured, "manifest.json"), "utf8");
  const renamed = text.replaceAll(pod, "other-0").replace('"memoryLimit": "250Mi"', '"memoryLimit": null');
  writeFileSync(join(root, "b", "manifest.json"), renamed);
  assert.deepEqual(limitsOf(await fleetOf([root])), {
    [pod]: [250 * MIB, "manifest"],
    "other-0": [200 * MIB, "gomemlimit"],
  });
  writeFileSync(join(root, "b", "manifest.json"), "{");
  const broken = await fleetOf([root]);
  assert.deepEqual(Object.keys(limitsOf(broken)).sort(), ["a", "b"]);
  const { stderr } = await runCli(["fleet", root], { cwd: folder });
  assert.match(stderr, /^heapblame: \S+\/b\/manifest\.json is no JSON; so each folder is taken for a pod$/m);
});

test("what is no limit, no file of pods, and nothing to read is said", async () => {
  const root = podsOnDisk("web-0");
  writeFileSync(join(folder, "not.json"), "kind: List");
  writeFileSync(join(folder, "else.json"), JSON.stringify({ items: [{ kind: "Node", metadata: { name: "n" } }] }));
  for (const [wanted, ...args] of [
    [/--limit-of web-0: give a pod and its limit, as in web-0=512Mi/, "--limit-of", "web-0"],
    [/--limit-of web-0=lots: give a pod/, "--limit-of", "web-0=lots"],
    [/--pods not\.json: give what kubectl get pods -o json prints; this is no JSON/, "--pods", "not.json"],
    [/--pods else\.json: .*; in it is something else/, "--pods", "else.json"],
    [/gone\.json/, "--pods", "gone.json"],
  ] as const) {
    const { code, stderr, stdout } = await runCli(["fleet", root, ...args], { cwd: folder });
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, wanted);
  }
});

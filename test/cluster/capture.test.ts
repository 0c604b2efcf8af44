/** `heapblame capture` against a real API server: the whole of linkerd2#9947 in one command, and what happens to pods meanwhile. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Manifest } from "../../src/fetch/manifest/manifest.ts";
import { buildDestination } from "./binaries.ts";
import type { ControlPlane } from "./control-plane.ts";
import { ROLL_OUT_EMOJIVOTO, setScene, WAIT_FOR_EMOJIVOTO } from "./emojivoto.ts";
import { assertNoForward, forwards, heapblame, start, until, workFolder } from "./program.ts";
import { controlPlane } from "./shared.ts";
import { deployment, pod, processPod } from "./workloads.ts";

const folder = workFolder("capture");

function manifestOf(directory: string): Manifest {
  return JSON.parse(readFileSync(join(folder, directory, "manifest.json"), "utf8"));
}

const snapshotsIn = (directory: string): number =>
  existsSync(join(folder, directory, "manifest.json")) ? manifestOf(directory).snapshots.length : 0;

async function ready(plane: ControlPlane, name: string): Promise<void> {
  const { code, stderr } = await plane.kubectl([
    "-n",
    "linkerd",
    "wait",
    "--for=condition=Ready",
    `pod/${name}`,
    "--timeout=60s",
  ]);
  assert.equal(code, 0, stderr);
}

test("the original scenario: rollouts of emojivoto, and the decoder on top that holds nothing", async () => {
  const plane = await controlPlane();
  await setScene(plane);
  const words = ["capture", "-n", "linkerd", "deploy/linkerd-destination", "--port", "9996"];
  const during = ["--during", `${ROLL_OUT_EMOJIVOTO} && ${WAIT_FOR_EMOJIVOTO}`, "--iterations", "3", "--count", "4"];
  const held = ["--heap-dump", "/debug/heapdump", "--binary", await buildDestination()];
  const { code, stdout, stderr } = await heapblame(
    plane,
    [...words, ...during, ...held, "--settle", "2s", "-o", "scenario"],
    folder,
  );
  assert.equal(code, 0, stderr);
  const text = stdout.replace(/\s+/g, " ");
  assert.match(text, /\+\d+\.\d MiB live heap/);
  assert.match(text, /allocated (?:while )?decoding[\s\S]* watch\.\(\*StreamWatcher\)\.receive/);
  assert.match(text, /Allocator, not holder/);
  assert.match(
    text,
    /\d+\.\d+ MiB (?:of the growth \(of \d+\.\d+ MiB|more \(.{1,30}), exact, by heap dumps\) is held by the keys of the map `subscriptions` of `destination\.ServerWatcher` \(`map\[podPort\]\[\]ServerUpdateListener`\), and by nothing else: \d+ of the \d+ sampled objects of `watch\.\(\*StreamWatcher\)\.receive` that are alive lie behind it/,
  );
  assert.match(text, /Goroutines do not pile up/);
  assert.match(text, /memory limit 250Mi, request 50Mi, .*GOGC 100, GOMEMLIMIT 200MiB/);
  assert.match(text, /kubectl -n linkerd set env deployment\/linkerd-destination -c destination GOMEMLIMIT=\d+MiB/);

  const json = await heapblame(plane, ["scenario", "-f", "json"], folder);
  const report = JSON.parse(json.stdout);
  // What decodes the pods may weigh a little more: a list decodes some too. Where it starts is what the original report named.
  const receive = "k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive";
  assert.equal(report.suspects[0].entry, receive);
  assert.equal(report.suspects[0].role, "decoder");
  const { deltaCum } = report.functions.find(({ name }: { name: string }) => name === receive);
  assert.ok(deltaCum > 0.75 * report.totals.net, `${deltaCum} of ${report.totals.net}`);

  const { snapshots, processes, source, during: command } = manifestOf("scenario");
  assert.equal(source, "linkerd/deploy/linkerd-destination");
  assert.deepEqual(command, { command: during[1], iterations: 3 });
  assert.deepEqual(
    snapshots.map(({ iterations }) => iterations),
    [0, 1, 2, 3],
  );
  assert.equal(processes.length, 1);
  const [{ pod: record, container, program }] = processes as [Manifest["processes"][number]];
  const { stdout: listed } = await plane.kubectl(["-n", "linkerd", "get", "pod", record?.name ?? "", "-o", "json"]);
  const object = JSON.parse(listed);
  assert.deepEqual(record, {
    namespace: "linkerd",
    name: object.metadata.name,
    uid: object.metadata.uid,
    node: object.spec.nodeName,
    port: 9996,
  });
  assert.equal(program, "destination");
  const { imageDigest, containerId, ...rest } = container as NonNullable<typeof container>;
  assert.ok(object.status.containerStatuses[0].imageID.endsWith(imageDigest));
  assert.equal(containerId, object.status.containerStatuses[0].containerID);
  assert.deepEqual(rest, {
    name: "destination",
    image: "cr.l5d.io/linkerd/controller:stable-2.12.2",
    restartCount: 0,
    lastEnd: null,
    memoryLimit: "250Mi",
    memoryRequest: "50Mi",
    gogc: "100",
    gomemlimit: "200MiB",
  });
});

interface OtherMode {
  readonly args: readonly string[];
  readonly words: readonly string[];
  readonly held: RegExp;
}

/** Who holds in the other modes of the program: one by rollouts of the cluster, one by its own. */
const OTHER_MODES: Readonly<Record<string, OtherMode>> = {
  "slow-handler": {
    // Slow enough for rollouts that a busy machine draws out.
    args: ["--kubeconfig=$(KUBECONFIG)", "--watch-namespace=emojivoto", "--handler-delay=500ms"],
    words: ["--during", `${ROLL_OUT_EMOJIVOTO} && ${WAIT_FOR_EMOJIVOTO}`, "--iterations", "2", "--settle", "1s"],
    held: /MiB .{1,60} is held by (?:the elements of )?the (?:\d+ slices|slice) `pendingNotifications\.data` of `cache\.processorListener`/,
  },
  "informer-leak": {
    args: ["--rollouts-every=1s"],
    // Long enough that what is decoded at one moment is little beside what stays.
    words: ["--every", "12s"],
    held: /MiB .{1,60} is held by (?:the values of )?the (?:\d+ maps|map) `items` of `cache\.threadSafeMap`/,
  },
};

test("a slow handler's queue, and the stores of informers that are never stopped", async () => {
  const plane = await controlPlane();
  await setScene(plane);
  const held = ["--heap-dump", "/debug/heapdump", "--binary", await buildDestination()];
  const modes = Object.entries(OTHER_MODES);
  await plane.apply(
    modes.map(([mode, { args }]) => deployment("linkerd", mode, processPod(mode, [`--mode=${mode}`, ...args]))),
  );
  const captures = modes.map(async ([mode, { words, held: sentence }]) => {
    const ready = await plane.kubectl(["-n", "linkerd", "rollout", "status", `deploy/${mode}`, "--timeout=60s"]);
    assert.equal(ready.code, 0, ready.stderr);
    const source = ["capture", "-n", "linkerd", `deploy/${mode}`, "--port", "9996", "--count", "3", "-o", mode];
    const { code, stdout, stderr } = await start(plane, [...source, ...words, ...held], folder).ended;
    assert.equal(code, 0, stderr);
    assert.match(stdout.replace(/\s+/g, " "), sentence);
  });
  await Promise.all(captures);
  await assertNoForward();
  await plane.kubectl(["-n", "linkerd", "delete", "deploy", ...Object.keys(OTHER_MODES)]);
});

test("a restart between snapshots splits the series", async () => {
  const plane = await controlPlane();
  await plane.apply(pod("linkerd", "again", processPod("again")));
  await ready(plane, "again");
  const words = [
    "capture",
    "-n",
    "linkerd",
    "again",
    "--port",
    "9996",
    "--every",
    "3s",
    "--count",
    "4",
    "-o",
    "restarts",
  ];
  const { ended } = start(plane, words, folder);
  await until("a first snapshot", () => snapshotsIn("restarts") === 1);
  await plane.restartContainer("linkerd", "again");
  const { code, stdout, stderr } = await ended;
  assert.equal(code, 0, stderr);
  assert.match(stderr, /^heapblame: container destination of pod again was restarted, restart 1/m);
  const { processes, snapshots } = manifestOf("restarts");
  assert.deepEqual(
    processes.map(({ container }) => container?.restartCount),
    [0, 1],
  );
  assert.deepEqual(
    snapshots.map(({ process }) => process),
    [1, 2, 2, 2],
  );
  assert.match(
    stdout.replace(/\s+/g, " "),
    /process 2 of 2: the one with most snapshots, 3 of 4 snapshots, 002 to 004/,
  );
  await assertNoForward();
});

test("a forward that is killed is opened again, and the series is whole", async () => {
  const plane = await controlPlane();
  await plane.apply(pod("linkerd", "cut", processPod("cut")));
  await ready(plane, "cut");
  const words = ["capture", "-n", "linkerd", "cut", "--port", "9996", "--every", "2s", "--count", "3", "-o", "cut"];
  const { ended } = start(plane, words, folder);
  await until("a first snapshot", () => snapshotsIn("cut") === 1);
  const [pid] = forwards();
  assert.ok(pid !== undefined);
  process.kill(pid, "SIGKILL");
  const { code, stderr } = await ended;
  assert.equal(code, 0, stderr);
  assert.equal(snapshotsIn("cut"), 3);
  assert.equal(manifestOf("cut").processes.length, 1);
  await assertNoForward();
});

test("a pod that is deleted is followed to the one that replaces it, and a pod of its own is not", async () => {
  const plane = await controlPlane();
  await plane.apply([
    deployment("linkerd", "replaced", processPod("replaced")),
    pod("linkerd", "gone", processPod("gone")),
  ]);
  await ready(plane, "gone");
  const { code: rolled } = await plane.kubectl([
    "-n",
    "linkerd",
    "rollout",
    "status",
    "deploy/replaced",
    "--timeout=60s",
  ]);
  assert.equal(rolled, 0);
  const common = ["--port", "9996", "--every", "2s", "--count", "4"];
  const replaced = start(plane, ["capture", "-n", "linkerd", "deploy/replaced", ...common, "-o", "replaced"], folder);
  const gone = start(plane, ["capture", "-n", "linkerd", "pod/gone", ...common, "-o", "gone"], folder);
  await until("first snapshots", () => snapshotsIn("replaced") === 1 && snapshotsIn("gone") === 1);
  const name = manifestOf("replaced").processes[0]?.pod?.name ?? "";
  await plane.kubectl(["-n", "linkerd", "delete", "pod", name, "gone", "--wait=false"]);

  const followed = await replaced.ended;
  assert.equal(followed.code, 0, followed.stderr);
  assert.match(followed.stderr, new RegExp(`^heapblame: pod ${name} was replaced by replaced-`, "m"));
  assert.equal(manifestOf("replaced").processes.length, 2);

  const ended = await gone.ended;
  assert.equal(ended.code, 2);
  assert.match(ended.stderr, /^heapblame: given up after 3 failures$/m);
  assert.match(ended.stderr, /^heapblame: no snapshot: .*(pods "gone" not found|gone is Terminating)/m);
  assert.match(ended.stdout, /^1 snapshot of one process/);
  await assertNoForward();
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  test(`${signal} ends a capture in order, and its forward with it`, async () => {
    const plane = await controlPlane();
    await plane.apply(pod("linkerd", "stopped", processPod("stopped")));
    await ready(plane, "stopped");
    const directory = `stopped-${signal}`;
    const words = [
      "capture",
      "-n",
      "linkerd",
      "stopped",
      "--port",
      "9996",
      "--every",
      "2s",
      "--count",
      "50",
      "-o",
      directory,
    ];
    const { child, ended } = start(plane, words, folder);
    await until("two snapshots", () => snapshotsIn(directory) === 2);
    child.kill(signal);
    const { code, stdout, stderr } = await ended;
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^heapblame: stopped before the plan was done$/m);
    assert.match(stdout, /^001 -> 002 /m);
    await assertNoForward();
  });
}

test("a capture that is killed leaves no forward", async () => {
  const plane = await controlPlane();
  await plane.apply(pod("linkerd", "killed", processPod("killed")));
  await ready(plane, "killed");
  const words = ["capture", "-n", "linkerd", "killed", "--port", "9996", "--every", "60s", "-o", "killed"];
  const { child, ended } = start(plane, words, folder);
  await until("a first snapshot", () => snapshotsIn("killed") === 1);
  assert.equal(forwards().length, 1);
  child.kill("SIGKILL");
  await ended;
  await assertNoForward();
});

test("all pods of a selector are captured apart, and shown beside each other", async () => {
  const plane = await controlPlane();
  await plane.apply(deployment("linkerd", "replicas", processPod("replicas"), 2));
  const { code: rolled } = await plane.kubectl([
    "-n",
    "linkerd",
    "rollout",
    "status",
    "deploy/replicas",
    "--timeout=60s",
  ]);
  assert.equal(rolled, 0);
  const words = [
    "capture",
    "-n",
    "linkerd",
    "-l",
    "app=replicas",
    "--port",
    "9996",
    "--every",
    "1s",
    "--count",
    "2",
    "-o",
    "replicas",
  ];
  const { code, stdout, stderr } = await heapblame(plane, words, folder);
  assert.equal(code, 0, stderr);
  assert.equal(stdout.match(/^ .* -> .* replicas-[a-z0-9]+-[a-z0-9]+$/gm)?.length, 2);
});

test("kubectl runs it as its plugin", async () => {
  const plane = await controlPlane();
  await plane.apply(pod("linkerd", "plugged", processPod("plugged")));
  await ready(plane, "plugged");
  symlinkSync(
    fileURLToPath(new URL("../../bin/kubectl-heapblame.js", import.meta.url)),
    join(folder, "kubectl-heapblame"),
  );
  const words = ["heapblame", "-n", "linkerd", "plugged", "--every", "1s", "--count", "2", "-o", "plugged"];
  const { stdout, stderr } = await promisify(execFile)(plane.kubectlPath, words, {
    cwd: folder,
    env: { ...plane.env, PATH: `${folder}${delimiter}${plane.env["PATH"]}` },
  });
  // A process that does nothing may have nothing to compare.
  assert.match(stdout, /^([+-][\d.]+ \w+ live heap|Live heap did not|001 and 002 show the same heap)/);
  assert.match(stderr, /^heapblame: pod plugged serves pprof on port 9996/m);
  assert.equal(snapshotsIn("plugged"), 2);
  await assertNoForward();
});

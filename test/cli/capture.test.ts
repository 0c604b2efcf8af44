/** `heapblame capture` from the first request to the report, against the replayed processes of test/capture/replay.ts. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gunzipSync } from "node:zlib";
import type { Manifest } from "../../src/fetch/manifest/manifest.ts";
import { replay } from "../capture/replay.ts";
import { replayedPods } from "../capture/replayed-pods.ts";
import { closedPort } from "../fetch/servers.ts";
import { podObject, stubKubectl } from "../fetch/stub-kubectl.ts";
import { type Ran, runCli, type Surroundings } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "heapblame-capture-"));
after(() => rmSync(folder, { recursive: true }));

let directories = 0;

/** A capture into a new directory below `folder`. */
async function capture(
  words: readonly string[],
  around: Surroundings = {},
): Promise<Ran & { readonly directory: string }> {
  directories += 1;
  const directory = `d${directories}`;
  const env = { PATH: process.env["PATH"] ?? "" };
  const ran = await runCli(["capture", ...words, "-o", directory], { cwd: folder, env, ...around });
  return { ...ran, directory: join(folder, directory) };
}

/** Without the breaks of lines. */
const oneLine = (text: string): string => text.replace(/\s+/g, " ");

function manifestOf(directory: string): Manifest {
  return JSON.parse(readFileSync(join(directory, "manifest.json"), "utf8"));
}

const address = (port: number): string => `http://127.0.0.1:${port}`;

test("a series is kept with what it is from, and ends with its report", async () => {
  const process = await replay("retain");
  const { code, stdout, stderr, directory } = await capture([address(process.port), "--every", "30ms", "--count", "6"]);
  assert.equal(code, 0, stderr);
  assert.equal(stderr, `heapblame: 6 snapshots in ${directory}\n`);
  assert.match(oneLine(stdout), /^It rises: \+54\.1 MiB live heap, 9\.1 -> 63\.1 MiB .* 6 states/);
  assert.match(stdout, /Goroutines do not pile up \(191 -> 191\)/);
  assert.doesNotMatch(stdout, /Two captures/);
  assert.match(stdout, /^005 -> 006 +\S+ +\S+ -> 63\.11 +\+\d/m);
  assert.match(stdout, /resident 143\.05 MiB, live heap 63\.11 MiB/);
  assert.match(stdout, /^ *63\.11 MiB +\S+ +\S+ +\+54\.05 MiB +\S+ +live heap$/m);
  assert.deepEqual(readdirSync(directory).sort(), ["001", "002", "003", "004", "005", "006", "manifest.json"]);

  const manifest = manifestOf(directory);
  assert.equal(manifest.source, address(process.port));
  assert.deepEqual(manifest.processes, [
    {
      id: 1,
      program: "destination",
      startedAt: "2023-11-14T22:13:20.000Z",
      goVersion: "go1.26.8",
      endpoint: address(process.port),
      pod: null,
      container: null,
    },
  ]);
  assert.deepEqual(
    manifest.snapshots.map(({ name, process: id, liveBytes, residentBytes }) => [
      name,
      id,
      liveBytes,
      residentBytes,
    ])[0],
    ["001", 1, 9492214, 1.5e8],
  );
  for (const { files } of manifest.snapshots) {
    for (const file of Object.values(files)) {
      assert.ok(file !== null);
      const bytes = readFileSync(join(directory, file.path));
      assert.deepEqual([file.bytes, file.sha256], [bytes.length, createHash("sha256").update(bytes).digest("hex")]);
      assert.ok(file.url.startsWith(`${address(process.port)}/`), file.url);
    }
  }
  assert.doesNotMatch(readFileSync(join(directory, "manifest.json"), "utf8"), /hunter2/);
});

test("each snapshot asks for the heap after a collection, then for its text without another", async () => {
  const process = await replay("steady");
  await capture([address(process.port), "--every", "10ms", "--count", "2"]);
  assert.deepEqual(process.paths().slice(0, 5), [
    "/debug/pprof/heap?gc=1",
    "/debug/pprof/heap?debug=1",
    "/debug/pprof/goroutine",
    "/metrics",
    "/debug/pprof/cmdline",
  ]);
});

test("secrets are in no output, error or file", async () => {
  const process = await replay("steady");
  const source = `http://user:hunter3@127.0.0.1:${process.port}`;
  const headers = ["--header", "Authorization: Bearer hunter4"];
  const { stdout, stderr, directory } = await capture([
    source,
    ...headers,
    "--every",
    "10ms",
    "--count",
    "2",
    "-f",
    "json",
  ]);
  const failed = await capture([`http://user:hunter3@127.0.0.1:${await closedPort()}`, ...headers]);
  assert.equal(failed.code, 2);
  const everything = [
    stdout,
    stderr,
    failed.stdout,
    failed.stderr,
    readFileSync(join(directory, "manifest.json"), "utf8"),
  ];
  assert.doesNotMatch(everything.join("\n"), /hunter/);
  assert.ok(!existsSync(failed.directory), "a capture that never began leaves nothing");
});

test("the command runs between the ends, and its runs are counted", async () => {
  const process = await replay("goroutine-leak");
  const words = [address(process.port), "--during", "echo $HEAPBLAME_ITERATION >> runs", "--iterations", "15"];
  const { stdout, stderr, directory } = await capture([...words, "--settle", "10ms", "--count", "4"]);
  assert.match(stdout, /^003 -> 004 +\S+ +5 /m);
  assert.match(oneLine(stdout), /900 more goroutines in \S+processUpdates \(60\.0 per iteration\)/, stderr);
  const { during, snapshots } = manifestOf(directory);
  assert.deepEqual(during, { command: "echo $HEAPBLAME_ITERATION >> runs", iterations: 15 });
  assert.deepEqual(
    snapshots.map(({ iterations }) => iterations),
    [0, 5, 10, 15],
  );
  assert.equal(readFileSync(join(folder, "runs"), "utf8").trim().split("\n").length, 15);
});

test("runs of the command are spread over a timed series", async () => {
  const process = await replay("steady");
  const words = ["--during", "echo x", "--iterations", "4", "--every", "300ms", "--count", "3"];
  const { stderr, directory } = await capture([address(process.port), ...words]);
  const [first, middle = 0, last] = manifestOf(directory).snapshots.map(({ iterations }) => iterations);
  assert.deepEqual([first, last], [0, 4]);
  // How far they are by then is the machine's affair.
  assert.ok([1, 2, 3].includes(middle ?? 0), String(middle));
  assert.equal(stderr.match(/^x$/gm)?.length, 4);
});

test("a command that fails is told, and the capture goes on", async () => {
  const process = await replay("steady");
  const { code, stderr, directory } = await capture([address(process.port), "--during", "exit 3", "--settle", "1ms"]);
  assert.equal(code, 0);
  assert.match(stderr, /^heapblame: exit 3: exit code 3$/m);
  assert.deepEqual(
    manifestOf(directory).events.map(({ kind }) => kind),
    ["during"],
  );
});

test("a command that could not be run at all is a failure: nothing was done between the snapshots", async () => {
  const process = await replay("steady");
  const { code, stdout, stderr } = await capture([
    address(process.port),
    "--during",
    "./nowhere.sh",
    "--settle",
    "1ms",
  ]);
  assert.equal(code, 2);
  assert.notEqual(stdout, "");
  assert.match(
    stderr,
    /^heapblame: --during \.\/nowhere\.sh could not be run: nothing was done between the snapshots$/m,
  );
});

test("who sees no line that tells is told at first what is waited for, and until when", async () => {
  const process = await replay("steady");
  const stopped = (isErrorShown: boolean): Promise<Ran> => {
    // The second snapshot would come after an hour.
    const onListening = (interrupt: () => void): void => void setTimeout(interrupt, 1_000);
    return capture([address(process.port), "--every", "1h", "--count", "3"], { onListening, isErrorShown });
  };
  const plan = /^heapblame: 3 snapshots, one every 1h: the last in 2h$/m;
  assert.match((await stopped(false)).stderr, plan);
  assert.doesNotMatch((await stopped(true)).stderr, plan);
});

test("a restart splits the series, and only the longer run is looked at", async () => {
  const process = await replay("retain", (count, self) => {
    if (count === 2) self.restart();
  });
  const words = [address(process.port), "--during", "true", "--iterations", "4", "--count", "5", "--settle", "1ms"];
  const { stdout, stderr, directory } = await capture(words);
  assert.match(stderr, /^heapblame: the process was restarted: it started at 2023-11-14T22:13:21/m);
  const { processes, snapshots, events } = manifestOf(directory);
  assert.equal(processes.length, 2);
  // The second snapshot's metrics are of the new process already.
  assert.deepEqual(
    snapshots.map(({ process: id }) => id),
    [1, 2, 2, 2, 2],
  );
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ["restart"],
  );
  assert.match(oneLine(stdout), /process 2 of 2: the one with most snapshots, 4 of 5 snapshots, 002 to 005/);
  assert.doesNotMatch(stdout, /^001 -> /m);
});

test("a condition takes a snapshot when it holds, and says why", async () => {
  const process = await replay("retain");
  const { code, stdout, stderr, directory } = await capture([
    ...[address(process.port), "--when", "growth > 150%", "--every", "20ms"],
  ]);
  assert.equal(code, 0, stderr);
  const why = /growth>150%: growth \+\d+\.\d+ MiB, above \d+\.\d+ MiB \(150\.0% of the first\)/;
  assert.match(stderr, why);
  const { snapshots, events } = manifestOf(directory);
  assert.deepEqual([snapshots.length, snapshots[0]?.trigger], [2, null]);
  assert.match(snapshots[1]?.trigger ?? "", why);
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ["trigger"],
  );
  assert.match(oneLine(stdout), /What happened meanwhile \(UTC\): - \S+ growth>150%/);
});

test("a condition that does not come about in time is told, and one that cannot is refused", async () => {
  const process = await replay("retain");
  const words = [address(process.port), "--when", "growth>90000Gi", "--every", "20ms", "--for", "100ms"];
  const { code, stderr, directory } = await capture(words);
  assert.equal(code, 0);
  assert.match(stderr, /^heapblame: growth>90000Gi did not come about$/m);
  assert.equal(manifestOf(directory).snapshots.length, 1);
  const refused = await capture([address(process.port), "--when", "heap>75%limit", "--every", "10ms"]);
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /--when heap>75%limit: the container has no memory limit; name a size instead/);
});

test("a condition is looked for again when the process was out of sight for a while", async () => {
  const process = await replay("retain");
  const kubectl = stubKubectl();
  kubectl.answer("pod-web-1", podObject());
  kubectl.forward(9996, process.port);
  const watch = setInterval(() => {
    if (!existsSync(join(folder, "sight/manifest.json"))) return;
    clearInterval(watch);
    kubectl.forward(9996, undefined);
    setTimeout(() => kubectl.forward(9996, process.port), 1500);
  }, 5);
  const words = ["pod/web-1", "-n", "shop", "--kubectl", kubectl.path, "--port", "9996"];
  const { code, stderr } = await runCli(
    ["capture", ...words, "--when", "growth>1500%", "--every", "100ms", "-o", "sight"],
    { cwd: folder, env: { PATH: globalThis.process.env["PATH"] ?? "" } },
  );
  clearInterval(watch);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /^heapblame: out of sight: nothing listens on port 9996 of pod web-1/m);
  assert.equal(stderr.match(/out of sight/g)?.length, 1, stderr);
  assert.match(stderr, /^heapblame: 2 snapshots in /m);
});

test("a snapshot that fails is told, and the series goes on", async () => {
  const process = await replay("retain", (count, self) => {
    if (count === 2) self.fail(1);
  });
  const { code, stderr, directory } = await capture([address(process.port), "--every", "20ms", "--count", "4"]);
  assert.equal(code, 0);
  assert.match(stderr, /^heapblame: no snapshot: the server answered 500/m);
  assert.equal(manifestOf(directory).snapshots.length, 3);
});

test("a capture with nothing to compare, or less than half of what was planned, is no success", async () => {
  for (const [planned, failAfter, failing, taken] of [
    [3, 1, 2, 1],
    [5, 2, 2, 3],
    [6, 1, 2, 4],
  ] as const) {
    const process = await replay("retain", (count, self) => {
      if (count === failAfter) self.fail(failing);
    });
    const words = [address(process.port), "--every", "20ms", "--count", String(planned)];
    const { code, stderr, directory } = await capture(words);
    assert.equal(manifestOf(directory).snapshots.length, taken);
    assert.equal(code, taken === 1 ? 2 : 0, stderr);
    assert.equal(/^heapblame: 1 of 3 snapshots could be taken/m.test(stderr), taken === 1, stderr);
  }
});

test("metrics are kept without what was sent for them", async () => {
  const pages = { "/metrics": () => 'up 1\necho{authorization="Bearer s3cr3t-token"} 1\nbytes \u0080\n' };
  const process = await replay("retain", () => {}, pages);
  const words = [
    address(process.port),
    "--every",
    "20ms",
    "--count",
    "2",
    "--header",
    "Authorization: Bearer s3cr3t-token",
  ];
  const { code, stderr, directory } = await capture(words);
  assert.equal(code, 0, stderr);
  const kept = gunzipSync(readFileSync(join(directory, "001", "metrics.txt.gz"))).toString();
  assert.doesNotMatch(kept, /s3cr3t/);
  assert.match(kept, /^up 1\necho\{authorization="\*\*\*.*"\} 1\nbytes \u0080\n$/);
});

test("a series whose process is gone is given up after three failures: what was taken is reported", async () => {
  const process = await replay("retain", (count, self) => {
    if (count === 2) self.fail(99);
  });
  const { code, stdout, stderr, directory } = await capture([address(process.port), "--every", "20ms", "--count", "9"]);
  assert.equal(code, 2);
  assert.match(stderr, /^heapblame: given up after 3 failures$/m);
  assert.match(stdout, /MiB live heap/);
  assert.deepEqual(readdirSync(directory).sort(), ["001", "002", "manifest.json"]);
});

for (const [taken, exit, report] of [
  [1, 2, /^1 snapshot of one process: there is nothing to compare it with\./],
  [2, 0, /MiB live heap/],
] as const) {
  test(`an interrupt ends the series in order: ${taken} of 50 kept and reported, exit ${exit}`, async () => {
    let interrupt = (): void => assert.fail("nothing listens to interrupts");
    const process = await replay("retain");
    const running = join(folder, `d${directories + 1}`);
    const watching = setInterval(() => {
      if (!existsSync(join(running, "manifest.json")) || manifestOf(running).snapshots.length < taken) return;
      clearInterval(watching);
      interrupt();
    }, 10);
    const { code, stdout, stderr, directory } = await capture(
      [address(process.port), "--every", taken === 1 ? "10s" : "2s", "--count", "50"],
      {
        onListening: (handler) => {
          interrupt = handler;
        },
      },
    );
    assert.equal(code, exit, stderr);
    assert.match(stderr, /^heapblame: stopped before the plan was done$/m);
    assert.match(stdout, report);
    assert.deepEqual(
      manifestOf(directory).events.map(({ kind }) => kind),
      ["stopped"],
    );
  });
}

test("a capture goes on in its directory; another source's does not", async () => {
  const process = await replay("retain");
  const words = (count: string): string[] => [
    "capture",
    address(process.port),
    "--every",
    "10ms",
    "--count",
    count,
    "-o",
    "resumed",
  ];
  await runCli(words("2"), { cwd: folder });
  mkdirSync(join(folder, "resumed/003.partial"));
  const { code, stdout } = await runCli(words("6"), { cwd: folder });
  assert.equal(code, 0);
  assert.equal(process.answered(), 6);
  assert.deepEqual(readdirSync(join(folder, "resumed")).sort(), [
    "001",
    "002",
    "003",
    "004",
    "005",
    "006",
    "manifest.json",
  ]);
  assert.match(stdout, /6 of 6 snapshots, 001 to 006/);

  const other = await replay("steady");
  const refused = await runCli(["capture", address(other.port), "-o", "resumed"], { cwd: folder });
  assert.deepEqual([refused.code, other.answered()], [2, 0]);
  assert.match(refused.stderr, /resumed holds a capture of http:\/\/127\.0\.0\.1:\d+, not of http/);
  mkdirSync(join(folder, "full"));
  writeFileSync(join(folder, "full/x"), "");
  const full = await runCli(["capture", address(other.port), "-o", "full"], { cwd: folder });
  assert.match(full.stderr, /full is not empty and holds no capture \(there is x in it\)/);
});

test("a capture that goes on compares counters with those of its last snapshot: a restart in between is told", async () => {
  const process = await replay("retain");
  const words = (count: string): string[] => [
    "capture",
    address(process.port),
    "--every",
    "10ms",
    "--count",
    count,
    "-o",
  ];
  await runCli([...words("2"), "restarted"], { cwd: folder });
  const text = manifestOf(join(folder, "restarted")).snapshots[1]?.files.heapText?.path ?? "";
  const file = join(folder, "restarted", text);
  const before = readFileSync(file);
  const books = (text.endsWith(".gz") ? gunzipSync(before) : before).toString();
  assert.match(books, /^# TotalAlloc = \d+$/m);
  writeFileSync(file, books.replace(/^# TotalAlloc = \d+$/m, "# TotalAlloc = 99999999999999"));
  const { stderr } = await runCli([...words("4"), "restarted"], { cwd: folder });
  assert.match(stderr, /the process was restarted: its TotalAlloc is less than before/);
  assert.deepEqual(
    manifestOf(join(folder, "restarted")).snapshots.map(({ process: id }) => id),
    [1, 1, 2, 2],
  );
});

test("a directory is a source for every command", async () => {
  const process = await replay("retain");
  const { directory } = await capture([address(process.port), "--every", "10ms", "--count", "6"]);
  const outputs: readonly (readonly [words: readonly string[], shown: RegExp])[] = [
    [[directory], /\+54\.1 MiB live heap[\s\S]*Goroutines do not pile up \(191 -> 191\)/],
    [["diff", directory, "-f", "json"], /"net": 566\d{5}\b/],
    [["trend", directory], /^It rises: \+54\.1 MiB live heap, 9\.1 -> 63\.1 MiB/],
    [["check", directory], /^FAILED: The heap grew by \+54\.05 MiB/],
    [["goroutines", directory], /^Goroutines do not pile up \(191 -> 191\)\.\n\ngoroutines: 191 -> 191/],
    [["top", directory, "--nodecount", "1"], /of 63\.11MB total/],
    [["top", join(directory, "001"), "--nodecount", "1"], /of 9\.05MB total/],
    [["-top", "-base", join(directory, "001"), directory], /of 56\.06MB total/],
    [
      ["capture", "-o", directory, "-f", "markdown"],
      /\+54\.1 MiB live heap[\s\S]*\| 005 -&gt; 006 \||\| 005 -> 006 \|/,
    ],
  ];
  for (const [words, shown] of outputs) {
    const { stdout, stderr } = await runCli(words, { cwd: folder });
    assert.match(stdout, shown, `${words.join(" ")}: ${stderr}`);
  }
  const { code, stderr } = await runCli([join(directory, "..")], { cwd: folder });
  assert.equal(code, 2);
  assert.match(
    stderr,
    /holds \d+ captures: give one of .*; heapblame fleet \S+ has them all|the profile after is missing/,
  );
});

test("a bundle that has no place is refused before anything is taken", async () => {
  const process = await replay("steady");
  mkdirSync(join(folder, "taken"), { recursive: true });
  writeFileSync(join(folder, "taken", "notes.txt"), "");
  const words = [address(process.port), "--every", "1h", "--count", "2", "--report", "taken"];
  const { code, stdout, stderr, directory } = await capture(words);
  assert.deepEqual([code, stdout], [2, ""]);
  assert.match(
    stderr,
    /^heapblame: --report \S+taken: the directory is not empty and holds no bundle \(there is notes\.txt in it\): give another/,
  );
  assert.equal(existsSync(directory), false);
});

test("the bundle has the report, its pictures, the profiles and the manifest", async () => {
  const process = await replay("retain");
  const { directory } = await capture([address(process.port), "--every", "10ms", "--count", "3"]);
  const { code, stderr } = await runCli(["capture", "-o", directory, "--report", "bundle"], { cwd: folder });
  assert.equal(code, 0, stderr);
  const bundle = join(folder, "bundle");
  const expected = [
    "001",
    "002",
    "003",
    "course.png",
    "flame.png",
    "growth.png",
    "manifest.json",
    "report.html",
    "report.md",
  ];
  assert.deepEqual(readdirSync(bundle).sort(), expected);
  assert.deepEqual(readFileSync(join(bundle, "002/heap.pb.gz")), readFileSync(join(directory, "002/heap.pb.gz")));
  const report = readFileSync(join(bundle, "report.md"), "utf8");
  for (const picture of ["growth", "flame", "course"]) assert.ok(report.includes(`![${picture}](${picture}.png)`));
  assert.ok(report.length < 65_536);
});

test("all pods of a selector are captured apart, and added up on request", async () => {
  const words = [...(await replayedPods()), "--every", "10ms", "--count", "2"];
  const { code, stdout, stderr, directory } = await capture(words);
  assert.equal(code, 0, stderr);
  assert.deepEqual(readdirSync(directory).sort(), ["web-1", "web-2"]);
  const { processes, source } = manifestOf(join(directory, "web-2"));
  assert.equal(source, "shop/-l app=web/web-2");
  assert.deepEqual(processes[0]?.container, {
    name: "web",
    image: "example.com/web:1",
    imageDigest: `sha256:${"ab".repeat(32)}`,
    containerId: "containerd://0",
    restartCount: 0,
    lastEnd: null,
    memoryLimit: "250Mi",
    memoryRequest: "50Mi",
    gogc: "50",
    gomemlimit: "{limits.memory}",
  });
  assert.match(stdout, /^net MiB +± +live heap MiB +restarts +pod$/m);
  assert.match(stdout, /The one that grew most, web-\d:/);
  assert.match(stdout, /memory limit 250Mi, request 50Mi/);
  const merged = await runCli(["capture", "-o", directory, "--merge", "-f", "json"], { cwd: folder });
  const report = JSON.parse(merged.stdout);
  const sum = report.replicas.reduce((total: number, { current }: { current: number }) => total + current, 0);
  assert.equal(report.merged.totals.current, sum);
});

test("as a plugin of kubectl it captures without being told to", async () => {
  const process = await replay("retain");
  const { code, stdout } = await runCli([address(process.port), "--every", "10ms", "--count", "2", "-o", "plugin"], {
    cwd: folder,
    invokedAs: "kubectl heapblame",
  });
  assert.equal(code, 0);
  assert.match(stdout, /MiB live heap/);
});

test("as a plugin of kubectl its first word is a pod where it is no command", async () => {
  for (const name of ["plugged", "web1", "top20"]) {
    const { code, stderr } = await runCli([name, "--kubectl", "false", "-o", "plugged"], {
      cwd: folder,
      invokedAs: "kubectl heapblame",
    });
    assert.equal(code, 2);
    assert.doesNotMatch(stderr, /no file and no command/);
    assert.match(stderr, new RegExp(`^heapblame: ${name}: `), stderr);
  }
});

test("the container's working set is kept where the cluster's metrics API tells it, and triggers look at it", async () => {
  const process = await replay("retain");
  const kubectl = stubKubectl();
  kubectl.answer("pod-web-1", podObject());
  kubectl.answer("raw", {
    containers: [
      { name: "sidecar", usage: { memory: "1Gi" } },
      { name: "web", usage: { memory: "240Mi" } },
    ],
  });
  kubectl.forward(9996, process.port);
  const words = ["pod/web-1", "-n", "shop", "--kubectl", kubectl.path, "--port", "9996", "--every", "10ms"];
  const { code, stdout, stderr, directory } = await capture([...words, "--when", "rss>95%limit"]);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /rss>95%limit: rss 240\.00 MiB, above 237\.50 MiB \(95\.0% of the limit\)/);
  const { snapshots } = manifestOf(directory);
  assert.deepEqual(
    snapshots.map(({ workingSetBytes }) => workingSetBytes),
    [240 * 1024 ** 2, 240 * 1024 ** 2],
  );
  assert.match(oneLine(stdout), /working set 240\.00 MiB \(96\.0% of the limit\)/);
});

test("whose limits count is asked for where several containers leave it open", async () => {
  const process = await replay("retain");
  const kubectl = stubKubectl();
  const { spec, ...rest } = podObject() as { spec: { containers: { name: string }[] } };
  const [web] = spec.containers;
  const several = { ...rest, spec: { ...spec, containers: [{ name: "proxy" }, web] } };
  kubectl.answer("pod-web-1", several);
  kubectl.forward(6060, process.port);
  const words = [
    "pod/web-1",
    "-n",
    "shop",
    "--kubectl",
    kubectl.path,
    "--port",
    "6060",
    "--every",
    "10ms",
    "--count",
    "2",
  ];
  const open = await capture(words);
  assert.match(open.stderr, /several containers and none declares port 6060: --container says whose limits/);
  assert.doesNotMatch(open.stdout, /memory limit/);
  const said = await capture([...words, "--container", "web"]);
  assert.match(oneLine(said.stdout), /memory limit 250Mi, request 50Mi/);
  const wrong = await capture([...words, "--container", "nope"]);
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /pod web-1 has no container nope; it has proxy, web/);
});

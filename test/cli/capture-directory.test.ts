/** Directories that a capture cannot have, shares, or finds in disorder. */
import assert from "node:assert/strict";
import fs, {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, mock, test } from "node:test";
import { replay } from "../capture/replay.ts";
import { podObject, stubKubectl } from "../fetch/stub-kubectl.ts";
import { type Ran, runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "heapblame-directory-"));
after(() => rmSync(folder, { recursive: true }));

const env = { PATH: process.env["PATH"] ?? "" };

/** A capture of `count` snapshots into `directory`. */
async function capture(port: number, directory: string, count = 2): Promise<Ran> {
  const words = ["--every", "20ms", "--count", String(count), "-o", directory];
  return await runCli(["capture", `http://127.0.0.1:${port}`, ...words], { cwd: folder, env });
}

test("a directory that cannot be made is told in a line", async () => {
  const { port } = await replay("steady");
  writeFileSync(join(folder, "file"), "");
  for (const [directory, words] of [
    ["file", /^heapblame: \S+\/file: cannot write: a file is there, and a directory is wanted\n$/],
    ["file/below", /^heapblame: \S+\/file\/below: cannot write: not a directory\n$/],
  ] as const) {
    const { code, stderr } = await capture(port, directory);
    assert.equal(code, 2);
    assert.match(stderr, words);
  }
});

test("a directory that is removed meanwhile ends the capture in a line, and does not come back", async () => {
  const { port } = await replay("steady", (count) => {
    if (count === 2) rmSync(join(folder, "gone"), { recursive: true });
  });
  const { code, stderr } = await capture(port, "gone", 5);
  assert.equal(code, 2);
  assert.match(stderr, /^heapblame: \S+\/gone\S*: cannot write: there is no directory \S+$/m);
  assert.doesNotMatch(stderr, /bug in heapblame/);
  assert.ok(!existsSync(join(folder, "gone")));
});

test("a second capture into the same directory is refused while the first goes on", async () => {
  const { port } = await replay("steady");
  const [first, second] = await Promise.all([capture(port, "shared", 5), capture(port, "shared", 5)]);
  const codes = [first.code, second.code].sort();
  assert.deepEqual(codes, [0, 2], first.stderr + second.stderr);
  assert.match(first.stderr + second.stderr, /process \d+ captures into \S+\/shared already: give another -o/);
  const names = ["001", "002", "003", "004", "005", "manifest.json"];
  assert.deepEqual(readdirSync(join(folder, "shared")).sort(), names);
});

test("what a capture left that was killed is no hindrance to the next", async () => {
  const { port } = await replay("steady");
  await capture(port, "killed");
  // No process has that number.
  writeFileSync(join(folder, "killed/capture.lock"), "4194305\n");
  mkdirSync(join(folder, "killed/003"));
  writeFileSync(join(folder, "killed/003/heap.pb.gz"), "");
  const { code, stderr } = await capture(port, "killed", 3);
  assert.equal(code, 0, stderr);
  assert.deepEqual(readdirSync(join(folder, "killed")).sort(), ["001", "002", "003", "004", "manifest.json"]);
});

test("a snapshot that is interrupted before the manifest has it leaves nothing", async () => {
  let interrupt = (): void => assert.fail("nothing listens to interrupts");
  const process = await replay("steady");
  const kubectl = stubKubectl();
  kubectl.answer("pod-web-1", podObject());
  kubectl.forward(9996, process.port);
  const watch = setInterval(() => {
    if (existsSync(join(folder, "early/001"))) interrupt();
  }, 1);
  const { code, stderr } = await runCli(
    ["capture", "pod/web-1", "-n", "shop", "--kubectl", kubectl.path, "--port", "9996", "-o", "early"],
    {
      ...{ cwd: folder, env },
      onListening: (handler) => {
        interrupt = handler;
      },
    },
  );
  clearInterval(watch);
  assert.equal(code, 2);
  assert.match(stderr, /^heapblame: stopped before the first snapshot: nothing was kept$/m);
  assert.ok(!existsSync(join(folder, "early")));
});

test("a bundle of a capture that has lost a file names the file", async () => {
  const { port } = await replay("steady");
  await capture(port, "lossy");
  const { snapshots } = JSON.parse(readFileSync(join(folder, "lossy/manifest.json"), "utf8"));
  const { path } = snapshots[0].files.metrics;
  rmSync(join(folder, "lossy", path));
  const { code, stderr } = await runCli(["capture", "-o", "lossy", "--report", "bundle"], { cwd: folder, env });
  assert.equal(code, 2);
  assert.match(stderr, /^heapblame: \S+\/lossy\/001\/metrics\.txt\.gz: no such file/m);
  assert.ok(!existsSync(join(folder, "bundle")), "no folder of a bundle that could not be made stays");
});

test("a link out of a capture is refused, and nothing of what it leads to is shown or copied", async () => {
  const { port } = await replay("steady");
  await capture(port, "linked");
  const { snapshots } = JSON.parse(readFileSync(join(folder, "linked/manifest.json"), "utf8"));
  for (const secret of ['{"token": "hunter2"}', "hunter2: a text", "<title>hunter2</title><html>"]) {
    writeFileSync(join(folder, "secret"), secret);
    for (const path of [snapshots[0].files.heap.path, snapshots[1].files.goroutine.path, "manifest.json"]) {
      const file = join(folder, "linked", path);
      const kept = readFileSync(file);
      rmSync(file);
      symlinkSync(join(folder, "secret"), file);
      for (const words of [
        ["capture", "-o", "linked"],
        ["capture", "-o", "linked", "--report", "linked-bundle"],
        ["report", "linked"],
        ["trend", "linked"],
      ]) {
        const { code, stdout, stderr } = await runCli(words, { cwd: folder, env });
        assert.equal(code, 2, words.join(" "));
        assert.match(stderr, /this is a link out of the directory; those of a capture are not followed/);
        assert.doesNotMatch(stdout + stderr, /hunter2/, words.join(" "));
      }
      assert.ok(!existsSync(join(folder, "linked-bundle")));
      rmSync(file);
      writeFileSync(file, kept);
    }
  }
  const inside = join(folder, "linked", snapshots[0].files.heap.path);
  renameSync(inside, `${inside}.real`);
  symlinkSync(`${inside}.real`, inside);
  assert.equal((await runCli(["report", "linked"], { cwd: folder, env })).code, 0, "one that stays in it is a file");
});

test("goroutines and memory statistics that are lost or damaged are left out of the report, which says so", async () => {
  const { port } = await replay("retain");
  await capture(port, "damaged");
  rmSync(join(folder, "damaged/001/goroutine.pb.gz"));
  writeFileSync(join(folder, "damaged/002/heap.debug1.txt.gz"), "cut");
  const { code, stdout, stderr } = await runCli(["capture", "-o", "damaged"], { cwd: folder, env });
  assert.equal(code, 0, stderr);
  assert.match(stdout, /MiB live heap/);
  assert.match(stderr, /^heapblame: left out of the report: \S+\/damaged\/001\/goroutine\.pb\.gz: no such file$/m);
});

test("a directory that no file system makes is refused at once", { skip: !existsSync("/proc/self") }, async () => {
  const process = await replay("steady");
  const { code, stderr } = await runCli(["capture", `127.0.0.1:${process.port}`, "-o", "/proc/heapblame/captures"]);
  assert.equal(code, 2);
  assert.match(
    stderr,
    /^heapblame: \/proc\/heapblame\/captures: cannot write: there is no directory \/proc\/heapblame\n/,
  );
});

test("report, pictures and bundle are made of files that are read once each", async () => {
  const { port } = await replay("retain");
  await capture(port, "once", 4);
  const opened = mock.method(fs, "openSync");
  syncBuiltinESMExports();
  const { code, stderr } = await runCli(["capture", "-o", "once", "--pictures", "--report", "once-bundle"], {
    ...{ cwd: folder, env },
  });
  const paths = opened.mock.calls
    .filter(({ arguments: [path, flags] }) => flags === "r" && String(path).endsWith(".gz"))
    .map(({ arguments: [path] }) => String(path));
  opened.mock.restore();
  syncBuiltinESMExports();
  assert.equal(code, 0, stderr);
  const files = ["001", "002", "003", "004"].flatMap((name) =>
    ["goroutine.pb.gz", "heap.debug1.txt.gz", "heap.pb.gz"].map((file) => `${name}/${file}`),
  );
  assert.deepEqual(paths.map((path) => path.slice(join(folder, "once/").length)).sort(), files);
});

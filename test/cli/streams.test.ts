/** The built program with standard output that is full or that nobody reads. Wants `npm run build`. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { modePair } from "../fixtures.ts";

const heapblame = fileURLToPath(new URL("../../bin/heapblame.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "heapblame-streams-"));
after(() => rmSync(folder, { recursive: true }));
const [base, current] = modePair("retain");

const shell = (script: string): { status: number | null; stderr: string } =>
  spawnSync("/bin/bash", ["--norc", "-o", "pipefail", "-c", script], {
    encoding: "utf8",
    cwd: folder,
    env: { ...process.env, NODE: process.execPath, H: heapblame, BASE: base, CURRENT: current },
  });

test("standard output that is full is told in a line", { skip: !existsSync("/dev/full") }, () => {
  for (const words of ["diff $BASE $CURRENT", "--help", "fetch --help", "-top $CURRENT"]) {
    const { status, stderr } = shell(`$NODE $H ${words} > /dev/full`);
    assert.equal(status, 2, words);
    assert.match(stderr, /standard output: cannot write: no space left on device\n$/, words);
    assert.doesNotMatch(stderr, /bug in heapblame|\n {4}at /);
  }
});

test("a profile on standard input is read where nothing else is asked, a pipe only by its name", () => {
  const run = (script: string) =>
    spawnSync("/bin/bash", ["--norc", "-c", script], {
      encoding: "utf8",
      env: { ...process.env, NODE: process.execPath, H: heapblame, CURRENT: current },
    });
  assert.match(run("$NODE $H < $CURRENT").stdout, /^63\.1 MiB live heap/);
  const piped = run("cat $CURRENT | $NODE $H");
  assert.match(piped.stdout, /^heapblame says which frames/);
  assert.equal(piped.stderr, "heapblame: what is piped in is read with: heapblame -\n");
  assert.deepEqual([run("$NODE $H < /dev/null").stderr, run("$NODE $H < /dev/null").status], ["", 0]);
});

test("a reader that goes away is no failure, and changes no verdict", () => {
  // Nothing reads at all: the first write already fails.
  const { status, stderr } = shell("$NODE $H diff $BASE $CURRENT -f json | true");
  assert.deepEqual([status, stderr], [0, ""]);
  assert.equal(shell("$NODE $H check $BASE $CURRENT --max-growth 1MiB | true").status, 1);
});

test("what is to be done after the report is done though nobody reads it", () => {
  const { status, stderr } = shell(`
    mkdir -p capture/001 capture/002 && cp $BASE capture/001/heap.pb.gz && cp $CURRENT capture/002/heap.pb.gz
    cat > make.mjs <<'END'
    import { writeFileSync } from "node:fs";
    const file = (name) => ({ path: name + "/heap.pb.gz", url: "http://h:1/", bytes: 1, sha256: "0".repeat(64) });
    const snapshot = (name, time) => ({ name, time, process: 1, iterations: null, trigger: null, liveBytes: null,
      workingSetBytes: null, residentBytes: null, files: { heap: file(name), heapText: null, goroutine: null, metrics: null } });
    writeFileSync("capture/manifest.json", JSON.stringify({ kind: "heapblame-capture", schemaVersion: 1, madeBy: "x", source: "h:1", workload: null,
      during: null,
      processes: [{ id: 1, program: null, startedAt: null, goVersion: null, endpoint: "h:1", pod: null, container: null }], events: [],
      snapshots: [snapshot("001", "2026-11-25T10:00:00Z"), snapshot("002", "2026-11-25T10:01:00Z")] }));
END
    $NODE make.mjs && $NODE $H capture -o capture --report bundle | true
  `);
  assert.equal(status, 0, stderr);
  assert.ok(readdirSync(join(folder, "bundle")).includes("report.md"));
});

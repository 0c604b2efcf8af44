/** A disk that is really full, for each command and format that writes: a small file system of memory. Wants root on Linux, and `npm run build`. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { fixture, modePair } from "../fixtures.ts";
import { sampled, usualTest } from "../sample.ts";

const heapblame = fileURLToPath(new URL("../../bin/heapblame.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "heapblame-full-disk-"));
const disk = join(folder, "disk");
mkdirSync(disk);
const mount = (): number | null =>
  process.platform === "linux" && process.getuid?.() === 0
    ? spawnSync("mount", ["-t", "tmpfs", "-o", "size=400k", "tmpfs", disk]).status
    : null;
const unmount = (): void => void spawnSync("umount", ["-l", disk]);
const skip = mount() !== 0 && "no file system can be mounted here: that takes root on Linux";
unmount();
after(() => {
  unmount();
  rmSync(folder, { recursive: true });
});

/** Until this many bytes are free. */
function fill(room = 0): void {
  const { bavail, bsize } = statfsSync(disk);
  if (bavail * bsize > room) writeFileSync(join(disk, "filler"), Buffer.alloc(bavail * bsize - room, "x"));
}

const filesOnDisk = (): string[] =>
  readdirSync(disk, { recursive: true, encoding: "utf8" })
    .filter((name) => name !== "filler")
    .sort();

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const environment = { PATH: process.env["PATH"], HOME: join(folder, "home"), PPROF_BINARY_PATH: "/nonexistent" };

function run(words: readonly string[], env: Readonly<Record<string, string>> = {}, input = ""): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [heapblame, ...words], { env: { ...environment, ...env }, cwd: folder });
    const texts = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const)
      child[stream].on("data", (chunk) => {
        texts[stream] += String(chunk);
      });
    child.stdin.end(input);
    child.on("close", (status) => resolve({ status, ...texts }));
  });
}

/** What pprof says of a file before it writes one is no part of the failure. */
const BEFORE = /^Generating report in .*\n/gm;

function assertOneLine({ status, stderr }: Ended, what = /no space left on device/): void {
  assert.equal(status, 2, stderr);
  const said = stderr.replace(BEFORE, "");
  assert.match(said, what);
  assert.match(said, /^[^\n]+\n$/);
}

const [base, current] = modePair("retain");
const capture = fixture("cluster/linkerd-destination");
const goroutines = ["before", "after"].map((when) => fixture(`streamwatcher/retain/goroutine-${when}.out`));
const dump = fixture("held/dumps/slice.dump.gz");
const into = (endings: string, ...words: readonly string[]): (readonly string[])[] =>
  endings.split(" ").map((ending) => [...words, "-o", `OUT.${ending}`]);

const WRITERS: readonly (readonly string[])[] = [
  ...into("txt md json csv html svg png pdf", "diff", base, current),
  ...into("txt md json html svg png", "trend", capture),
  ...into("txt md json html", "report", current),
  ...into("txt md json sarif", "check", base, current),
  ["check", base, current, "-f", "junit", "-o", "OUT.xml"],
  ["check", base, current, "--write-baseline", "OUT.json"],
  ...into("svg png html", "flame", current),
  ...into("svg png", "series", capture),
  ...into("txt", "folded", current),
  ...into("txt", "difffolded", base, current),
  ...into("json", "speedscope", current),
  ...into("md json", "goroutines", ...goroutines),
  ...into("md json html", "held", dump),
  ...into("md json", "advise", capture),
  ...into("md json html", "fleet", capture),
  ...["top", "tree", "traces", "raw", "dot", "svg", "png", "pdf", "proto", "topproto", "callgrind"].flatMap((view) => [
    [view, current, "-o", `OUT.${view}`],
    [`-${view}`, `-output=OUT.${view}`, current],
  ]),
];

for (const words of sampled(WRITERS, 10)) {
  test(`a full disk: ${words.map((word) => basename(word)).join(" ")}`, { skip }, async () => {
    for (const before of [undefined, "before ".repeat(3000)]) {
      assert.equal(mount(), 0);
      try {
        const target = join(disk, `x${(words.find((word) => word.includes("OUT")) ?? "").replace(/^.*OUT/, "")}`);
        const replaces = before !== undefined && !words.includes("--write-baseline");
        if (replaces) writeFileSync(target, before);
        fill();
        assertOneLine(await run(words.map((word) => word.replace("OUT", join(disk, "x")))));
        assert.deepEqual(filesOnDisk(), replaces ? [basename(target)] : []);
        if (replaces) assert.equal(readFileSync(target, "utf8"), before);
      } finally {
        unmount();
      }
    }
  });
}

/** On a disk of its own. */
async function onDisk(use: () => Promise<void>): Promise<void> {
  assert.equal(mount(), 0);
  try {
    await use();
  } finally {
    unmount();
  }
}

/** A process that serves profiles; `onHeap` is told of each that is asked for. */
async function withProcess(onHeap: (count: number) => void, use: (address: string) => Promise<void>): Promise<void> {
  let count = 0;
  const server = createServer(({ url = "" }, response) => {
    if (!url.startsWith("/debug/pprof/heap") || url.includes("debug=1")) {
      response.writeHead(404).end();
      return;
    }
    onHeap(++count);
    response.end(readFileSync(current));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
  }
}

usualTest("a full disk: what was asked for of a process is not half there", { skip }, async () => {
  const commands: readonly ((source: string) => readonly string[])[] = [
    (source) => ["fetch", `${source}/debug/pprof/heap`, "-o", join(disk, "x.out")],
    (source) => ["fetch", `${source}/debug/pprof/heap`, "-o", `${join(disk, "new")}/`],
    (source) => ["diff", base, `${source}/debug/pprof/heap`, "--save", join(disk, "saved")],
    (source) => ["capture", source, "--count", "2", "--every", "100ms", "-o", join(disk, "made/for/it")],
    () => ["capture", "-o", capture, "--report", join(disk, "bundle")],
  ];
  await withProcess(
    () => {},
    async (source) => {
      for (const command of commands) {
        for (const room of [0, 8192]) {
          await onDisk(async () => {
            fill(room);
            assertOneLine(await run(command(source)));
            assert.deepEqual(filesOnDisk(), [], command(source).join(" "));
          });
        }
      }
    },
  );
});

usualTest("a disk that is full at the third snapshot: two are kept, and said to be", { skip }, async () => {
  await onDisk(() =>
    withProcess(
      (count) => {
        if (count === 3) fill(4096);
      },
      async (source) => {
        const directory = join(disk, "capture");
        const ended = await run(["capture", source, "--count", "4", "--every", "100ms", "-o", directory]);
        assertOneLine(
          ended,
          /^heapblame: \S+\/capture\/003: cannot write: no space left on device; what was taken before is kept: heapblame capture -o \S+ reports on it$/m,
        );
        assert.deepEqual(readdirSync(directory).sort(), ["001", "002", "manifest.json"]);
        const again = await run(["capture", "-o", directory]);
        assert.deepEqual([again.status, again.stderr], [0, `heapblame: 2 snapshots in ${directory}\n`]);
      },
    ),
  );
});

usualTest("a full folder of temporary files: what needs none is made, the rest is a line", { skip }, async () => {
  await onDisk(async () => {
    fill();
    const env = { TMPDIR: disk };
    for (const ending of ["svg", "pdf", "html"]) {
      const file = join(folder, `made.${ending}`);
      assert.equal((await run(["diff", base, current, "-o", file], env)).status, 0);
      assert.ok(existsSync(file));
    }
    for (const words of [
      ["png", current, "-o", join(folder, "none.png")],
      ["web", current],
      ["weblist", "main", current],
    ])
      assertOneLine(await run(words, env));
    assert.deepEqual([filesOnDisk(), existsSync(join(folder, "none.png"))], [[], false]);
  });
});

usualTest("a full disk in pprof's shell: the file is not there, and the next line is read", { skip }, async () => {
  await onDisk(async () => {
    fill();
    const lines = [`output=${join(disk, "x.txt")}`, "top", "output=", `top > ${join(disk, "y.txt")}`, "top 1", ""];
    const { status, stdout, stderr } = await run(["shell", current], {}, lines.join("\n"));
    assert.equal(status, 0);
    assert.equal(stderr.match(/^write \S+: no space left on device$/gm)?.length, 2);
    assert.match(stdout, /flat%/);
    assert.deepEqual(filesOnDisk(), []);
  });
});

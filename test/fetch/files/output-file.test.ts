/** The writer over every kind of thing that a path can lead to. Devices are made by the test, which only root may do. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { openOutput, writeOutput } from "../../../src/fetch/files/output-file.ts";
import { isTemporary, writeNewFile } from "../../../src/fetch/files/replace-file.ts";

const folder = mkdtempSync(join(tmpdir(), "heapblame-output-"));
after(() => rmSync(folder, { recursive: true }));
const isRoot = process.getuid?.() === 0;
const needsRoot = !isRoot && "not root";
const needsOther = isRoot && "root may do everything";
const NOBODY = 65534;

const write = (path: string, text: string): Promise<void> => writeOutput(path, [Buffer.from(text)]);
const textOf = (path: string): string => readFileSync(path, "utf8");
const modeOf = (path: string): number => statSync(path).mode & 0o7777;

/** An empty folder of its own. */
function room(name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

function fileIn(path: string, text: string, mode = 0o644): string {
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

test("a new file has the mode that the umask leaves", async () => {
  const path = join(room("new"), "file");
  const before = process.umask(0o027);
  try {
    await write(path, "text");
  } finally {
    process.umask(before);
  }
  assert.deepEqual([textOf(path), modeOf(path)], ["text", 0o640]);
});

test("a file keeps its mode, whatever the umask, and is replaced by a whole one", async () => {
  const place = room("modes");
  for (const mode of [0o600, 0o640, 0o666, 0o755, 0o2755, 0o4711]) {
    const path = fileIn(join(place, mode.toString(8)), "before", mode);
    const { ino } = statSync(path);
    await write(path, "after");
    assert.deepEqual([textOf(path), modeOf(path)], ["after", mode]);
    assert.notEqual(statSync(path).ino, ino, "written beside and renamed");
  }
});

test("links stay, and what they lead to is written", async () => {
  const place = room("links");
  const target = fileIn(join(room("elsewhere"), "target"), "before", 0o600);
  symlinkSync("../elsewhere/target", join(place, "first"));
  symlinkSync(join(place, "first"), join(place, "second"));
  await write(join(place, "second"), "after");
  assert.deepEqual([textOf(target), modeOf(target)], ["after", 0o600]);
  assert.equal(readlinkSync(join(place, "first")), "../elsewhere/target");
  assert.ok(lstatSync(join(place, "second")).isSymbolicLink());
  assert.deepEqual(readdirSync(place), ["first", "second"]);
});

test("a link that leads to nothing yet is followed, as the shell does", async () => {
  const place = room("dangling");
  symlinkSync("made", join(place, "link"));
  await write(join(place, "link"), "text");
  assert.deepEqual([textOf(join(place, "made")), readlinkSync(join(place, "link"))], ["text", "made"]);
  symlinkSync("nowhere/made", join(place, "lost"));
  await assert.rejects(write(join(place, "lost"), "text"), { code: "ENOENT" });
  assert.deepEqual(readdirSync(place).sort(), ["link", "lost", "made"]);
});

test("what `..` means after a link is what the system means by it", async () => {
  const place = room("dots");
  mkdirSync(join(place, "deep/inner"), { recursive: true });
  symlinkSync("deep/inner", join(place, "link"));
  await write(`${place}/link/../file`, "text");
  assert.ok(existsSync(join(place, "deep/file")));
});

test("what cannot be written is the system's error, and nothing is left behind", async () => {
  const place = room("errors");
  symlinkSync("loop", join(place, "loop"));
  fileIn(join(place, "file"), "");
  const cases = [
    [place, "EISDIR"],
    [`${place}/new/`, "EISDIR"],
    [`${place}/missing/file`, "ENOENT"],
    [`${place}/loop`, "ELOOP"],
    [`${place}/file/below`, "ENOTDIR"],
    [`${place}/${"x".repeat(300)}`, "ENAMETOOLONG"],
  ] as const;
  for (const [path, code] of cases) await assert.rejects(write(path, "text"), { code }, path);
  assert.deepEqual(readdirSync(place).sort(), ["file", "loop"]);
});

test("a name as long as a name may be is written", async () => {
  const place = room("long");
  for (const name of ["x".repeat(255), "é".repeat(127)]) await write(join(place, name), "text");
  assert.equal(readdirSync(place).length, 2);
});

test("a file with two names keeps both", async () => {
  const place = room("names");
  const path = fileIn(join(place, "a"), "a longer text than the next", 0o4750);
  linkSync(path, join(place, "b"));
  for (const text of ["after", "and one that is longer than any before", ""]) {
    await write(path, text);
    assert.deepEqual([textOf(join(place, "b")), statSync(path).nlink, modeOf(path)], [text, 2, 0o4750]);
  }
  assert.deepEqual(readdirSync(place), ["a", "b"]);
});

test("a document that fails half-way leaves what was there", async () => {
  const place = room("half");
  const path = fileIn(join(place, "file"), "before");
  const other = fileIn(join(place, "names"), "before");
  linkSync(other, join(place, "twin"));
  function* half(): Generator<Uint8Array> {
    yield Buffer.from("aft");
    throw new Error("no more");
  }
  for (const name of [path, other, join(place, "new")]) await assert.rejects(writeOutput(name, half()), /no more/);
  assert.deepEqual([textOf(path), textOf(other)], ["before", "before"]);
  assert.deepEqual(readdirSync(place), ["file", "names", "twin"]);
});

test("until it is finished a file is as it was", async () => {
  const path = fileIn(join(room("until"), "file"), "before");
  const file = await openOutput(path);
  await file.write(Buffer.from("after"));
  assert.equal(textOf(path), "before");
  await file.finish();
  assert.equal(textOf(path), "after");
});

test("of many writers at once each writes all of it", async () => {
  const place = room("many");
  const texts = Array.from({ length: 20 }, (_, index) => String.fromCharCode(97 + index).repeat(100_000 + index));
  for (const name of ["there", "missing"]) {
    if (name === "there") fileIn(join(place, name), "before");
    await Promise.all(texts.map((text) => write(join(place, name), text)));
    assert.ok(texts.includes(textOf(join(place, name))));
  }
  assert.deepEqual(readdirSync(place).sort(), ["missing", "there"]);
});

test("a new name goes to one of many, and is whole at once", async () => {
  const place = room("claims");
  const path = join(place, "lock");
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) => writeNewFile(path, Buffer.from(`writer ${index}`))),
  );
  assert.equal(results.filter(({ status }) => status === "fulfilled").length, 1);
  for (const result of results) if (result.status === "rejected") assert.equal(result.reason.code, "EEXIST");
  assert.match(textOf(path), /^writer \d+$/);
  assert.deepEqual(readdirSync(place), ["lock"]);
});

test("a FIFO is written and stays one", { skip: process.platform === "win32" }, async () => {
  const path = join(room("fifo"), "fifo");
  execFileSync("mkfifo", [path]);
  const reader = new Promise<string>((resolve) => {
    import("node:child_process").then(({ execFile }) => execFile("cat", [path], (_error, stdout) => resolve(stdout)));
  });
  await write(path, "text");
  assert.equal(await reader, "text");
  assert.ok(lstatSync(path).isFIFO());
});

test("a socket is an error and stays", { skip: process.platform === "win32" }, async () => {
  const path = join(room("socket"), "s");
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(path, resolve));
  try {
    await assert.rejects(write(path, "text"), { code: "ENXIO" });
    assert.ok(lstatSync(path).isSocket());
  } finally {
    server.close();
  }
});

test("devices are written and stay devices", { skip: needsRoot }, async (t) => {
  const place = room("devices");
  try {
    execFileSync("mknod", [join(place, "null"), "c", "1", "3"], { stdio: "pipe" });
    execFileSync("mknod", [join(place, "full"), "c", "1", "7"], { stdio: "pipe" });
    await write(join(place, "null"), "");
  } catch (error) {
    return t.skip(`no devices here: ${(error as Error).message}`);
  }
  symlinkSync("null", join(place, "link"));
  for (const name of ["null", "link"]) await write(join(place, name), "text");
  await assert.rejects(write(join(place, "full"), "text"), { code: "ENOSPC" });
  for (const name of ["null", "full"]) assert.ok(lstatSync(join(place, name)).isCharacterDevice(), name);
  assert.deepEqual(readdirSync(place).sort(), ["full", "link", "null"]);
});

test("the system's null and full device", { skip: !existsSync("/dev/full") }, async () => {
  await write("/dev/null", "text");
  await assert.rejects(write("/dev/full", "text"), { code: "ENOSPC" });
  for (const path of ["/dev/null", "/dev/full"]) assert.ok(lstatSync(path).isCharacterDevice(), path);
});

test("a file of somebody else stays theirs", { skip: needsRoot }, async () => {
  const place = room("owners");
  for (const [uid, gid] of [
    [NOBODY, NOBODY],
    [NOBODY, 0],
    [0, NOBODY],
  ] as const) {
    const path = fileIn(join(place, `${uid}-${gid}`), "before and longer", 0o640);
    chownSync(path, uid, gid);
    await write(path, "after");
    const stats = statSync(path);
    assert.deepEqual([textOf(path), stats.uid, stats.gid, modeOf(path)], ["after", uid, gid, 0o640]);
  }
});

test("a folder that takes no new file has the old one written", { skip: needsOther }, async () => {
  const place = room("closed");
  const path = fileIn(join(place, "file"), "before");
  chmodSync(place, 0o555);
  try {
    await write(path, "after");
    assert.equal(textOf(path), "after");
    await assert.rejects(write(join(place, "new"), "text"), { code: "EACCES" });
    assert.deepEqual(readdirSync(place), ["file"]);
  } finally {
    chmodSync(place, 0o755);
  }
});

test("a file that may not be written is not replaced", { skip: needsOther }, async () => {
  const place = room("read-only");
  const path = fileIn(join(place, "file"), "before", 0o444);
  await assert.rejects(write(path, "after"), { code: "EACCES" });
  assert.deepEqual([textOf(path), modeOf(path), readdirSync(place).length], ["before", 0o444, 1]);
});

test("a disk that is full leaves what was there", { skip: needsRoot }, async (t) => {
  const place = room("full");
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "none", place]).status !== 0)
    return t.skip("no mounts here");
  try {
    const path = fileIn(join(place, "file"), "x".repeat(20_000));
    const twin = fileIn(join(place, "twin"), "y".repeat(20_000));
    linkSync(twin, join(place, "other"));
    for (const name of [path, twin, join(place, "new")]) {
      await assert.rejects(write(name, "z".repeat(100_000)), { code: "ENOSPC" }, name);
    }
    assert.deepEqual([textOf(path), textOf(twin)], ["x".repeat(20_000), "y".repeat(20_000)]);
    assert.deepEqual(readdirSync(place).sort(), ["file", "other", "twin"]);
  } finally {
    spawnSync("umount", [place]);
  }
});

test("a file that is mounted by itself is written where it is", { skip: needsRoot }, async (t) => {
  const place = room("mounted");
  const [outside, inside] = [fileIn(join(place, "outside"), "before"), fileIn(join(place, "inside"), "")];
  if (spawnSync("mount", ["--bind", outside, inside]).status !== 0) return t.skip("no mounts here");
  try {
    await write(inside, "after");
    assert.equal(textOf(outside), "after");
  } finally {
    spawnSync("umount", [inside]);
  }
});

test("the names of files on their way are known again", async () => {
  const place = room("temporary");
  const file = await openOutput(join(place, "report.md"));
  const [name = ""] = readdirSync(place);
  assert.ok(isTemporary(name), name);
  await file.abandon();
  assert.deepEqual(readdirSync(place), []);
  for (const other of ["report.md", "a.tmp", ".hidden", "001"]) assert.ok(!isTemporary(other), other);
});

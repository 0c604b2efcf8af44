/** Archives made by tar and by a zip writer, read through the loader as a user names them. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { FetchError, ProfileError } from "../../../src/errors.ts";
import { readArchive } from "../../../src/fetch/archives/archive.ts";
import { loadProfile } from "../../../src/load.ts";
import { runCli } from "../../cli/run-cli.ts";
import { fixture, fixtureBytes } from "../../fixtures.ts";

const HEAP = fixtureBytes("streamwatcher/retain/heap-after.out");
const BEFORE = fixtureBytes("streamwatcher/retain/heap-before.out");
const GOROUTINES = fixtureBytes("programs/kinds/goroutine.out");
const LONG = `${"long-folder-name/".repeat(12)}heap.pb.gz`;

let folder: string;

before(() => {
  folder = mkdtempSync(join(tmpdir(), "heapblame-archives-"));
  mkdirSync(join(folder, "one", LONG, ".."), { recursive: true });
  writeFileSync(join(folder, "one", LONG), HEAP);
  writeFileSync(join(folder, "one/goroutine.pb.gz"), GOROUTINES);
  writeFileSync(join(folder, "one/README"), "no profile\n");
  mkdirSync(join(folder, "two"));
  writeFileSync(join(folder, "two/heap-before.out"), BEFORE);
  writeFileSync(join(folder, "two/heap-after.out"), HEAP);
  for (const name of ["one", "two"]) {
    for (const format of ["gnu", "ustar", "pax"]) {
      execFileSync("tar", ["-cf", `${name}-${format}.tar`, `--format=${format}`, "-C", name, "."], { cwd: folder });
    }
    writeFileSync(join(folder, `${name}.tar.gz`), gzipSync(readFileSync(join(folder, `${name}-gnu.tar`))));
  }
  writeFileSync(
    join(folder, "one.zip"),
    zipSync({
      "a/": new Uint8Array(),
      "a/heap.pb.gz": HEAP,
      "a/g.pb.gz": GOROUTINES,
      "../../etc/passwd": new Uint8Array(9),
    }),
  );
});

before(() => {
  const members = { "heap-before.out": BEFORE, "heap-after.out": HEAP };
  writeFileSync(join(folder, "two.zip"), zipSync({ ...members, "notes.txt": new Uint8Array(9) }));
  mkdirSync(join(folder, "three"));
  for (const name of ["heap-1.out", "heap-3.out", "heap-4.out"])
    writeFileSync(join(folder, "three", name), fixtureBytes(`streamwatcher/retain/${name}`));
  execFileSync("tar", ["-czf", "three.tgz", "three"], { cwd: folder });
});

after(() => rmSync(folder, { recursive: true, force: true }));

const live = (bytes: Uint8Array): Promise<readonly ArrayLike<unknown>[]> => {
  const file = join(folder, "plain");
  writeFileSync(file, bytes);
  return loadProfile(file).then(({ samples }) => samples.values);
};

test("the only heap profile of an archive is read, whoever wrote it, and it is said which", async () => {
  for (const name of ["one-gnu.tar", "one-ustar.tar", "one-pax.tar", "one.tar.gz", "one.zip"]) {
    const notices: string[] = [];
    const profile = await loadProfile(name, { cwd: folder, onNotice: (line) => notices.push(line) });
    assert.deepEqual(profile.samples.values, await live(HEAP), name);
    assert.equal(notices.length, 1);
    assert.match(notices[0] ?? "", new RegExp(`^${name}: read .*heap\\.pb\\.gz out of the archive, of 3 files in it$`));
  }
});

test("of several heap profiles none is guessed: they are listed, with how to name one", async () => {
  await assert.rejects(loadProfile("two.tar.gz", { cwd: folder }), (error) => {
    assert.ok(error instanceof ProfileError && error.code === "archive");
    assert.match(
      error.message,
      /^two\.tar\.gz: an archive of 2 profiles: .*heap-before\.out \(heap\).*name the one that is meant behind a colon/,
    );
    return true;
  });
});

test("a file inside is named behind a colon, as it is or from a dot on", async () => {
  for (const name of ["two.tar.gz:heap-before.out", "two-pax.tar:./heap-before.out", "one.zip:a/heap.pb.gz"]) {
    const profile = await loadProfile(name, { cwd: folder });
    assert.deepEqual(profile.samples.values, await live(name.startsWith("two") ? BEFORE : HEAP), name);
  }
  const { code, stdout } = await runCli(["diff", "two.tar.gz:heap-before.out", "two.tar.gz:heap-after.out"], {
    cwd: folder,
  });
  assert.equal(code, 0);
  assert.match(stdout, /\+54\.1 MiB/);
});

test("what is not inside is said with what is, and what is no archive is said to be none", async () => {
  const failure = async (name: string): Promise<string> => {
    const error = await loadProfile(name, { cwd: folder }).then(
      () => assert.fail(name),
      (error: unknown) => error,
    );
    assert.ok(error instanceof FetchError && error.code === "not-found", String(error));
    return error.message;
  };
  assert.match(await failure("two.tar.gz:nope"), /there is no nope in the archive, but .*heap-after\.out/);
  assert.match(await failure(`${fixture("README.md")}:x`), /is no tar, tar\.gz or zip archive/);
  assert.match(await failure("nothing:x"), /no such file/);
});

test("a file whose name has a colon is that file", async () => {
  writeFileSync(join(folder, "two.tar.gz:heap-after.out"), BEFORE);
  const profile = await loadProfile("two.tar.gz:heap-after.out", { cwd: folder });
  rmSync(join(folder, "two.tar.gz:heap-after.out"));
  assert.deepEqual(profile.samples.values, await live(BEFORE));
});

test("what unpacks to more than allowed is refused before it is unpacked, and so are too many files", async () => {
  const bomb = zipSync({ zeros: new Uint8Array(1 << 24) }, { level: 9 });
  const refusedFor =
    (code: string) =>
    (error: unknown): boolean =>
      error instanceof FetchError && error.code === code;
  await assert.rejects(readArchive(bomb, 1 << 20), refusedFor("archive-size"));
  await assert.rejects(
    readArchive(gzipSync(readFileSync(join(folder, "two-gnu.tar"))), 4096),
    refusedFor("archive-size"),
  );
  const many = Object.fromEntries(Array.from({ length: 10_001 }, (_, at) => [`${at}`, new Uint8Array()]));
  await assert.rejects(readArchive(zipSync(many, { level: 0 })), refusedFor("archive-files"));
});

test("an archive cut anywhere is refused or read in part, never a bug", async () => {
  for (const name of ["one.zip", "one-gnu.tar"]) {
    const bytes = readFileSync(join(folder, name));
    for (let length = 0; length < bytes.length; length += 997) {
      try {
        await readArchive(bytes.subarray(0, length));
      } catch (error) {
        assert.ok(error instanceof FetchError && error.code === "corrupt", `${name}, ${length}: ${error}`);
      }
    }
  }
});

test("an archive of several heap profiles stands for them, in the order in which they were taken", async () => {
  const run = (...words: string[]) => runCli(words, { cwd: folder });
  const [expected, ...same] = [
    await run("two.tar.gz:heap-before.out", "two.tar.gz:heap-after.out"),
    await run("two.tar.gz"),
    await run("diff", "two.tar.gz"),
    await run("report", "two.zip"),
  ];
  assert.match(expected?.stdout ?? "", /^\+54\.1 MiB/);
  for (const { code, stdout, stderr } of same) {
    assert.equal(code, 0, stderr);
    assert.equal(stdout.replaceAll("two.zip", "two.tar.gz"), expected?.stdout);
  }
  assert.match(
    (await run("report", "two.zip")).stderr,
    /^heapblame: no heap profiles, left out: two\.zip:notes\.txt\n$/,
  );
  assert.equal((await run("check", "two.tar.gz", "--max-growth", "100MB")).code, 0);
  const three = await run("trend", "three.tgz");
  assert.match(three.stdout, /, 3 states in /, three.stderr);
  assert.match(
    (await run("diff", "three.tgz")).stderr,
    /there are 3 heap profiles in it, and this compares two: heapblame trend three\.tgz/,
  );
});

test("so does a directory, whatever the files are called", async () => {
  mkdirSync(join(folder, "pair"));
  writeFileSync(join(folder, "pair/z-before"), BEFORE);
  writeFileSync(join(folder, "pair/after"), HEAP);
  for (const words of [["diff", "pair"], ["pair"]]) {
    const { code, stdout, stderr } = await runCli(words, { cwd: folder });
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, /^\+54\.1 MiB/);
  }
});

import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import type { ProfileError } from "../../src/errors.ts";
import { parseAll } from "../../src/load/workers.ts";
import { zstdDecompressor } from "../../src/load/zstd.ts";
import { loadEach, loadProfile, loadProfiles } from "../../src/load.ts";
import { encodeProfile } from "../../src/profile/codec/encode.ts";
import { parseProfile } from "../../src/profile/parse.ts";
import type { Profile } from "../../src/profile/tables.ts";
import { generateProfile } from "../bench/generate.ts";
import { profileFromText } from "../profile/profile-from-text.ts";
import { rowsOf } from "../profile/rows-of.ts";
import { pprofBinary, runPprof } from "../report/pprof-oracle.ts";

const folder = mkdtempSync(join(tmpdir(), "heapblame-load-"));
after(() => rmSync(folder, { recursive: true }));

const good = encodeProfile(profileFromText("main.main;main.leak 3 4096"));
const file = (name: string, bytes: Uint8Array | string): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};

test("a profile is loaded from a file, packed or plain, relative to the directory given", async () => {
  file("plain.pb", good);
  file("packed.pb.gz", gzipSync(good));
  for (const name of ["plain.pb", "packed.pb.gz"]) {
    assert.deepEqual(rowsOf(await loadProfile(name, { cwd: folder })), rowsOf(parseProfile(good)));
  }
});

test("- is standard input", async () => {
  const profile = await loadProfile("-", { stdin: async () => gzipSync(good) });
  assert.equal(profile.samples.length, 1);
});

test("what is wrong with a source is said with its name, and in pprof's words for pprof's command line", async (t) => {
  const unreadable = file("unreadable", good);
  chmodSync(unreadable, 0);
  const bad: readonly (readonly [source: string, name: string, code: string])[] = [
    [join(folder, "missing"), "FetchError", "not-found"],
    [join(file("plain", good), "below"), "FetchError", "not-found"],
    [folder, "FetchError", "is-directory"],
    [file("empty", ""), "ProfileError", "empty"],
    [file("page", "<html><title>x</title>"), "ProfileError", "html"],
    ...(process.getuid?.() === 0 ? [] : [[unreadable, "FetchError", "unreadable"] as const]),
  ];
  for (const [source, name, code] of bad) {
    const { pprofText, message } = await loadProfile(source).then(
      () => assert.fail(`${source} was loaded`),
      (error: unknown) => {
        assert.equal((error as Error).name, name);
        assert.equal((error as { code: string }).code, code);
        return error as Error & { pprofText: string };
      },
    );
    assert.ok(message.startsWith(`${source}: `), message);
    if (pprofBinary() === "") continue;
    const said = runPprof(["-raw", source]).toString();
    assert.equal(said, `exit 2: ${source}: ${pprofText}\nfailed to fetch any source profiles\n`);
  }
  if (pprofBinary() === "") t.diagnostic("no Go on PATH: pprof's words not compared");
});

test("the first source that fails fails them all; loadEach keeps what could be loaded", async () => {
  const sources = [file("good.pb", good), join(folder, "missing"), file("noise", "noise")];
  await assert.rejects(loadProfiles(sources), { code: "not-found" });
  const results = await loadEach(sources);
  assert.deepEqual(
    results.map(({ status }) => status),
    ["fulfilled", "rejected", "rejected"],
  );
  assert.match(String((results[2] as PromiseRejectedResult).reason.message), /noise: text, not a profile/);
});

/** load/workers.ts and its worker bundled as the build does it: from the sources there are no threads. */
async function bundledParseAll(): Promise<typeof parseAll> {
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const source = (path: string): string => fileURLToPath(new URL(`../../src/${path}`, import.meta.url));
  const settings = { outdir: folder, bundle: true, platform: "node", target: "node20", logLevel: "error" } as const;
  await build({ ...settings, entryPoints: { "chunks/workers": source("load/workers.ts") }, format: "esm" });
  await build({
    ...settings,
    entryPoints: { "load-worker": source("load-worker.ts") },
    format: "cjs",
    outExtension: { ".js": ".cjs" },
  });
  const bundle = (await import(pathToFileURL(join(folder, "chunks/workers.js")).href)) as { parseAll: typeof parseAll };
  return bundle.parseAll;
}

test("large profiles come out of threads as they come out of this one, and so do errors", async () => {
  const shape = { samples: 30_000, functions: 800, locations: 4000, seed: 5 };
  const [base, current] = [0, 1].map(
    (round) => new Uint8Array(gzipSync(generateProfile({ ...shape, round }), { level: 1 })),
  );
  assert.ok(base !== undefined && current !== undefined && base.length > 1 << 20);
  const inputs = [base, current, current.slice(0, -100), gzipSync(good), base.slice(0, -200)];
  const inThreads = await (await bundledParseAll())(inputs, {}, { threads: 3, from: 1 << 20 });
  const alone = await parseAll(inputs, {});
  assert.deepEqual(
    alone.map(({ status }) => status),
    ["fulfilled", "fulfilled", "rejected", "fulfilled", "rejected"],
  );
  for (const [index, wanted] of alone.entries()) {
    const result = inThreads[index];
    assert.equal(result?.status, wanted.status, String((result as PromiseRejectedResult).reason));
    if (result?.status === "fulfilled" && wanted.status === "fulfilled") {
      const { strings, ...columns } = result.value;
      const { strings: wantedStrings, ...wantedColumns } = wanted.value;
      assert.deepEqual(columns, wantedColumns);
      assert.equal(strings.at(strings.length - 1), wantedStrings.at(wantedStrings.length - 1));
    }
    if (result?.status === "rejected" && wanted.status === "rejected") {
      const { name, code, message, pprofText } = result.reason as ProfileError;
      assert.deepEqual({ name, code, message, pprofText }, { ...wanted.reason, message: wanted.reason.message });
    }
  }
});

test("many files, unpacked ahead or not, come out as each does alone, and so do errors", async () => {
  const shape = { samples: 300, functions: 80, locations: 400, seed: 7 };
  const plain = [0, 1, 2, 3].map((round) => generateProfile({ ...shape, round }));
  const packed = plain.map((bytes) => new Uint8Array(gzipSync(bytes)));
  const first = packed[0] as Uint8Array;
  const damaged = first.slice();
  damaged[200] = (damaged[200] as number) ^ 0xff;
  const wrongSum = first.slice();
  wrongSum[first.length - 8] = (wrongSum[first.length - 8] as number) ^ 1;
  const liesAboutSize = first.slice();
  liesAboutSize[first.length - 4] = 7;
  const half = plain[1]?.length ?? 0;
  const inTwo = [plain[1]?.subarray(0, half / 2), plain[1]?.subarray(half / 2)].map((part) => gzipSync(part ?? ""));
  const named = Uint8Array.of(...first.subarray(0, 3), 8, ...first.subarray(4, 10), 0x61, 0, ...first.subarray(10));
  const inputs = [
    ...packed,
    damaged,
    wrongSum,
    liesAboutSize,
    first.slice(0, 300),
    first.slice(0, 9),
    new Uint8Array(Buffer.concat(inTwo)),
    named,
    ...plain,
    ...packed,
    new Uint8Array(),
    gzipSync(""),
    ...packed,
  ];
  const ahead = [0, Number.POSITIVE_INFINITY].map((aheadFrom) => ({ aheadFrom }));
  for (const { settings, aheadFrom } of [{}, { sizeLimit: 20_000 }].flatMap((settings) =>
    ahead.map((from) => ({ settings, ...from })),
  )) {
    const together = await parseAll(inputs, settings, { aheadFrom });
    const alone = await Promise.all(inputs.map(async (bytes) => (await parseAll([bytes], settings))[0]));
    const outcome = (result: PromiseSettledResult<Profile> | undefined): unknown =>
      result?.status === "fulfilled" ? rowsOf(result.value) : String(result?.reason);
    assert.deepEqual(together.map(outcome), alone.map(outcome));
    assert.equal(together.filter(({ status }) => status === "rejected").length > 5, true);
  }
});

/** zstd frame of one block that repeats a byte, the one kind that is easily written by hand: `count` times `byte`. */
function zstdRun(byte: number, count: number): Uint8Array {
  const block = 1 | (1 << 1) | (count << 3);
  return Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0x58, block & 255, (block >> 8) & 255, (block >> 16) & 255, byte);
}

/** zstd frame that holds the bytes as they are. */
function zstdStored(bytes: Uint8Array): Uint8Array {
  const block = 1 | (bytes.length << 3);
  return Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0x58, block & 255, (block >> 8) & 255, (block >> 16) & 255, ...bytes);
}

test("zstd is unpacked, up to the limit, and its faults are ours", async () => {
  assert.equal((await loadProfile(file("heap.zst", zstdStored(good)))).samples.length, 1);
  const decompress = await zstdDecompressor();
  assert.deepEqual(new Uint8Array(decompress(zstdRun(7, 100_000), 100_000)), new Uint8Array(100_000).fill(7));
  assert.throws(() => decompress(zstdRun(7, 100_000), 99_999), { code: "too-large" });
  await assert.rejects(loadProfile(file("cut.zst", zstdStored(good).subarray(0, 40))), { code: "zstd" });
  await assert.rejects(loadProfile(file("bad.zst", Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0xff, 0xff, 9, 9, 9))), {
    code: "zstd",
  });
});

test("the size limit holds for files", async () => {
  await assert.rejects(loadProfile(file("limit.pb.gz", gzipSync(good)), { sizeLimit: 10 }), { code: "too-large" });
});

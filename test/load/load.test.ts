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
import { encodeProfile } from "../../src/profile/encode.ts";
import { parseProfile } from "../../src/profile/parse.ts";
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

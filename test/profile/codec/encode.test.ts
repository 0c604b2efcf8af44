import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { decodeProfile } from "../../../src/profile/codec/decode.ts";
import { encodeProfile } from "../../../src/profile/codec/encode.ts";
import { gzip } from "../../../src/profile/codec/gzip/gzip.ts";
import { parseProfile } from "../../../src/profile/parse.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { pprofBinary } from "../../report/pprof-oracle.ts";
import { arbitraryProfile } from "../arbitrary-profile.ts";
import { profileFiles, readBytes, readUnpacked } from "../corpus.ts";
import { profileFromText } from "../profile-from-text.ts";
import { rowsOf } from "../rows-of.ts";

/** Every column, and the bytes of the strings. */
function columnsOf({ strings, ...rest }: Profile): object {
  return { ...rest, bytes: strings.bytes, offsets: strings.offsets };
}

test("a profile is the same after it was encoded and decoded, whatever is in it", () => {
  fc.assert(
    fc.property(arbitraryProfile(), (profile) => {
      const decoded = decodeProfile(encodeProfile(profile));
      assert.deepEqual(rowsOf(decoded), rowsOf(profile));
    }),
    { numRuns: 300 },
  );
});

test("encoding is stable: what comes out of it goes in and out unchanged, column by column and byte by byte", () => {
  fc.assert(
    fc.property(arbitraryProfile(), (profile) => {
      const bytes = encodeProfile(profile);
      const decoded = decodeProfile(bytes);
      assert.deepEqual(encodeProfile(decoded), bytes);
      assert.deepEqual(columnsOf(decodeProfile(encodeProfile(decoded))), columnsOf(decoded));
    }),
    { numRuns: 100 },
  );
});

test("every profile of the corpus survives decode, encode, decode", () => {
  let seen = 0;
  for (const file of profileFiles()) {
    const profile = parseProfile(readBytes(file));
    const again = decodeProfile(encodeProfile(profile));
    // Legacy rows of size 0 have a label that profile.proto cannot hold.
    const withoutZeros = rowsOf(profile);
    for (const sample of withoutZeros.samples) {
      (sample as { labels: unknown }).labels = sample.labels.filter(({ value, unit }) => value !== 0n || unit !== "");
    }
    assert.deepEqual(rowsOf(again), withoutZeros, file);
    seen++;
  }
  assert.ok(seen > 100, `${seen} files`);
});

test("the bytes are those of `pprof -proto`, label order, string table and all", (t) => {
  const pprof = pprofBinary();
  if (pprof === "") return t.skip("no Go on PATH");
  const folder = mkdtempSync(join(tmpdir(), "heapblame-encode-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const written = join(folder, "out.pb.gz");
  let same = 0;
  for (const file of profileFiles().filter((_, index) => index % 5 === 0)) {
    const env = { ...process.env, PPROF_BINARY_PATH: folder, HOME: folder };
    spawnSync(pprof, ["-symbolize=none", "-proto", `-output=${written}`, file], { env });
    const wanted = new Uint8Array(gunzipSync(readFileSync(written)));
    // Legacy rows of size 0 have a label that profile.proto cannot hold, so these are compared on their way out.
    const isText = readUnpacked(file)[0] === 0x68;
    const profile = isText ? parseProfile(readBytes(file)) : decodeProfile(wanted);
    assert.deepEqual(encodeProfile(profile), wanted, file);
    same++;
  }
  assert.ok(same > 5);
});

test("what is encoded prints as before with `pprof -raw`", (t) => {
  const pprof = pprofBinary();
  if (pprof === "") return t.skip("no Go on PATH");
  const folder = mkdtempSync(join(tmpdir(), "heapblame-encode-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const written = join(folder, "out.pb.gz");
  const raw = (file: string): string =>
    spawnSync(pprof, ["-symbolize=none", "-raw", file], { encoding: "utf8", maxBuffer: 1 << 30 }).stdout;
  for (const profile of fc.sample(arbitraryProfile(), { numRuns: 20, seed: 7 })) {
    writeFileSync(written, encodeProfile(profile));
    const first = raw(written);
    writeFileSync(written, gzip(encodeProfile(decodeProfile(encodeProfile(profile)))));
    assert.notEqual(first, "");
    assert.equal(raw(written), first);
  }
});

test("packing gives the same bytes every time, without a time stamp", () => {
  const bytes = new Uint8Array(100_000).map((_, index) => index % 251);
  const packed = gzip(bytes);
  assert.deepEqual(packed, gzip(bytes.slice()));
  assert.deepEqual([...packed.subarray(4, 8)], [0, 0, 0, 0]);
  assert.deepEqual(new Uint8Array(gunzipSync(packed)), bytes);
});

test("protobufjs is loaded by encode.ts only", () => {
  const script = `import "./src/profile/parse.ts"; import { createRequire } from "node:module";
    console.log(Object.keys(createRequire(import.meta.url).cache).filter((file) => file.includes("protobufjs")).length);`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    encoding: "utf8",
  });
  assert.equal(stdout.trim(), "0", stderr);
});

test("values are packed from three on, as pprof writes them", () => {
  const types = ["a", "b", "c"].map((type) => ({ type, unit: "count" }));
  const bytesOf = (count: number) =>
    Buffer.from(
      encodeProfile(
        profileFromText(`- ${[5, 6, 7].slice(0, count).join(" ")}`, { sampleTypes: types.slice(0, count) }),
      ),
    );
  assert.ok(bytesOf(3).includes(Buffer.of(18, 5, 18, 3, 5, 6, 7)));
  assert.ok(bytesOf(2).includes(Buffer.of(18, 4, 16, 5, 16, 6)));
});

/** Messages that OTLP's own Go module wrote (fixtures/otlp/main.go): as a profile, and what is refused. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { ProfileError } from "../../../src/errors.ts";
import { encodeProfile } from "../../../src/profile/codec/encode.ts";
import { looksLikeOtlp } from "../../../src/profile/otlp/message.ts";
import { parseOtlp } from "../../../src/profile/otlp/otlp.ts";
import { parseProfile } from "../../../src/profile/parse.ts";
import { heapProfile } from "../../blame/heap-buckets.ts";
import { runCli } from "../../cli/run-cli.ts";

const folder = fileURLToPath(new URL("../../../fixtures/otlp/", import.meta.url));
const file = join(folder, "heap.otlp");
const bytes = new Uint8Array(readFileSync(file));

test("four types of one moment are the columns of one profile, by stack and attributes", async () => {
  const { header } = parseProfile(bytes);
  assert.deepEqual(
    header.sampleTypes.map(({ type, unit }) => `${type}/${unit}`),
    ["alloc_objects/count", "alloc_space/bytes", "inuse_objects/count", "inuse_space/bytes"],
  );
  assert.deepEqual([header.period, header.periodType.type, header.timeNanos], [524288n, "space", 1787320800000000000n]);
  const { stdout } = await runCli(["raw", file]);
  const wanted = [
    "          9 9895604649984          3 3298534883328: 2 1 ",
    "                job:[nightly]",
    "                bytes:[1024 bytes]",
    "          5    5242880          1    1048576: 1 ",
    "Locations",
    "     1: 0x401000 M=1 main.main main.go:7:0 s=3",
    "     2: 0x402000 M=1 main.keep main.go:21:0 s=0",
    "Mappings",
    "1: 0x400000/0x900000/0x0 /bin/app abc123 [FN]",
  ];
  assert.ok(stdout.includes(wanted.join("\n")), stdout);
});

test("packed it is the same, and what it was read out of is said", async () => {
  assert.deepEqual(parseProfile(new Uint8Array(gzipSync(bytes))), parseProfile(bytes));
  const { stderr, code } = await runCli(["top", file]);
  assert.equal(code, 0);
  assert.match(stderr, /read an OTLP message \(alpha\)/);
});

test("two states of one measure are no one state", () => {
  const twice = new Uint8Array(readFileSync(join(folder, "twice.otlp")));
  assert.throws(
    () => parseProfile(twice),
    (error) => error instanceof ProfileError && /several profiles of inuse_space/.test(error.message),
  );
});

test("what is cut short anywhere, or altered anywhere, ends in a profile or in one error", () => {
  for (let at = 0; at < bytes.length; at++) {
    const altered = bytes.slice();
    altered[at] = (altered[at] as number) ^ 0x5f;
    for (const broken of [bytes.subarray(0, at), altered]) {
      try {
        parseOtlp(broken);
        parseProfile(broken);
      } catch (error) {
        assert.ok(error instanceof ProfileError, `byte ${at}: ${String(error)}`);
      }
    }
  }
});

test("a profile of pprof's own is none", () => {
  const profile = encodeProfile(heapProfile([{ stack: "main.main", size: 64, inuse: 1, alloc: 2 }]));
  assert.equal(looksLikeOtlp(profile), false);
  assert.equal(parseOtlp(profile), undefined);
  assert.equal(parseOtlp(new Uint8Array()), undefined);
});

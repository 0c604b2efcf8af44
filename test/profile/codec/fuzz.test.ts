/** Damaged input: always a ProfileError or a profile, never anything else, and the same verdict as pprof's parser in the same words. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { ProfileError } from "../../../src/errors.ts";
import { encodeProfile } from "../../../src/profile/codec/encode.ts";
import { fixtureBytes } from "../../fixtures.ts";
import { compareWithGo, verdictOn } from "../compare-with-go.ts";
import { readUnpacked } from "../corpus.ts";
import { type GoParser, openGoParser } from "../go-parser.ts";
import { LEGACY_SAMPLES } from "../legacy-samples.ts";
import { mutations } from "../mutations.ts";
import { profileFromText } from "../profile-from-text.ts";

const small = encodeProfile(
  profileFromText(
    "main.main;main.serve@serve.go:12;~main.inlined@in.go:3 -1 4096\nmain.main;main.leak 3 9007199254740993\n- 1 1",
  ),
);

test("a profile cut after any byte is refused or read, never anything else", () => {
  const packed = new Uint8Array(gzipSync(small));
  for (const bytes of [small, packed, ...Object.values(LEGACY_SAMPLES)]) {
    for (let length = 0; length < bytes.length; length++) verdictOn(bytes.subarray(0, length));
  }
});

test("a packed profile cut after any byte is never read, however it is inflated", () => {
  const packed = new Uint8Array(gzipSync(small));
  for (let length = 2; length < packed.length; length++) {
    for (const withZlib of [false, true]) {
      const verdict = verdictOn(packed.subarray(0, length), withZlib);
      assert.ok(verdict instanceof ProfileError && verdict.code === "gzip-truncated", `${length} bytes`);
    }
  }
});

describe("damaged files get pprof's verdict in pprof's words", () => {
  let go: GoParser | string = "not opened";
  before(() => {
    go = openGoParser();
  });
  after(() => {
    if (typeof go !== "string") go.close();
  });

  const seeds: Record<string, Uint8Array> = {
    "a small profile": small,
    "a small profile, packed": new Uint8Array(gzipSync(small)),
    "a packed profile with stored blocks": new Uint8Array(gzipSync(small, { level: 0 })),
    "a packed profile in two members": new Uint8Array([
      ...gzipSync(small.subarray(0, 60)),
      ...gzipSync(small.subarray(60)),
    ]),
    "a packed heap profile of Go": fixtureBytes("streamwatcher/steady/heap-before.out"),
    ...LEGACY_SAMPLES,
  };
  for (const [index, [name, seed]] of Object.entries(seeds).entries()) {
    test(name, (t) => {
      if (typeof go === "string") return t.skip(go);
      compareWithGo(go, [seed, ...mutations(seed, 250, 100 + index)]);
    });
  }

  test("the text of a heap profile of Go", (t) => {
    if (typeof go === "string") return t.skip(go);
    const text = readUnpacked(
      new URL("../../../fixtures/streamwatcher/steady/heap-before.debug1.txt.gz", import.meta.url).pathname,
    );
    compareWithGo(go, mutations(text, 40, 5));
  });
});

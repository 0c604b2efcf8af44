/** The columns of samples: what a file can ask for. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeProfile } from "../../../src/profile/codec/decode.ts";
import { message } from "./messages.ts";

test("small files cannot ask for much memory: a million samples of a million types", () => {
  const many = new Uint8Array(4_000_000);
  for (let at = 0; at < 2_000_000; at += 2) many.set([10, 0], at);
  for (let at = 2_000_000; at < many.length; at += 2) many.set([18, 0], at);
  assert.throws(() => decodeProfile(Buffer.concat([many, message(6)])), {
    pprofText: "malformed profile: mismatch: sample has 0 values vs. 1000000 types",
  });
});

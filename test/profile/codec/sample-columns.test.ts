/** The columns of samples: what a file can ask for. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeProfile } from "../../../src/profile/codec/decode.ts";
import { long, message, varint } from "./messages.ts";

test("small files cannot ask for much memory: a million samples of a million types", () => {
  const many = new Uint8Array(4_000_000);
  for (let at = 0; at < 2_000_000; at += 2) many.set([10, 0], at);
  for (let at = 2_000_000; at < many.length; at += 2) many.set([18, 0], at);
  assert.throws(() => decodeProfile(Buffer.concat([many, message(6)])), {
    pprofText: "malformed profile: mismatch: sample has 0 values vs. 1000000 types",
  });
});

test("each location of a stack is the one of its id, of one byte, of two, of three and of more", () => {
  const count = 20_000;
  const far = [2 ** 21 - 1, 2 ** 21, 2 ** 28, 2 ** 30];
  const ids = [...Array.from({ length: count }, (_, at) => at + 1), ...far];
  const locations = ids.map((id) => message(4, 8, varint(id)));
  const stack = ids.flatMap((id, at) => [id, ids[(at * 7919) % ids.length] as number, 1, 128]);
  const parts = [message(1), ...locations, long(2, long(1, stack.flatMap(varint)), message(2, 5)), message(6)];
  const { samples, locations: table } = decodeProfile(new Uint8Array(Buffer.concat(parts)));
  assert.deepEqual(
    Array.from(samples.locations, (row) => Number(table.id[row])),
    stack,
  );
});

test("nor do samples of a value each, of a hundred thousand types", () => {
  const types = Buffer.concat(Array.from({ length: 100_000 }, () => Buffer.of(10, 0)));
  const samples = Buffer.concat(Array.from({ length: 100_000 }, () => Buffer.of(18, 2, 16, 5)));
  assert.throws(() => decodeProfile(Buffer.concat([types, samples, message(6)])), {
    pprofText: "malformed profile: mismatch: sample has 1 values vs. 100000 types",
  });
});

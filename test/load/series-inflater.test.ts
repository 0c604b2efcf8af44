/** Files unpacked one after the other into the same memory come out as they do each by itself, and what is kept of one stays as it is. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync, gzipSync } from "node:zlib";
import { inflateWithZlib } from "../../src/load/inflate.ts";
import { SeriesInflater } from "../../src/load/series-inflater.ts";
import { parseAll } from "../../src/load/workers.ts";
import { encodeProfile } from "../../src/profile/codec/encode.ts";
import type { InflateFailure } from "../../src/profile/codec/gzip/gunzip.ts";
import type { Profile } from "../../src/profile/tables.ts";
import { generateProfile } from "../bench/generate.ts";

const LIMIT = 1 << 24;

function text(size: number, seed: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, at) => (at * seed) >> 3);
}

test("each output is what zlib gives by itself, with what follows the stream left alone", () => {
  const series = new SeriesInflater();
  for (const size of [1000, 900, 70_000, 1000, 1, 90_000]) {
    const bytes = text(size, size + 1);
    const packed = Buffer.concat([deflateRawSync(bytes), Buffer.from("what follows")]);
    const { output, consumed } = series.inflate(packed, LIMIT, size);
    assert.deepEqual(Buffer.from(output), Buffer.from(bytes), String(size));
    assert.equal(consumed, inflateWithZlib(packed, LIMIT, size).consumed);
    series.giveBack();
  }
});

test("an output comes into the memory of the one before if that was given back, and never else", () => {
  const series = new SeriesInflater();
  const inflate = (seed: number): Uint8Array => series.inflate(deflateRawSync(text(1000, seed)), LIMIT, 1000).output;
  const first = inflate(3);
  const second = inflate(5);
  assert.deepEqual(Buffer.from(first), Buffer.from(text(1000, 3)), "kept and written over");
  assert.notEqual(first.buffer, second.buffer);
  series.giveBack();
  const third = inflate(7);
  assert.equal(third.buffer, first.buffer, "given back and not used again");
});

test("a size that is not that of the output, damage and limits are met as by zlib, and the next file is read", () => {
  const bytes = text(5000, 3);
  const packed = deflateRawSync(bytes);
  const damaged = Uint8Array.from(packed);
  damaged[0] = 7;
  const series = new SeriesInflater();
  const outcome = (inflate: typeof inflateWithZlib, input: Uint8Array, limit: number, hint: number): unknown => {
    try {
      return Buffer.from(inflate(input, limit, hint).output).toString("base64");
    } catch (error) {
      return (error as InflateFailure).problem;
    }
  };
  const inputs: [Uint8Array, number, number][] = [
    [packed, LIMIT, 10],
    [packed, LIMIT, 0],
    [packed, LIMIT, 2 ** 31],
    [packed.subarray(0, 100), LIMIT, 5000],
    [damaged, LIMIT, 5000],
    [packed, 4999, 5000],
    [packed, 5000, 5000],
  ];
  for (const [input, limit, hint] of inputs) {
    const own = outcome(series.inflate, input, limit, hint);
    assert.equal(own, outcome(inflateWithZlib, input, limit, hint), `${input.length} ${limit} ${hint}`);
    series.giveBack();
    assert.equal(outcome(series.inflate, packed, LIMIT, 5000), Buffer.from(bytes).toString("base64"));
    series.giveBack();
  }
});

test("a series in which a name changes now and then is read as each of its files alone", async () => {
  const files = "aabaabba".split("").map((letter, round) => {
    const bytes = generateProfile({ samples: 300, functions: 60, locations: 90, seed: 1, round });
    bytes[Buffer.from(bytes).lastIndexOf(".go")] = letter.charCodeAt(0);
    return gzipSync(bytes);
  });
  const series = await parseAll(files, {});
  for (const [at, file] of files.entries())
    assert.deepEqual(encoded(series[at]), encoded((await parseAll([file], {}))[0]), String(at));
});

function encoded(result: PromiseSettledResult<Profile> | undefined): Uint8Array {
  assert.equal(result?.status, "fulfilled");
  return encodeProfile(result.value);
}

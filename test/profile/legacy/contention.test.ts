/** Profiles of contention and of counted stacks that are cut short by a line which Go does not read. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseLegacyContention } from "../../../src/profile/legacy/contention.ts";
import { parseLegacyCount } from "../../../src/profile/legacy/count.ts";

const LONG = "x".repeat(65_536);
const encode = (...lines: readonly string[]): Uint8Array => new TextEncoder().encode(`${lines.join("\n")}\n`);
const FAULT = { code: "legacy", message: /a line of it has more than 65,535 bytes/ };

test("a line that is too long is refused wherever it stands", () => {
  const [title, attribute, row] = ["--- contentionz 1 ---", "sampling period = 2", "5 3 @ 0x1"];
  assert.equal(parseLegacyContention(encode(title, attribute, row))?.samples.length, 1);
  for (const lines of [
    [title, LONG],
    [title, attribute, LONG, row],
    [title, attribute, row, LONG],
    [title, row, "--- Memory map: ---", LONG],
  ])
    assert.throws(() => parseLegacyContention(encode(...lines)), FAULT, lines.map((line) => line.length).join());
});

test("counted stacks count once each, and have no line that is too long", () => {
  const [title, row] = ["threadcreate profile: total 3", "3 @ 0x1 0x2"];
  const { header, samples } = parseLegacyCount(encode(title, row)) ?? {};
  assert.deepEqual(
    [header?.period, header?.periodType, samples?.values],
    [...[1n, { type: "threadcreate", unit: "count" }, [Float64Array.of(3)]]],
  );
  for (const lines of [
    [title, LONG],
    [title, row, LONG],
  ])
    assert.throws(() => parseLegacyCount(encode(...lines)), FAULT);
});

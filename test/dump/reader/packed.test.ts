/** Dumps that are kept: small ones of fixtures/held, read where there is no Go. Whatever is planted is there, and the goroutine that holds is named without a program. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { analyzeDump } from "../../../src/dump/analysis.ts";
import { heldReport } from "../../../src/report/held/held.ts";
import { runCli } from "../../cli/run-cli.ts";
import { fixture } from "../../fixtures.ts";
import { bytesByTier, graphOf, readDump } from "../dump-of.ts";
import type { Planted } from "../held-program.ts";

const FOLDER = fixture("held/dumps");
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith(".dump.gz"));

describe("a dump that is kept", () => {
  for (const name of NAMES) {
    const bytes = gunzipSync(readFileSync(`${FOLDER}/${name}`));
    const planted: readonly Planted[] = JSON.parse(
      readFileSync(`${FOLDER}/${name.replace(".dump.gz", ".json")}`, "utf8"),
    );

    test(`${name} has every byte that the runtime counts`, () => {
      const dump = readDump(bytes);
      const counted = bytesByTier(graphOf(dump)).reduce((sum, tier) => sum + tier, 0);
      // What the runtime allocates while it counts.
      assert.ok(Math.abs(counted - dump.memStats.heapAlloc) <= 4096, `${counted} of ${dump.memStats.heapAlloc}`);
    });

    test(`${name} has a holder of what was planted`, () => {
      const analysis = analyzeDump(readDump(bytes));
      const { holders } = heldReport({ analysis, source: name }, undefined, { binary: null, stack: undefined });
      const wanted = planted[0]?.bytes ?? 0;
      const held = holders[0]?.bytes ?? 0;
      assert.ok(wanted > 0 && Math.abs(held - wanted) < 2048, `${held} bytes, planted ${wanted}`);
    });
  }

  test("names goroutines, and says what would name variables", async () => {
    const { code, stdout, stderr } = await runCli(["held", `${FOLDER}/goroutine-local.dump.gz`]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /is held by the goroutine of `main\.work`, and by nothing else/);
    assert.match(stdout, /give it with --binary, unstripped/);
    const map = await runCli(["held", `${FOLDER}/map-key.dump.gz`]);
    assert.match(map.stdout, /is held by the variable at 0x[0-9a-f]+/);
  });

  test("those of big-endian processors, of 64 and 32 bits, are read as theirs", () => {
    const shapes = ["s390x", "mips"].map((name) => {
      const { parameters, types, frames } = readDump(gunzipSync(readFileSync(`${FOLDER}/map-key.${name}.dump.gz`)));
      const { architecture, isBigEndian, pointerBytes } = parameters;
      assert.equal(architecture, name);
      assert.ok(types.size > 0 && frames.some((frame) => frame.function === "main.main"));
      return [isBigEndian, pointerBytes];
    });
    assert.deepEqual(shapes, [
      [true, 8],
      [true, 4],
    ]);
  });

  test("two of one program compare", async () => {
    const pair = ["slice", "map-value"].map((name) => `${FOLDER}/${name}.dump.gz`);
    const { code, stdout, stderr } = await runCli(["held", ...pair]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, / -> /);
  });
});

/** Dumps of a real program: what is read adds up to what the runtime and the program say, in pieces of any size. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { KIND } from "../../../src/dump/tables.ts";
import { missingGo } from "../../fetch/fixture-program.ts";
import { bytesByTier, graphOf, readDump, readDumpFile } from "../dump-of.ts";
import { type HeldRun, removeHeld, runHeld } from "../held-program.ts";

describe("a dump of a live program", { skip: missingGo() }, () => {
  let run: HeldRun;
  before(() => {
    run = runHeld();
  });
  after(removeHeld);

  test("has every byte of the live heap that the runtime counts", () => {
    const dump = readDumpFile(run.dump);
    const tiers = bytesByTier(graphOf(dump));
    assert.equal(
      tiers.reduce((sum, bytes) => sum + bytes),
      dump.memStats.heapAlloc,
    );
    assert.ok((tiers[0] as number) < 1024, `${tiers[0]} bytes of garbage right after a collection`);
    const objects = dump.memory.kind.subarray(0, dump.memory.objectCount).filter((kind) => kind === KIND.object);
    assert.equal(objects.length, dump.memStats.heapObjects);
  });

  test("gives a holder what the program measured", () => {
    const { retained, holders, graph } = graphOf(readDumpFile(run.dump));
    const held = Array.from({ length: holders.length }, (_, h) => retained.bytes[graph.objectCount + h] as number);
    // The runtime may allocate or free a little for itself while the program counts.
    const stray = 128;
    const several = ["timer", "two holders", "sync.Pool", "goroutine local", "another package", "finalizer"];
    for (const { kind, bytes } of run.planted.filter((planted) => !several.includes(planted.kind))) {
      assert.ok(
        held.some((own) => Math.abs(own - bytes) <= stray),
        `${kind}: nothing holds ${bytes} bytes`,
      );
    }
  });

  test("is read the same in pieces of any size", () => {
    const bytes = readFileSync(run.dump).subarray();
    const whole = readDump(bytes, bytes.length);
    for (const piece of [997, 65536]) {
      const parts = readDump(bytes, piece);
      assert.deepEqual(parts.pointers, whole.pointers);
      assert.deepEqual(parts.memory, whole.memory);
      assert.deepEqual(parts.stacks, whole.stacks);
      assert.deepEqual(parts.frames, whole.frames);
    }
  });

  test("names its goroutines' functions, and the process", () => {
    const { parameters, frames, goroutines, types, itabs } = readDumpFile(run.dump);
    assert.equal(parameters.architecture, process.arch === "x64" ? "amd64" : parameters.architecture);
    assert.match(parameters.goVersion, /^go1\.|^devel/);
    const work = frames.find((frame) => frame.function === "main.work");
    assert.ok(work !== undefined);
    assert.equal(goroutines[work.goroutine]?.waitReason, "chan receive");
    for (const type of itabs.values()) assert.ok(types.has(type));
  });
});

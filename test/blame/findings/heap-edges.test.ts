/** What the heap as a whole did, and parts of it: at the edges of what is worth a word. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findHeap } from "../../../src/blame/findings/heap.ts";
import type { GrowthSigns } from "../../../src/blame/findings/signs.ts";
import { codesOf, signsOf } from "./signs-of.ts";

const MIB = 1024 ** 2;
const found = (given: Partial<GrowthSigns>) => codesOf(findHeap(signsOf("main.main;main.F 1 16", given)));

test("parts are worth a word from 1 MiB and 2% of the heap on", () => {
  const parts = (bytes: number, base: number) => found({ verdict: "parts-grew", parts: bytes, base });
  assert.deepEqual(parts(MIB, 0), ["did-not-change", "parts-grew"]);
  assert.deepEqual(parts(MIB - 1, 0), ["did-not-change"]);
  assert.deepEqual(parts(2 * MIB, 100 * MIB), ["did-not-change", "parts-grew"]);
  assert.deepEqual(parts(2 * MIB - 1, 100 * MIB), ["did-not-change"]);
});

test("a restart is of one build: two builds are no restart", () => {
  assert.deepEqual(found({ provenance: ["different-process"] }), ["restart", "grew"]);
  assert.deepEqual(found({ provenance: ["different-process", "other-build"] }), ["grew"]);
  assert.deepEqual(found({ provenance: ["process-unknown"] }), ["grew"]);
});

test("without statistics a rise is growth, a fall is nothing", () => {
  assert.deepEqual(found({ verdict: "uncounted", net: 1 }), ["grew"]);
  assert.deepEqual(found({ verdict: "uncounted", net: 0 }), []);
  assert.deepEqual(found({ verdict: "shrank", net: -1 }), ["shrank"]);
});

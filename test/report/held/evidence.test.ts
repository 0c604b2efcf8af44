/** Who holds beside a report on growth: of two dumps what holds more, of one where the suspect's samples are; ten rows at most. */
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { dumpEvidence, soughtFunction } from "../../../src/report/held/evidence.ts";
import { heldReport } from "../../../src/report/held/held.ts";
import { schemaOf } from "../../cli/json-schemas.ts";
import { analyzeFiles } from "../../dump/dump-of.ts";
import { type HeldRun, removeHeld, runHeld } from "../../dump/held-program.ts";
import { missingGo } from "../../fetch/fixture-program.ts";

describe("evidence of heap dumps", { skip: missingGo() }, () => {
  after(removeHeld);
  const named = ({ dump, binary }: HeldRun) => ({ analysis: analyzeFiles(dump, binary), source: dump });

  test("of two what grew comes first, of one what has most samples of the suspect", () => {
    const before = named(runHeld({ args: ["-only", "slice", "-scale", "20"] }));
    const later = named(runHeld());
    const two = dumpEvidence(later, before, "main.newPod", null);
    assert.equal(two.suspect, "main.newPod");
    assert.equal(two.holders.length, 10);
    const deltas = two.holders.map(({ deltaBytes }) => deltaBytes ?? 0);
    assert.deepEqual(
      deltas,
      [...deltas].sort((a, b) => b - a),
    );
    assert.ok(deltas.every((delta) => delta > 0));
    const one = dumpEvidence(later, undefined, "main.newPod", null);
    const counts = one.holders.map(({ samples }) => samples?.count ?? 0);
    assert.deepEqual(
      counts,
      [...counts].sort((a, b) => b - a),
    );
    assert.ok(counts.every((count) => count > 0 && count <= one.live));
  });

  test("without a suspect no samples are counted", () => {
    const later = named(runHeld({ args: ["-only", "map key"] }));
    const { suspect, live, holders } = dumpEvidence(later, later, undefined, null);
    assert.equal(suspect, null);
    assert.equal(live, 0);
    assert.equal(holders[0]?.deltaBytes, 0);
  });
});

test("the schema of diff has what that of held says of holders: each is whole by itself", () => {
  const [growth, held] = [schemaOf("growth"), schemaOf("held")];
  for (const name of ["dump", "row", "roots", "element", "stack", "samples"]) {
    assert.deepEqual(growth.definitions[name], held.definitions[name], name);
  }
});

describe("two dumps whose holders differ", { skip: missingGo() }, () => {
  after(removeHeld);

  test("no byte of growth is counted twice", () => {
    const analysisOf = ({ dump, binary }: HeldRun) => ({ analysis: analyzeFiles(dump, binary), source: dump });
    const runs = [
      ["map key", "1"],
      ["map key", "30"],
      ["slice", "10"],
    ].map(([only = "", scale = ""]) => analysisOf(runHeld({ args: ["-only", only, "-scale", scale] })));
    for (const before of runs) {
      for (const later of runs) {
        const { holders, base, current } = heldReport(later, before, { binary: null, stack: undefined });
        const net = holders.reduce((sum, { deltaBytes }) => sum + (deltaBytes ?? 0), 0);
        const whole = current.liveBytes - (base?.liveBytes ?? 0);
        // What is in no row is less than 0.5 % each.
        assert.ok(Math.abs(net - whole) <= Math.abs(whole) * 0.02 + 70_000, `${net} of ${whole}`);
      }
    }
  });
});

test("what is looked for of a decoder is what it decodes for, and not what everything is called from", () => {
  const decoder = {
    role: "decoder",
    entry: "main.main",
    ownFrame: "example.com/app.decodeOrder",
    frame: "encoding/json.Unmarshal",
  } as const;
  assert.equal(soughtFunction([decoder]), "example.com/app.decodeOrder");
  assert.equal(soughtFunction([{ ...decoder, ownFrame: "main.main" }]), "encoding/json.Unmarshal");
  assert.equal(soughtFunction([{ ...decoder, ownFrame: null, entry: "k8s.io/watch.receive" }]), "k8s.io/watch.receive");
  assert.equal(soughtFunction([{ ...decoder, role: null }]), "encoding/json.Unmarshal");
  assert.equal(soughtFunction([]), undefined);
});

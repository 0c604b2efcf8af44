import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { commonUnit, type MeasuredType } from "../../src/measurement/common-unit.ts";
import { scale } from "../../src/measurement/scale.ts";

function measured(text: string): MeasuredType {
  const [type = "", unit = ""] = text.split("/");
  return { type, unit };
}

function common(...types: string[]): string | undefined {
  const result = commonUnit(types.map(measured));
  return result?.kind === "common" ? result.unit : result && `${result.left.unit} vs ${result.right.unit}`;
}

describe("commonUnit", () => {
  it("leaves fewer than two types alone", () => {
    assert.equal(common(), undefined);
    assert.equal(common("space/kB"), undefined);
  });

  it("takes the finest unit, wherever it stands", () => {
    assert.equal(common("space/MB", "space/bytes", "space/kB"), "bytes");
    assert.equal(common("cpu/seconds", "cpu/ms"), "ms");
    assert.equal(common("cpu/ns", "cpu/seconds"), "ns");
  });

  it("keeps the first spelling of equal units", () => {
    assert.equal(common("space/byte", "space/bytes"), "byte");
    assert.equal(common("objects/count", "objects/count"), "count");
  });

  it("overlooks a plural s of the type", () => {
    assert.equal(common("alloc_object/count", "alloc_objects/count"), "count");
  });

  it("names the first two types that do not fit", () => {
    assert.equal(common("space/MB", "space/bytes", "space/ns"), "bytes vs ns");
    assert.equal(common("space/count", "space/objects"), "count vs objects");
    assert.equal(common("space/bytes", "time/bytes"), "bytes vs bytes");
  });

  it("goes with a ratio that scale gives", () => {
    assert.equal(scale(1, "MB", "bytes").value, 1048576);
    assert.equal(scale(1, "count", "count").value, 1);
  });
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { ProfileBuilder } from "../../../src/profile/builder.ts";
import { computeTotal } from "../../../src/report/pprof/total.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";

test("adds up magnitudes", () => {
  assert.equal(computeTotal(profileFromText("a 1 100\n b 1 -30"), 1, false), 130);
});

test("counts samples without frames", () => {
  assert.equal(computeTotal(profileFromText("a 1 100\n - 1 7"), 1, false), 107);
});

test("divides a mean by the sum of the first column, towards zero", () => {
  assert.equal(computeTotal(profileFromText("a 2 100\n b 1 101"), 1, true), 67);
  assert.equal(computeTotal(profileFromText("a 2 100\n b -2 101"), 1, true), 201);
});

test("is the base's part alone where samples are marked as the base's", () => {
  assert.equal(computeTotal(marked("true"), 0, false), 30);
  assert.equal(computeTotal(marked("false"), 0, false), 130);
});

test("is exact beyond 2^53", () => {
  const profile = profileFromText("a 1 9007199254740993\n b 1 -9007199254740993");
  assert.equal(computeTotal(profile, 1, false), 18014398509481986n);
});

/** 100, and -30 with a label. */
function marked(value: string): ReturnType<typeof profileFromText> {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
  builder.addSample([], [100n]);
  builder.addSample([], [-30n], [{ key: "pprof::base", value }]);
  return builder.finish();
}

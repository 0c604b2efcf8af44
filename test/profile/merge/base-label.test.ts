/** Samples of a base are marked, each once, and are what they were without the mark. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ProfileBuilder } from "../../../src/profile/builder.ts";
import { withBaseLabel, withoutBaseLabel } from "../../../src/profile/merge/base-label.ts";
import { rowsOf } from "../rows-of.ts";
import { wholeProfile } from "../whole-profile.ts";

const MARK = { key: "pprof::base", value: "true", unit: "" };

function labelsOf(profile: ReturnType<typeof wholeProfile>) {
  return rowsOf(profile).samples.map(({ labels }) => labels);
}

test("every sample has the mark behind its labels, and gets it once", () => {
  const profile = wholeProfile();
  const marked = withBaseLabel(profile);
  assert.deepEqual(
    labelsOf(marked),
    labelsOf(profile).map((labels) => [...labels, MARK]),
  );
  assert.deepEqual(labelsOf(withBaseLabel(marked)), labelsOf(marked));
  const { samples, ...tables } = rowsOf(marked);
  const { samples: before, ...same } = rowsOf(profile);
  assert.deepEqual(tables, same);
  assert.deepEqual(
    samples.map(({ stack, values }) => ({ stack, values })),
    before.map(({ stack, values }) => ({ stack, values })),
  );
});

test("without the mark the labels are as they were, and a number of that name is no mark", () => {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
  builder.addSample([], [1], [{ key: "pprof::base", value: 7n }]);
  builder.addSample([], [2]);
  builder.addSample(
    [],
    [3],
    [
      { key: "pprof::base", value: "other" },
      { key: "k", value: "v" },
    ],
  );
  const profile = builder.finish();
  const bare = [[{ key: "pprof::base", value: 7n, unit: "" }], [], [{ key: "k", value: "v", unit: "" }]];
  assert.deepEqual(labelsOf(withoutBaseLabel(profile)), bare);
  assert.deepEqual(labelsOf(withoutBaseLabel(withBaseLabel(wholeProfile()))), labelsOf(wholeProfile()));
});

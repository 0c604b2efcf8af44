import assert from "node:assert/strict";
import { test } from "node:test";
import { ProfileBuilder } from "../../src/profile/builder.ts";
import { rowsOf } from "./rows-of.ts";

const SPACE = [{ type: "space", unit: "bytes" }];

test("rows refer to each other by number, ids count from 1", () => {
  const builder = new ProfileBuilder({ sampleTypes: SPACE });
  const mapping = builder.addMapping({ file: "/bin/service", memoryStart: 16n });
  const row = builder.addFunction({ name: "main.f", file: "f.go" });
  const leaf = builder.addLocation({ mapping, address: 20n, lines: [{ function: row, line: 7 }] });
  const root = builder.addLocation({});
  builder.addSample(
    [leaf, root],
    [-5],
    [
      { key: "k", value: "v" },
      { key: "bytes", value: 3n, unit: "bytes" },
    ],
  );
  const profile = builder.finish();
  assert.deepEqual(rowsOf(profile).samples, [
    {
      stack: [1n, 2n],
      values: [-5n],
      labels: [
        { key: "k", value: "v", unit: "" },
        { key: "bytes", value: 3n, unit: "bytes" },
      ],
    },
  ]);
  assert.equal(profile.strings.at(profile.functions.systemName[0] as number), "main.f");
});

test("samples with the same labels share one set, in whatever order they were given", () => {
  const builder = new ProfileBuilder({ sampleTypes: SPACE });
  const labels = [
    { key: "b", value: "1" },
    { key: "a", value: "2" },
  ] as const;
  builder.addSample([], [1], labels);
  builder.addSample([], [1], [...labels].reverse());
  assert.equal(builder.finish().labelSets.length, 1);
});

test("an id given twice, a sample with too few values are refused", () => {
  const builder = new ProfileBuilder({ sampleTypes: SPACE });
  assert.throws(() => builder.addSample([], []), /sample has 0 values vs. 1 types/);
  builder.addLocation({ id: 9n });
  builder.addLocation({ id: 9n });
  assert.throws(() => builder.finish(), { code: "invalid", message: "multiple locations with same id: 9" });
});

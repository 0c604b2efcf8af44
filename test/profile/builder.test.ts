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

test("what is not given is empty, zero or false, in every table", () => {
  const builder = new ProfileBuilder({ sampleTypes: SPACE });
  builder.addMapping({});
  builder.addFunction({ name: "f" });
  builder.addLocation({ lines: [{ function: 0 }] });
  const { mappings, functions, locations } = rowsOf(builder.finish());
  const numbers = { id: 1n, start: 0n, limit: 0n, offset: 0n };
  assert.deepEqual(mappings, [{ ...numbers, file: "", buildId: "", flags: [0, 0, 0, 0] }]);
  assert.deepEqual(functions, [{ id: 1n, name: "f", systemName: "f", file: "", startLine: 0n }]);
  const lines = [{ function: 1n, line: 0n, column: 0n }];
  assert.deepEqual(locations, [{ id: 1n, mapping: 0n, address: 0n, isFolded: 0, lines }]);
});

test("lines go with their location, whether it has none, one or several", () => {
  const builder = new ProfileBuilder({ sampleTypes: SPACE });
  for (const name of ["a", "b", "c"]) builder.addFunction({ name });
  const counts = [0, 2, 1, 0, 3];
  for (const count of counts) {
    builder.addLocation({ lines: Array.from({ length: count }, (_, at) => ({ function: at, line: at + 10 })) });
  }
  const lines = rowsOf(builder.finish()).locations.map((row) => (row as { readonly lines: readonly object[] }).lines);
  assert.deepEqual(
    lines.map(({ length }) => length),
    counts,
  );
  assert.deepEqual(
    lines[4],
    [10n, 11n, 12n].map((line, at) => ({ function: BigInt(at + 1), line, column: 0n })),
  );
});

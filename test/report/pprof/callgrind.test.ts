/** All of the graph for callgrind's viewers: nothing is left out, and names that several functions share are told apart. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ProfileBuilder } from "../../../src/profile/builder.ts";
import { callgrindReport } from "../../../src/report/pprof/callgrind.ts";
import { viewOf } from "../view-of.ts";
import { profileOf, type Sample, WHOLE } from "./small.ts";

const SAMPLES: Sample[] = [
  ["main;a;x", 10],
  ["main;b;x", 30],
  ["main;b", 1],
];

test("an entry has its own value and its calls, heaviest first, whatever is asked to be left out", () => {
  const query = { ...WHOLE, nodeCount: 1, nodeFraction: 0.9, edgeFraction: 0.9 };
  const { entries, type } = callgrindReport(viewOf(profileOf(SAMPLES), {}), query);
  assert.equal(type, "space");
  const shown = entries.map(({ info, flat, calls }) => [
    info.name,
    flat,
    calls.map(({ name, weight }) => [name, weight]),
  ]);
  assert.deepEqual(shown.sort(), [
    ["a", 0, [["x", 10]]],
    ["b", 1, [["x", 30]]],
    [
      "main",
      0,
      [
        ["b", 31],
        ["a", 10],
      ],
    ],
    ["x", 40, []],
  ]);
});

test("in a tree a function is told apart by its caller", () => {
  const { entries } = callgrindReport(viewOf(profileOf(SAMPLES), {}), { ...WHOLE, callTree: true });
  const names = entries.flatMap(({ calls }) => calls.map(({ name }) => name)).sort();
  assert.deepEqual(names, ["a", "b", "x [1/2]", "x [2/2]"]);
});

test("functions of one name in two programs are two, addresses of one are one", () => {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
  const main = { function: builder.addFunction({ name: "main" }) };
  const x = { function: builder.addFunction({ name: "x", file: "x.go" }) };
  const files = ["/bin/a", "/bin/b"].map((file, at) =>
    builder.addMapping({ file, memoryStart: BigInt(at) << 20n, memoryLimit: BigInt(at + 1) << 20n }),
  );
  const [first = 0, second = 0] = files;
  const root = builder.addLocation({ mapping: first, address: 1n, lines: [main] });
  const places = [
    [first, 0x10n],
    [first, 0x20n],
    [second, 0x100010n],
  ] as const;
  for (const [mapping, address] of places)
    builder.addSample([builder.addLocation({ mapping, address, lines: [x] }), root], [5n]);
  const { entries } = callgrindReport(viewOf(builder.finish(), { granularity: "addresses" }), WHOLE);
  const names = entries.flatMap(({ calls }) => calls.map(({ name }) => name));
  assert.deepEqual(
    names.map((name) => /\[\d\/2\]$/.test(name)),
    [true, true, true],
    names.join(" "),
  );
  assert.equal(new Set(names).size, 2);
});

test("numbers are whole: their unit is that of the smallest, however far apart they are", () => {
  const far: Sample[] = [
    ["a", 500],
    ["b", 5_000_000],
  ];
  assert.equal(callgrindReport(viewOf(profileOf(far), {}), WHOLE).numbers.outputUnit, "B");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { foldRuntime, releaseIndependentName } from "../../../src/graph/go/fold-runtime.ts";
import { ProfileBuilder } from "../../../src/profile/builder.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";
import { stacksOf } from "../../profile/stacks-of.ts";

/** Root first in, root first out. */
function folded(stack: string): string {
  return framesOf(foldRuntime(profileFromText(`${stack} 1 10`)));
}

/** Of the only sample, without its values. */
function framesOf(profile: Profile): string {
  return (stacksOf(profile)[0] ?? "").replace(/ .*$/, "").replaceAll("~", "");
}

const CASES: readonly (readonly [name: string, stack: string, wanted: string])[] = [
  ["what allocates at the leaf goes", "main.F;runtime.growslice;runtime.mallocgc", "main.F"],
  ["variants of malloc", "main.F;runtime.newobject;runtime.mallocgcSmallScanNoHeader", "main.F"],
  ["slices", "main.F;runtime.makeslice64;runtime.makeslice;runtime.mallocgcLarge", "main.F"],
  ["old maps", "main.F;runtime.mapassign_faststr;runtime.hashGrow;runtime.makeBucketArray;runtime.newarray", "main.F"],
  [
    "Swiss maps",
    "main.F;runtime.mapassign_fast64;internal/runtime/maps.(*table).grow;internal/runtime/maps.newGroups",
    "main.F",
  ],
  [
    "maps by reflection",
    "main.F;reflect.Value.SetMapIndex;reflect.mapassign0;runtime.mapassign",
    "main.F;reflect.Value.SetMapIndex",
  ],
  ["objects by reflection", "main.F;reflect.New;reflect.unsafe_New;runtime.mallocgc", "main.F;reflect.New"],
  ["strings", "main.F;strings.(*Builder).grow;internal/bytealg.MakeNoZero", "main.F;strings.(*Builder).grow"],
  [
    "sync.Map before 1.24",
    "main.F;sync.(*Map).Store;sync.(*Map).Swap;sync.(*Map).dirtyLocked",
    "main.F;sync.(*Map).Store",
  ],
  [
    "sync.Map since",
    "main.F;sync.(*Map).Store;internal/sync.(*HashTrieMap[go.shape.int]).Swap;internal/sync.newEntryNode[go.shape.int]",
    "main.F;sync.(*Map).Store",
  ],
  ["init functions", "runtime.main;runtime.doInit;runtime.doInit1;main.init;main.F", "runtime.main;main.init;main.F"],
  [
    "a stack of the runtime keeps its outermost frames",
    "runtime.systemstack;runtime.malg;runtime.newobject;runtime.mallocgc",
    "runtime.systemstack;runtime.malg",
  ],
  ["a stack of nothing else keeps one", "runtime.newobject;runtime.mallocgc", "runtime.newobject"],
  ["in the middle nothing goes", "main.F;runtime.growslice;main.G", "main.F;runtime.growslice;main.G"],
  [
    "own code of a like name stays",
    "main.F;main.growslice;example.com/runtime.mallocgc",
    "main.F;main.growslice;example.com/runtime.mallocgc",
  ],
];

for (const [name, stack, wanted] of CASES) {
  test(`${name}: ${stack}`, () => assert.equal(folded(stack), wanted));
}

/** All frames in one location, as where the compiler inlined them. */
function inlined(stack: string): Profile {
  const profile = profileFromText(`${stack} 1 10`);
  const { locations, samples } = profile;
  const order = [...samples.locations].flatMap((location) => {
    const [from, to] = [locations.start[location] as number, locations.start[location + 1] as number];
    return [...locations.lineFunction.subarray(from, to)];
  });
  return {
    ...profile,
    samples: { ...samples, start: Int32Array.of(0, 1), locations: Int32Array.of(0) },
    locations: {
      ...locations,
      length: 1,
      start: Int32Array.of(0, order.length),
      lineFunction: Int32Array.from(order),
      lineNumber: new Float64Array(order.length),
      lineColumn: new Float64Array(order.length),
    },
  };
}

test("the same where all of it was inlined into the caller", () => {
  for (const [name, stack, wanted] of CASES) {
    if (stack.includes("doInit")) continue;
    assert.equal(framesOf(foldRuntime(inlined(stack))), wanted, name);
  }
});

test("samples, their values and labels stay as they are", () => {
  const profile = profileFromText("main.F;runtime.mallocgc 1 10\nmain.F 2 20");
  const { samples } = foldRuntime(profile);
  assert.deepEqual([samples.length, samples.values], [2, profile.samples.values]);
});

test("package initializers are called as they are since Go 1.21", () => {
  assert.equal(releaseIndependentName("example.com/a/v2.glob..func1"), "example.com/a.init.func1");
  assert.equal(releaseIndependentName("example.com/a.Map[int].Get"), "example.com/a.Map[...].Get");
});

test("what called into sync.Map from a place without lines is not known, and nothing is folded", () => {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
  const at = (...names: readonly string[]): number =>
    builder.addLocation({ lines: names.map((name) => ({ function: builder.addFunction({ name }) })) });
  const [main, bare, swap, store] = [at("main.F"), at(), at("sync.(*Map).Swap"), at("sync.(*Map).Store")];
  builder.addSample([swap, bare, main], [1]);
  builder.addSample([swap, store, main], [1]);
  const { samples } = foldRuntime(builder.finish());
  const depths = [...samples.start].slice(1).map((end, row) => end - (samples.start[row] as number));
  assert.deepEqual(depths, [3, 2]);
});

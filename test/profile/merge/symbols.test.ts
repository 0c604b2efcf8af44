/** What makes two locations, functions and mappings one, by pprof's keys: each part of a key by itself. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type NewFunction,
  type NewLine,
  type NewLocation,
  type NewMapping,
  ProfileBuilder,
} from "../../../src/profile/builder.ts";
import { mergeProfiles } from "../../../src/profile/merge/merge.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { profileFromText } from "../profile-from-text.ts";

interface Place {
  readonly fn?: Partial<NewFunction>;
  readonly line?: Partial<NewLine>;
  readonly inner?: Partial<NewLine>;
  readonly location?: NewLocation;
  readonly mapping?: NewMapping;
}

const MAPPING: NewMapping = {
  memoryStart: 0x400000n,
  memoryLimit: 0x402000n,
  fileOffset: 0n,
  file: "/bin/app",
  buildId: "b",
};

/** One sample of one location with two lines, the inner of them inlined. */
function profileOf({ fn, line, inner, location, mapping }: Place): Profile {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
  const row = builder.addMapping({ ...MAPPING, ...mapping });
  const name = builder.addFunction({ name: "main.f", systemName: "main.f", file: "f.go", startLine: 3, ...fn });
  const lines = [
    { function: name, line: 5, column: 2, ...inner },
    { function: name, line: 7, column: 4, ...line },
  ];
  const at = builder.addLocation({ mapping: row, address: 0x400100n, lines, ...location });
  builder.addSample([at], [1]);
  return builder.finish();
}

function locationsTogether(other: Place): number {
  return mergeProfiles([profileOf({}), profileOf(other)]).samples.length;
}

const apart: readonly (readonly [what: string, place: Place])[] = [
  ["the address", { location: { address: 0x400101n } }],
  ["the high half of the address", { location: { address: 0x1_0040_0100n } }],
  ["being folded", { location: { isFolded: true } }],
  ["the line", { line: { line: 8 } }],
  ["the line of what was inlined", { inner: { line: 6 } }],
  ["the high half of the line", { line: { line: 7 + 2 ** 32 } }],
  ["the column of the last line", { line: { column: 5 } }],
  ["the high half of the column", { line: { column: 4 + 2 ** 32 } }],
  ["the name", { fn: { name: "main.g" } }],
  ["the system name", { fn: { systemName: "main.g" } }],
  ["the file", { fn: { file: "g.go" } }],
  ["the line a function starts on", { fn: { startLine: 4 } }],
  ["the high half of that", { fn: { startLine: 3 + 2 ** 32 } }],
  ["the mapping's build", { mapping: { buildId: "c" } }],
  ["the mapping's offset", { mapping: { fileOffset: 0x1000n } }],
  ["the mapping's pages", { mapping: { memoryLimit: 0x402001n } }],
];
for (const [what, place] of apart) {
  test(`locations that differ in ${what} are two`, () => assert.equal(locationsTogether(place), 2));
}

const together: readonly (readonly [what: string, place: Place])[] = [
  ["nothing", {}],
  ["the column of an inlined line", { inner: { column: 3 } }],
  ["the mapping's size within its last page", { mapping: { memoryLimit: 0x401001n } }],
  ["the mapping's file, where the build is known", { mapping: { file: "/other/app" } }],
  [
    "where the mapping lies",
    { mapping: { memoryStart: 0x7f0000000000n, memoryLimit: 0x7f0000002000n }, location: { address: 0x7f0000000100n } },
  ],
  [
    "where the mapping lies, across 4 GiB",
    { mapping: { memoryStart: 0xffffff80n, memoryLimit: 0x100001f80n }, location: { address: 0x100000080n } },
  ],
];
for (const [what, place] of together) {
  test(`locations that differ in ${what} are one`, () => assert.equal(locationsTogether(place), 1));
}

test("without a build the mapping's file tells", () => {
  const [app, other] = ["/bin/app", "/bin/other"].map((file) => profileOf({ mapping: { file, buildId: "" } }));
  assert.equal(mergeProfiles([app as Profile, other as Profile]).samples.length, 2);
  assert.equal(mergeProfiles([app as Profile, app as Profile]).samples.length, 1);
});

test("a mapping's marks and the place in it are kept", () => {
  const marked = { hasFunctions: true, hasFilenames: false, hasLineNumbers: true, hasInlineFrames: false };
  const moved = { memoryStart: 0x500000n, memoryLimit: 0x502000n };
  const merged = mergeProfiles([
    profileOf({ mapping: marked }),
    profileOf({ mapping: moved, location: { address: 0x500180n } }),
  ]);
  const { hasFunctions, hasFilenames, hasLineNumbers, hasInlineFrames } = merged.mappings;
  assert.deepEqual([...hasFunctions, ...hasFilenames, ...hasLineNumbers, ...hasInlineFrames], [1, 0, 1, 0]);
  assert.deepEqual([...merged.locations.address], [0x400100n, 0x400180n]);
  assert.deepEqual([...merged.locations.lineColumn], [2, 4, 2, 4]);
  assert.deepEqual([...merged.locations.id], [1n, 2n]);
});

test("tables that share all but the strings are not the same", () => {
  const [first, other] = [profileFromText("main.a 1 1"), profileFromText("main.b 1 1")];
  const merged = mergeProfiles([first, { ...first, strings: other.strings }]);
  assert.deepEqual(
    Array.from(merged.functions.name, (name) => merged.strings.at(name)),
    ["main.a", "main.b"],
  );
});

test("mappings whose sizes are halves of all addresses apart are two", () => {
  const of = (memoryLimit: bigint) => {
    const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
    const mapping = builder.addMapping({ file: "/bin/app", memoryLimit });
    builder.addSample([builder.addLocation({ mapping, address: 16n })], [1]);
    return builder.finish();
  };
  assert.equal(mergeProfiles([of(0x1000n), of(2n ** 63n + 0x1000n)]).mappings.length, 2);
});

test("functions are told apart by all of their key, however many there are", () => {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
  const lines = Array.from({ length: 250 }, (_, at) => ({
    function: builder.addFunction({ name: `main.f${at}`, startLine: 2 ** 32 + at }),
  }));
  builder.addSample([builder.addLocation({ address: 16n, lines })], [1]);
  const profile = builder.finish();
  const copy = { ...profile, locations: { ...profile.locations } };
  assert.equal(mergeProfiles([profile, copy]).functions.length, 250);
});

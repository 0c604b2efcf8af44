/**
 * Profiles that nobody would write by hand and some tool writes all the same: recursion, inlining, stacks of nothing, several mappings, labels of all
 * kinds, negative values, numbers up to the limits of 64 bits, no names, names that are no UTF-8.
 */
import fc from "fast-check";
import { type NewLabel, type NewLine, ProfileBuilder } from "../../src/profile/builder.ts";
import { decodeText } from "../../src/profile/string-table.ts";
import type { Profile, ValueType } from "../../src/profile/tables.ts";

export interface ArbitraryOptions {
  /** Chosen at random if not given. */
  readonly sampleTypes?: readonly ValueType[];
  /** Default 20. */
  readonly maxSamples?: number;
  /** Sums of values then stay exact in float64; by default they reach the limits of int64. */
  readonly smallValues?: boolean;
}

const HEAP: readonly ValueType[] = [
  { type: "alloc_objects", unit: "count" },
  { type: "alloc_space", unit: "bytes" },
  { type: "inuse_objects", unit: "count" },
  { type: "inuse_space", unit: "bytes" },
];

/** Objects as literals make them, for assert.deepEqual. */
const plain = { noNullPrototype: true } as const;

const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const smallInt = fc.bigInt({ min: -1000n, max: 1000000n });
const anyInt = fc.oneof(smallInt, smallInt, int64);
const id = fc.oneof(fc.bigInt({ min: 1n, max: 300n }), fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }));

const goName = fc.constantFrom(
  "main.main",
  "main.(*Server).serve",
  "main.(*Cache[...]).put",
  "runtime.mallocgc",
  "example.com/a%2eb/v2.Do.func1",
  "encoding/json.(*Decoder).Decode",
  "std::vector<int, std::allocator<int> >::push_back(int const&)",
);
const name = fc.oneof(
  { weight: 5, arbitrary: goName },
  { weight: 1, arbitrary: fc.constant("") },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 12 }) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 8 }).map(decodeText) },
);
const file = fc.oneof(fc.constantFrom("/src/main.go", "/src/cache.go", "C:\\src\\main.go", ""), name);

const label: fc.Arbitrary<NewLabel> = fc.oneof(
  fc.record({ key: fc.constantFrom("thread", "kind", "z"), value: name.filter((text) => text !== "") }),
  fc
    .record({
      key: fc.constantFrom("bytes", "request", "kind"),
      value: anyInt,
      unit: fc.constantFrom("", "bytes", "kb"),
    })
    // A number 0 without a unit says nothing in profile.proto.
    .filter(({ value, unit }) => value !== 0n || unit !== ""),
);

const sampleTypes: fc.Arbitrary<readonly ValueType[]> = fc.oneof(
  fc.constant(HEAP),
  fc.uniqueArray(fc.record({ type: name, unit: fc.constantFrom("count", "bytes", "nanoseconds", "") }, plain), {
    minLength: 1,
    maxLength: 4,
    selector: ({ type }) => type,
  }),
);

/** A table of rows with distinct ids. */
function table<Row extends object>(row: fc.Arbitrary<Row>, minLength: number, maxLength: number) {
  const withId = fc.tuple(id, row);
  return fc
    .uniqueArray(withId, { minLength, maxLength, selector: ([key]) => key })
    .map((rows) => rows.map(([key, rest]) => ({ ...rest, id: key })));
}

const mappings = table(
  fc.record({
    memoryStart: uint64,
    memoryLimit: uint64,
    fileOffset: uint64,
    file,
    buildId: fc.constantFrom("", "abc123"),
    hasFunctions: fc.boolean(),
    hasFilenames: fc.boolean(),
    hasLineNumbers: fc.boolean(),
    hasInlineFrames: fc.boolean(),
  }),
  0,
  3,
);

const functions = table(fc.record({ name, systemName: name, file, startLine: anyInt }), 1, 8);

const locations = table(
  fc.record({
    mapping: fc.nat(),
    address: uint64,
    isFolded: fc.boolean(),
    lines: fc.array(fc.record({ function: fc.nat(), line: anyInt, column: smallInt }), { maxLength: 3 }),
  }),
  1,
  10,
);

export function arbitraryProfile(options: ArbitraryOptions = {}): fc.Arbitrary<Profile> {
  const value = options.smallValues === true ? smallInt : anyInt;
  const types = options.sampleTypes === undefined ? sampleTypes : fc.constant(options.sampleTypes);
  const sample = fc.record({
    // Of few locations, so that they recur.
    stack: fc.array(fc.nat(), { maxLength: 12 }),
    values: fc.array(value, { minLength: 4, maxLength: 4 }),
    labels: fc.array(label, { maxLength: 3 }),
  });
  const header = fc.record({
    periodType: fc.record({ type: name, unit: name }, plain),
    period: anyInt,
    timeNanos: anyInt,
    durationNanos: anyInt,
    dropFrames: fc.constantFrom("", "runtime\\..*"),
    keepFrames: fc.constantFrom("", "runtime\\.panic"),
    comments: fc.array(name, { maxLength: 4 }),
    docUrl: fc.constantFrom("", "https://example.com/doc"),
  });
  const samples = fc.array(sample, { maxLength: options.maxSamples ?? 20 });
  return fc
    .tuple(types, header, mappings, functions, locations, samples)
    .map(([chosen, rest, mapped, named, located, taken]) => {
      const builder = new ProfileBuilder({ ...rest, sampleTypes: chosen, defaultSampleType: chosen[0]?.type ?? "" });
      for (const mapping of mapped) builder.addMapping(mapping);
      for (const row of named) builder.addFunction(row);
      for (const { mapping, lines, ...location } of located) {
        const ofTable = lines.map((line): NewLine => ({ ...line, function: line.function % named.length }));
        const row = mapping % (mapped.length + 1);
        builder.addLocation({ ...location, lines: ofTable, ...(row === mapped.length ? {} : { mapping: row }) });
      }
      for (const { stack, values, labels } of taken) {
        builder.addSample(
          stack.map((at) => at % located.length),
          values.slice(0, chosen.length),
          labels,
        );
      }
      return builder.finish();
    });
}

import assert from "node:assert/strict";
import { test } from "node:test";
import { UsageError } from "../../../src/errors.ts";
import { comparableProfiles } from "../../../src/profile/merge/common-types.ts";
import { mergeProfiles } from "../../../src/profile/merge/merge.ts";
import { ProfileSum } from "../../../src/profile/merge/profile-sum.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { profileFromText } from "../profile-from-text.ts";
import { rowsOf } from "../rows-of.ts";

type Chunks = readonly (readonly Profile[])[];

/** A single profile stays as it is; sums of sums drop what has cancelled, chunk by chunk. */
function sumOfSums(chunks: Chunks): Profile {
  const addUp = (profiles: readonly Profile[]): Profile => {
    const comparable = comparableProfiles(profiles);
    return comparable.length === 1 ? (comparable[0] as Profile) : mergeProfiles(comparable);
  };
  return chunks.map(addUp).reduce((sum, next) => addUp([sum, next]));
}

function growing(chunks: Chunks): Profile {
  const sum = new ProfileSum();
  for (const chunk of chunks) sum.add(chunk);
  return sum.finish() as Profile;
}

const of = (...texts: readonly string[]): Profile[] => texts.map((text) => profileFromText(text));
const withTime = (profile: Profile, timeNanos: bigint): Profile => ({
  ...profile,
  header: { ...profile.header, timeNanos, durationNanos: timeNanos, comments: [String(timeNanos)] },
});
const kept = of("main.main;kept 1 16", "main.main;kept 2 32\nmain.main;more 1 8");
const gone = of("main.main;gone 1 16\nmain.main;kept 1 8", "main.main;gone -1 -16");
const back = of("main.main;late 3 3\nmain.main;gone 5 80", "main.main;kept 1 8");
const none = of("main.main;kept 0 0\nmain.main;none 0 0");
const minus = of("main.main;kept -3 -48", "main.main;last 1 1");
const wide = of(`main.main;kept 1 ${2n ** 53n}`, "main.main;kept 1 7");
const wrapping = of(`main.main;kept 1 ${2n ** 62n}`, `main.main;kept 1 ${2n ** 62n}`);
const timed = [0n, 9n, 0n, 5n].map((time) => withTime(kept[0] as Profile, time));

const cases: Readonly<Record<string, Chunks>> = {
  "one profile, zero samples and all": [none],
  "one profile and others": [none, kept],
  "what cancels within a chunk": [kept, gone, back],
  "what cancels between chunks, and comes back": [kept, minus, back],
  "everything cancels": [of("main.main;a 1 1"), of("main.main;a -1 -1"), back],
  "values beyond float64": [kept, wide, back],
  "values that wrap": [kept, wrapping, wrapping, back],
  "sums that leave float64": [wide.slice(0, 1), of(`main.main;kept 1 ${2n ** 53n - 1n}`, "main.main;kept 1 1"), kept],
  "sums that leave float64 little by little": [0, 1, 2].map((at) =>
    of(`main.main;kept 1 ${2n ** 51n + BigInt(at)}`, `main.main;kept 1 ${2n ** 51n}`),
  ),
  "times, where some have none": [timed.slice(0, 2), timed.slice(2, 3), timed.slice(3)],
  "the last chunk is a single profile": [kept, back, none],
  "a single profile with values beyond float64": [
    kept,
    of(`main.main;none 0 0\nmain.main;kept 1 ${2n ** 60n}\nmain.main;none 0 0\nmain.main;more 0 0\nmain.main;last 1 1`),
    back,
  ],
};

for (const [name, chunks] of Object.entries(cases)) {
  test(`a growing sum is the sum of the sums: ${name}`, () => {
    assert.deepEqual(rowsOf(growing(chunks)), rowsOf(sumOfSums(chunks)));
  });
}

test("profiles of several programs, in whatever chunks", () => {
  const all = [kept, gone, back, minus, none].flat();
  for (const size of [1, 2, 3, 4, 7]) {
    const chunks = Array.from({ length: Math.ceil(all.length / size) }, (_, at) =>
      all.slice(at * size, (at + 1) * size),
    );
    assert.deepEqual(rowsOf(growing(chunks)), rowsOf(sumOfSums(chunks)), `${size} at a time`);
  }
});

test("a type that only some have is dropped between chunks as within them", () => {
  const [first, second] = kept as [Profile, Profile];
  const narrow: Profile = {
    ...second,
    header: { ...second.header, sampleTypes: second.header.sampleTypes.slice(1) },
    samples: { ...second.samples, values: second.samples.values.slice(1) },
  };
  const chunks = [[first, first], [narrow, narrow], kept];
  assert.deepEqual(rowsOf(growing(chunks)), rowsOf(sumOfSums(chunks)));
});

test("a chunk of other types is refused and nothing is a sum of nothing", () => {
  const sum = new ProfileSum();
  assert.equal(sum.finish(), undefined);
  sum.add(kept);
  const [first] = kept as [Profile];
  const sampleTypes = first.header.sampleTypes.map(({ unit }, at) => ({ type: `other${at}`, unit }));
  const other: Profile = { ...first, header: { ...first.header, sampleTypes } };
  assert.throws(() => sum.add([other, other]), UsageError);
  assert.throws(() => sum.add([first, other]), UsageError);
});

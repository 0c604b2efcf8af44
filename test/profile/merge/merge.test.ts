import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { decodeProfile } from "../../../src/profile/codec/decode.ts";
import { withMainMapping } from "../../../src/profile/main-mapping.ts";
import { comparableProfiles, compatibleSampleTypes } from "../../../src/profile/merge/common-types.ts";
import { mergeHeaders, mergeProfiles } from "../../../src/profile/merge/merge.ts";
import { encodeText } from "../../../src/profile/string-table.ts";
import type { Header, Profile } from "../../../src/profile/tables.ts";
import { renderRaw } from "../../../src/render/pprof/raw.ts";
import { rawReport } from "../../../src/report/pprof/raw.ts";
import { generateFamily, KINDS, PLAIN } from "../../differential/generate.ts";
import { profileBytes } from "../../differential/message.ts";
import { pprofBinary, runPprof } from "../../report/pprof-oracle.ts";
import { viewOf } from "../../report/view-of.ts";
import { arbitraryProfile } from "../arbitrary-profile.ts";
import { profileFromText } from "../profile-from-text.ts";
import { rowsOf } from "../rows-of.ts";

const temporary = mkdtempSync(join(tmpdir(), "merge-"));
after(() => rmSync(temporary, { recursive: true }));

const skip = pprofBinary() === "" ? "no Go here" : false;
const TYPES = [
  { type: "inuse_objects", unit: "count" },
  { type: "inuse_space", unit: "bytes" },
];

function rawOf(profile: Profile): string {
  const parts = [...renderRaw(rawReport(viewOf(profile, {})), { timeZone: "UTC" })];
  return Buffer.concat(parts.map(encodeText)).toString("latin1");
}

/** Sum of each value column, by what a sample is: its stack and labels in words, since ids depend on the order of the merge. */
function sumsBySample(profile: Profile): Map<string, bigint[]> {
  const { samples, locations, functions } = rowsOf(profile);
  const byId = new Map(locations.map((row) => [(row as { id: bigint }).id, row]));
  const names = new Map(functions.map((row) => [(row as { id: bigint }).id, JSON.stringify(row, withoutId)]));
  const sums = new Map<string, bigint[]>();
  for (const { stack, values, labels } of samples) {
    const frames = stack.map((id) => describeLocation(byId.get(id) as LocationRow, names));
    const key = JSON.stringify([frames, labels], bigintText);
    const known = sums.get(key) ?? values.map(() => 0n);
    sums.set(
      key,
      values.map((value, type) => BigInt.asIntN(64, value + (known[type] as bigint))),
    );
  }
  for (const [key, values] of sums) if (values.every((value) => value === 0n)) sums.delete(key);
  return sums;
}

interface LocationRow {
  readonly lines: readonly { readonly function: bigint; readonly line: bigint }[];
}

function describeLocation({ lines }: LocationRow, names: ReadonlyMap<bigint, string>): string[] {
  return lines.map(({ function: id, line }) => `${names.get(id)} ${line}`);
}

function withoutId(key: string, value: unknown): unknown {
  return key === "id" ? undefined : bigintText(key, value);
}

function bigintText(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}

function sorted(sums: ReadonlyMap<string, bigint[]>): [string, bigint[]][] {
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Of one program, so that there is something to add up; types and periods agree. */
function alike(profile: Profile): Profile {
  return { ...profile, header: { ...profile.header, periodType: { type: "space", unit: "bytes" } } };
}

const profiles = arbitraryProfile({ sampleTypes: TYPES }).map(alike);

test("adds up the values of equal samples, in whatever order the profiles come", () => {
  fc.assert(
    fc.property(profiles, profiles, profiles, (a, b, c) => {
      const forward = sorted(sumsBySample(mergeProfiles([a, b, c])));
      assert.deepEqual(forward, sorted(sumsBySample(mergeProfiles([c, a, b]))));
      assert.deepEqual(forward, sorted(sumsBySample(mergeProfiles([mergeProfiles([a, b]), c]))));
    }),
    { numRuns: 60 },
  );
});

test("neither loses nor invents values", () => {
  const totals = (list: readonly Profile[]): bigint[] =>
    TYPES.map((_, type) => {
      const values = list.flatMap(({ samples }) => [...(samples.values[type] as Float64Array)]);
      return BigInt.asIntN(
        64,
        values.reduce((sum, value) => sum + BigInt(value), 0n),
      );
    });
  fc.assert(
    fc.property(profiles, profiles, (a, b) => assert.deepEqual(totals([mergeProfiles([a, b])]), totals([a, b]))),
    { numRuns: 60 },
  );
});

test("is the identity on a merged profile", () => {
  fc.assert(
    fc.property(profiles, profiles, (a, b) => {
      const merged = mergeProfiles([a, b]);
      assert.equal(rawOf(mergeProfiles([merged])), rawOf(merged));
    }),
    { numRuns: 60 },
  );
});

test("makes one sample of stacks that were loaded at other addresses", () => {
  const profile = withMainMapping(profileFromText("main.main;main.f 1 16\nmain.main 2 32"));
  const { locations, mappings } = profile;
  const moved: Profile = {
    ...profile,
    mappings: {
      ...mappings,
      memoryStart: BigUint64Array.of(0x7f0000000000n),
      memoryLimit: BigUint64Array.of(0x7f0000000000n),
    },
    locations: { ...locations, address: locations.address.map((address) => address + 0x7f0000000000n) },
  };
  const merged = mergeProfiles([profile, moved]);
  assert.deepEqual(
    merged.samples.values.map((column) => [...column]),
    [
      [2, 4],
      [32, 64],
    ],
  );
  assert.deepEqual([...merged.locations.address], [0x1010n, 0x1000n]);
});

test("keeps functions apart that start on different lines", () => {
  const profile = profileFromText("main.f 1 16");
  const edited = { ...profile, functions: { ...profile.functions, startLine: Float64Array.of(7) } };
  assert.equal(mergeProfiles([profile, edited]).samples.length, 2);
});

test("drops samples that come to nothing, and what only they referred to", () => {
  const merged = mergeProfiles([
    profileFromText("main.f 1 16\nmain.g 1 8"),
    profileFromText("main.f -1 -16\nmain.h 0 0"),
  ]);
  assert.deepEqual(
    rowsOf(merged).functions.map((row) => (row as { name: string }).name),
    ["main.g"],
  );
  assert.equal(merged.samples.length, 1);
  assert.equal(merged.locations.length, 1);
});

test("adds exactly what float64 cannot, and wraps as int64 does", () => {
  const large = profileFromText(`main.f 1 ${2n ** 53n + 1n}`);
  assert.deepEqual(mergeProfiles([large, large]).samples.values[1], BigInt64Array.of(2n ** 54n + 2n));
  const largest = profileFromText(`main.f 1 ${2n ** 63n - 1n}`);
  assert.deepEqual(mergeProfiles([largest, largest]).samples.values[1], Float64Array.of(-2));
});

test("adds exactly what only the sum leaves float64 with", () => {
  const half = profileFromText(`main.f 1 ${2n ** 52n + 1n}\nmain.g 1 1`);
  assert.ok(half.samples.values[1] instanceof Float64Array);
  assert.deepEqual(mergeProfiles([half, half]).samples.values[1], BigInt64Array.of(2n ** 53n + 2n, 2n));
  const odd = profileFromText(`main.f 1 ${2n ** 53n - 2n}`);
  const three = profileFromText("main.f 1 3");
  assert.deepEqual(mergeProfiles([odd, three]).samples.values[1], BigInt64Array.of(2n ** 53n + 1n));
});

test("grows beyond what the largest profile needs", () => {
  const profile = (name: string): Profile =>
    profileFromText(Array.from({ length: 300 }, (_, at) => `main.main;main.${name}${at} 1 ${at + 1}`).join("\n"));
  const merged = mergeProfiles(["a", "b", "c", "d", "a"].map(profile));
  assert.equal(merged.samples.length, 1200);
  assert.deepEqual([...(merged.samples.values[0] as Float64Array)], [...Array(300).fill(2), ...Array(900).fill(1)]);
  assert.equal(merged.samples.values[1]?.[1199], 300);
});

test("counts the names of sample types, and finds one that a profile has twice to be missing, as pprof does", () => {
  const typed = (...types: readonly string[]): Profile => {
    const profile = profileFromText("main.f 1 2");
    return { ...profile, header: { ...profile.header, sampleTypes: types.map((type) => ({ type, unit: "count" })) } };
  };
  const names = (list: readonly Profile[]): string[] | undefined =>
    compatibleSampleTypes(list)[0]?.header.sampleTypes.map(({ type }) => type);
  assert.deepEqual(names([typed("a", "b"), typed("b", "a")]), ["a", "b"]);
  assert.deepEqual(names([typed("a", "b"), typed("b", "c")]), ["b"]);
  assert.throws(() => names([typed("a", "a")]), { code: "no-common-sample-type" });
  assert.throws(() => names([typed("a", "a"), typed("b", "c")]), {
    message: '"a" sample type is not found in profile',
  });
});

test("merges three profiles of a program byte for byte as pprof does", { skip }, () => {
  for (const [index, kind] of Object.values(KINDS).entries()) {
    for (let seed = 1; seed <= 4; seed++) {
      const traits = {
        ...PLAIN,
        kind,
        mappings: seed,
        names: seed % 2 === 0 ? ("unusual" as const) : ("plain" as const),
        lineless: seed * 5,
      };
      const family = generateFamily(index * 100 + seed, { ...traits, negative: seed * 10, bits: seed * 15 });
      const bytes = [family.current, family.sameBuild, family.otherBuild].map(profileBytes);
      const files = bytes.map((content, at) => {
        const file = join(temporary, `${index}-${seed}-${at}.pb`);
        writeFileSync(file, content);
        return file;
      });
      const decoded = bytes.map((content) => withMainMapping(decodeProfile(content)));
      const expected = runPprof(["-symbolize=none", "-raw", ...files]).toString("latin1");
      assert.equal(rawOf(mergeProfiles(comparableProfiles(decoded))), expected, files.join(" "));
    }
  }
});

test("a merged header has the longest period, the earliest time and all of the duration", () => {
  const base = { ...profileFromText("main 1 1").header, period: 0n };
  const merged = (...fields: readonly Partial<Header>[]) => mergeHeaders(fields.map((each) => ({ ...base, ...each })));
  const period = (...periods: readonly bigint[]) => merged(...periods.map((each) => ({ period: each }))).period;
  assert.deepEqual(
    [period(0n, 1n), period(1n, 0n), period(1n, 5n, 3n), period(0n, 0n), period(-3n, -5n), period(-3n, 0n, -5n)],
    [1n, 1n, 5n, 0n, -3n, -5n],
  );
  assert.equal(merged({ timeNanos: 7n }, { timeNanos: 5n }, { timeNanos: 9n }).timeNanos, 5n);
  const long = 2n ** 62n;
  assert.equal(merged({ durationNanos: long }, { durationNanos: long }).durationNanos, -(2n ** 63n));
});

test("what differs is named, the period's type before the samples'", () => {
  const header = profileFromText("main 1 1").header;
  const period = { ...header, periodType: { type: "cpu", unit: "nanoseconds" } };
  assert.throws(() => mergeHeaders([header, period]), {
    code: "incompatible-types",
    message: "incompatible period types &{  0 0} and &{cpu nanoseconds 0 0}",
  });
  const types = { ...header, sampleTypes: [{ type: "space", unit: "bytes" }] };
  assert.throws(() => mergeHeaders([header, types]), {
    code: "incompatible-types",
    message: "incompatible sample types [inuse_objects/count inuse_space/bytes] and [space/bytes]",
  });
});

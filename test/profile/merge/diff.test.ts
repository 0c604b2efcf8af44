import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { decodeProfile } from "../../../src/profile/codec/decode.ts";
import { withMainMapping } from "../../../src/profile/main-mapping.ts";
import { withBaseLabel } from "../../../src/profile/merge/base-label.ts";
import { baseValues, currentValues, diffProfiles, normalizeTo, subtractBase } from "../../../src/profile/merge/diff.ts";
import { encodeText } from "../../../src/profile/string-table.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { renderRaw } from "../../../src/render/pprof/raw.ts";
import { rawReport } from "../../../src/report/pprof/raw.ts";
import { generateFamily, KINDS, PLAIN } from "../../differential/generate.ts";
import { profileBytes } from "../../differential/message.ts";
import { pprofBinary, runPprof } from "../../report/pprof-oracle.ts";
import { viewOf } from "../../report/view-of.ts";
import { arbitraryProfile } from "../arbitrary-profile.ts";
import { profileFromText } from "../profile-from-text.ts";

const temporary = mkdtempSync(join(tmpdir(), "diff-"));
after(() => rmSync(temporary, { recursive: true }));

const skip = pprofBinary() === "" ? "no Go here" : false;
const TYPES = [
  { type: "inuse_objects", unit: "count" },
  { type: "inuse_space", unit: "bytes" },
];

const profiles = arbitraryProfile({ sampleTypes: TYPES, smallValues: true }).map(
  (profile): Profile => ({ ...profile, header: { ...profile.header, periodType: { type: "space", unit: "bytes" } } }),
);

function total(column: Float64Array | BigInt64Array): bigint {
  return [...(column as Float64Array)].reduce((sum, value) => sum + BigInt(value), 0n);
}

function columnsOf(profile: Profile): number[][] {
  return profile.samples.values.map((column) => [...(column as Float64Array)]);
}

function rawOf(profile: Profile): string {
  const parts = [...renderRaw(rawReport(viewOf(profile, {})), { timeZone: "UTC" })];
  return Buffer.concat(parts.map(encodeText)).toString("latin1");
}

test("finds no difference between a profile and itself", () => {
  fc.assert(
    fc.property(profiles, (profile) => {
      assert.equal(subtractBase(profile, profile).samples.length, 0);
      const diff = diffProfiles(profile, profile);
      for (const type of TYPES.keys()) assert.deepEqual(currentValues(diff, type), baseValues(diff, type));
    }),
    { numRuns: 60 },
  );
});

test("has deltas that add up to current minus base, whole or side by side", () => {
  fc.assert(
    fc.property(profiles, profiles, (base, current) => {
      const difference = subtractBase(current, base);
      const diff = diffProfiles(base, current);
      for (const type of TYPES.keys()) {
        const [now, then] = [current, base].map(({ samples }) => total(samples.values[type] as Float64Array)) as [
          bigint,
          bigint,
        ];
        assert.equal(total(difference.samples.values[type] as Float64Array), now - then);
        assert.equal(total(currentValues(diff, type)), now);
        assert.equal(total(baseValues(diff, type)), then);
      }
    }),
    { numRuns: 60 },
  );
});

test("changes its sign when base and current change places", () => {
  const magnitudes = (profile: Profile): string[] =>
    Array.from({ length: profile.samples.length }, (_, row) =>
      profile.samples.values.map((column) => Math.abs(Number(column[row]))).join(),
    ).sort();
  fc.assert(
    fc.property(profiles, profiles, (a, b) => {
      assert.deepEqual(magnitudes(subtractBase(a, b)), magnitudes(subtractBase(b, a)));
    }),
    { numRuns: 60 },
  );
});

test("keeps in a side-by-side diff what cancels in a difference", () => {
  const base = profileFromText("main.f 1 16\nmain.g 1 8");
  const current = profileFromText("main.f 1 16\nmain.h 2 64");
  assert.deepEqual(columnsOf(subtractBase(current, base)), [
    [2, -1],
    [64, -8],
  ]);
  assert.deepEqual(columnsOf(diffProfiles(base, current).profile), [
    [1, 2, 0],
    [16, 64, 0],
    [1, 0, 1],
    [16, 0, 8],
  ]);
});

test("leaves its inputs as they are", () => {
  const base = profileFromText("main.f 1 16");
  const current = profileFromText("main.f 3 48");
  const before = [rawOf(base), rawOf(current)];
  subtractBase(current, base);
  diffProfiles(base, current);
  normalizeTo(current, base);
  assert.deepEqual([rawOf(base), rawOf(current)], before);
});

test("normalizes each sample type to the sum of the base", () => {
  const current = profileFromText("main.f 1 30\nmain.g 3 10");
  const base = profileFromText("main.f 8 4");
  assert.deepEqual(columnsOf(normalizeTo(current, base)), [
    [2, 6],
    [3, 1],
  ]);
});

test("negates beyond 2^53 as pprof does: through float64", () => {
  const text = `main.f 1 ${2n ** 60n + 1n}`;
  const [base, current] = [profileFromText(text), profileFromText("main.f 2 5")];
  assert.deepEqual(subtractBase(current, base).samples.values[1], BigInt64Array.of(5n - 2n ** 60n));
});

test("subtracts byte for byte as pprof does, by every way it has", { skip }, () => {
  for (const [index, kind] of Object.values(KINDS).entries()) {
    for (let seed = 1; seed <= 3; seed++) {
      const names = seed % 2 === 0 ? ("unusual" as const) : ("plain" as const);
      const family = generateFamily(index * 10 + seed, {
        ...PLAIN,
        kind,
        names,
        mappings: seed,
        bits: seed * 20,
        negative: 10,
      });
      const [current, same, other] = [family.current, family.sameBuild, family.otherBuild].map((message, at) => {
        const file = join(temporary, `${index}-${seed}-${at}.pb`);
        writeFileSync(file, profileBytes(message));
        return { file, profile: withMainMapping(decodeProfile(profileBytes(message))) };
      }) as [Source, Source, Source];
      assertSame(["-base", same.file, current.file], subtractBase(current.profile, same.profile));
      assertSame(["-base", other.file, current.file], subtractBase(current.profile, other.profile));
      assertSame(["-base", current.file, current.file], subtractBase(current.profile, current.profile));
      assertSame(["-diff_base", same.file, current.file], subtractBase(current.profile, withBaseLabel(same.profile)));
      const scaled = normalizeTo(current.profile, same.profile);
      assertSame(["-normalize", "-base", same.file, current.file], subtractBase(scaled, same.profile));
    }
  }
});

interface Source {
  readonly file: string;
  readonly profile: Profile;
}

function assertSame(args: readonly string[], profile: Profile): void {
  assert.equal(rawOf(profile), runPprof(["-symbolize=none", "-raw", ...args]).toString("latin1"), args.join(" "));
}

test("a column that is not there is refused, on either side", () => {
  const diff = diffProfiles(profileFromText("main.a 1 10"), profileFromText("main.a 2 15"));
  for (const values of [baseValues, currentValues])
    for (const index of [-1, 2, 0.5])
      assert.throws(() => values(diff, index), { code: "bad-sample-index" }, `${index}`);
});

test("what is one in all is scaled as any other sum, what is nothing is not", () => {
  const types = { sampleTypes: [{ type: "inuse_space", unit: "bytes" }] };
  const scaled = (text: string) => [
    ...(normalizeTo(profileFromText(text, types), profileFromText("a 5", types)).samples.values[0] ?? []),
  ];
  assert.deepEqual([scaled("a 1"), scaled("a 2\nb -2"), scaled("a 10")], [[5], [], [5]]);
});

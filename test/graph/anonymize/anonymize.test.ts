import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { anonymizeProfiles } from "../../../src/graph/anonymize/anonymize.ts";
import { packageOf } from "../../../src/graph/go/symbol.ts";
import { ProfileBuilder } from "../../../src/profile/builder.ts";
import { decodeProfile } from "../../../src/profile/codec/decode.ts";
import { encodeProfile } from "../../../src/profile/codec/encode.ts";
import { diffProfiles } from "../../../src/profile/merge/diff.ts";
import { parseProfile } from "../../../src/profile/parse.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { fixtureBytes, MODES } from "../../fixtures.ts";
import { profileFiles, readUnpacked } from "../../profile/corpus.ts";

function allText(profile: Profile): string {
  const { strings, header } = profile;
  const texts = Array.from({ length: strings.length }, (_, index) => strings.at(index));
  const { comments, docUrl, dropFrames, keepFrames } = header;
  return [...texts, ...comments, docUrl, dropFrames, keepFrames].join("\n");
}

function namesOf({ functions, strings }: Profile): string[] {
  return Array.from(functions.name, (name) => strings.at(name));
}

const SECRET = /secret/i;

/** A profile with a secret in every place that can hold one. */
function secretive(paths: readonly string[]): Profile {
  const builder = new ProfileBuilder({
    sampleTypes: [{ type: "inuse_space", unit: "bytes" }],
    comments: ["built by secret"],
    docUrl: "http://secret.example",
    dropFrames: "secret.*",
  });
  const mapping = builder.addMapping({ file: "/home/secret/bin/secretd", buildId: "secretid" });
  for (const [row, path] of paths.entries()) {
    const name = builder.addFunction({
      name: `${path}.(*SecretType[go.shape.string,${path}/sub.secretArg]).secretMethod.func${row}`,
      systemName: `${path}.secret${row}`,
      file: `/home/secret/src/${path}/secret_${row}.go`,
    });
    const location = builder.addLocation({ mapping, address: BigInt(row + 1), lines: [{ function: name, line: 7n }] });
    const labels = [
      { key: "secretkey", value: `secret ${row}` },
      { key: "bytes", value: 16n, unit: "bytes" },
    ];
    builder.addSample([location], [BigInt(row * 10)], labels);
  }
  return builder.finish();
}

test("no secret survives, wherever it stood", () => {
  const element = fc.constantFrom(
    "secret",
    "mysecret",
    "Secret",
    "secret-svc",
    "secret.v2",
    "secret_test",
    "internal",
    "cmd",
  );
  const host = fc.constantFrom(
    "secret.example",
    "git.secret.example",
    "github.com/secretcorp",
    "gitlab.com/secret",
    "secret",
    "main",
  );
  const path = fc
    .tuple(host, fc.array(element, { minLength: 1, maxLength: 3 }))
    .map(([first, rest]) => (first === "main" ? first : [first, ...rest].join("/")));
  fc.assert(
    fc.property(fc.array(path, { minLength: 1, maxLength: 6 }), (paths) => {
      // Repositories on a public forge are private when they are the program's own.
      const [main = ""] = paths.filter((candidate) => candidate.includes("gith") || candidate.includes("gitlab.com"));
      const same = paths.filter((one) => !/^git(hub|lab)\.com/.test(one) || one.split("/")[0] === main.split("/")[0]);
      const { profiles } = anonymizeProfiles([secretive(same)], main === "" ? undefined : main);
      assert.doesNotMatch(allText(profiles[0] as Profile), SECRET);
    }),
    { numRuns: 300 },
  );
});

test("no private word of the fixtures survives", () => {
  const isPrivate = (name: string): boolean => /^(?:main|example\.com)\b/.test(packageOf(name));
  const words = (names: readonly string[]): Set<string> =>
    new Set(
      names
        .flatMap((name) => name.match(/[A-Za-z]{5,}/g) ?? [])
        .filter((word) => !/^(?:func|internal|gowrap|shape|struct|string)/.test(word)),
    );
  for (const mode of MODES) {
    const profile = parseProfile(fixtureBytes(`streamwatcher/${mode}/heap-after.out`));
    const names = namesOf(profile);
    const files = Array.from(profile.functions.file, (file) => profile.strings.at(file));
    const publicWords = words(names.flatMap((name, row) => (isPrivate(name) ? [] : [name, files[row] as string])));
    const secrets = [...words(names.filter(isPrivate))].filter((word) => !publicWords.has(word));
    assert.ok(secrets.includes("destination"), mode);
    const text = allText(anonymizeProfiles([profile]).profiles[0] as Profile);
    for (const secret of secrets) assert.ok(!text.includes(secret), `${mode}: ${secret}`);
    assert.ok(!text.includes("example.com"));
  }
});

test("numbers, stacks and the count of different functions stay as they were", () => {
  for (const file of profileFiles().filter((name) =>
    /streamwatcher.*heap-after\.out$|programs.*\.out$|profefe/.test(name),
  )) {
    const before = decodeProfile(readUnpacked(file));
    const after = anonymizeProfiles([before]).profiles[0] as Profile;
    assert.deepEqual(after.samples, before.samples, file);
    assert.deepEqual(after.locations, before.locations, file);
    const count = (profile: Profile): number => new Set(namesOf(profile)).size;
    assert.equal(count(after), count(before), file);
    const again = parseProfile(encodeProfile(after));
    assert.deepEqual(namesOf(again), namesOf(after), file);
  }
});

test("two profiles share their pseudonyms, so that their diff is the same", () => {
  for (const mode of MODES) {
    const pair = ["before", "after"].map((end) => parseProfile(fixtureBytes(`streamwatcher/${mode}/heap-${end}.out`)));
    const plain = diffProfiles(pair[0] as Profile, pair[1] as Profile);
    const { profiles, mainModule } = anonymizeProfiles(pair);
    const anonymous = diffProfiles(profiles[0] as Profile, profiles[1] as Profile);
    assert.equal(mainModule, "private1.com/app");
    assert.deepEqual(anonymous.profile.samples, plain.profile.samples, mode);
    assert.deepEqual(anonymizeProfiles(pair), anonymizeProfiles(pair));
  }
});

test("what the system itself calls a mapping stays, libraries and programs are told apart, build ids are numbered", () => {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "inuse_space", unit: "bytes" }] });
  const files = ["", "[vdso]", "//anon", "linux-vdso.so.1", "/secret/libx.so.6", "/secret/liby.so", "/secret/app"];
  const rows = files.map((file, at) => {
    const mapping = builder.addMapping({
      file,
      buildId: at > 3 ? `id${at}` : "",
      memoryStart: BigInt(at + 1) * 0x1000n,
    });
    return builder.addLocation({ mapping, address: BigInt(at + 1) * 0x1000n, lines: [] });
  });
  builder.addSample(rows, [1]);
  const [found] = anonymizeProfiles([builder.finish()]).profiles;
  assert.ok(found !== undefined);
  const texts = (column: Int32Array): string[] => Array.from(column, (text) => found.strings.at(text));
  const kept = ["", "[vdso]", "//anon", "linux-vdso.so.1"];
  assert.deepEqual(texts(found.mappings.file), [...kept, "/private/lib1.so", "/private/lib2.so", "/private/program1"]);
  assert.deepEqual(texts(found.mappings.buildId), ["", "", "", "", "build1", "build2", "build3"]);
});

test("the name that the linker has is renamed as the function's own, by the same file", () => {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "inuse_space", unit: "bytes" }] });
  const file = "/usr/local/go/src/internal/bytealg/equal_amd64.s";
  builder.addFunction({ name: "memeqbody", file });
  builder.addFunction({ name: "corp.example/app.F", systemName: "corp.example/app.F", file: "/src/app/f.go" });
  builder.addFunction({ name: "corp.example/app.G", systemName: "corp.example/app.H", file: "/src/app/f.go" });
  const { profiles } = anonymizeProfiles([builder.finish()], undefined);
  const { functions, strings } = profiles[0] as Profile;
  const names = Array.from(functions.name, (name) => strings.at(name));
  const systemNames = Array.from(functions.systemName, (name) => strings.at(name));
  assert.deepEqual([names[0], systemNames[0]], ["memeqbody", "memeqbody"]);
  assert.equal(systemNames[1], names[1]);
  assert.notEqual(systemNames[2], names[2]);
  assert.match(systemNames[2] ?? "", /^private1\.com\/app\.Function\d$/);
});

/** Functions of generated code lie in several files; profiles of one process name them by one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compare } from "../../../src/blame/provenance/comparison.ts";
import { ProfileBuilder } from "../../../src/profile/builder.ts";
import { withFilesOf } from "../../../src/profile/merge/align-files.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { HEAP_TYPES, scaledPair } from "../../blame/heap-buckets.ts";

/** A parser that goyacc wrote, and six functions besides, each with so many recorded objects of 64 bytes. */
function parsed(file: string, count: number, { buildId = "b1", isTwice = false } = {}): Profile {
  const header = { sampleTypes: HEAP_TYPES, periodType: { type: "space", unit: "bytes" }, period: 524288n };
  const builder = new ProfileBuilder({ ...header, timeNanos: BigInt(count) });
  const mapping = builder.addMapping({ file: "/bin/app", buildId, memoryStart: 0x1000n, memoryLimit: 0x9000n });
  const names = ["parse.Parse", ...(isTwice ? ["parse.Parse"] : []), ...Array.from("abcdef", (name) => `main.${name}`)];
  for (const [at, name] of names.entries()) {
    const path = name === "parse.Parse" ? `${file}${at === 0 ? "" : "2"}` : "/src/main.go";
    const lines = [{ function: builder.addFunction({ name, file: path }), line: 1 }];
    const location = builder.addLocation({ mapping, address: BigInt(0x1000 + 16 * at), lines });
    const pair = scaledPair(count, 64, 524288);
    builder.addSample([location], [...pair, ...pair], [{ key: "bytes", value: 64n }]);
  }
  return builder.finish();
}

function filesOf({ functions, strings }: Profile): string[] {
  return Array.from(functions.file, (file) => strings.at(file));
}

test("the counters of a function that is named by another of its files did not go down", () => {
  const [base, current] = [parsed("parser.go.y", 2), parsed("yaccpar", 3)];
  const { pair, diff } = compare(base, current);
  assert.equal(pair.relation, "same");
  assert.deepEqual(pair.counters, { compared: 7, decreased: 0 });
  assert.equal(diff.profile.samples.length, 7);
  assert.equal(compare(base, parsed("yaccpar", 1)).pair.isSwapped, true);
});

test("the files of the other profile of the build are taken, nothing else is touched", () => {
  const [other, profile] = [parsed("parser.go.y", 1), parsed("/src/parse/yaccpar", 1)];
  const aligned = withFilesOf(other, profile);
  assert.deepEqual(filesOf(aligned), filesOf(other));
  assert.equal(aligned.samples, profile.samples);
  assert.deepEqual(filesOf(profile)[0], "/src/parse/yaccpar");
});

test("of two builds, of Go's files alone, of names that several have, and of what agrees nothing is moved", () => {
  const generated = parsed("parser.go.y", 1);
  for (const [other, profile] of [
    [generated, parsed("yaccpar", 1, { buildId: "b2" })],
    [parsed("parser.go.y", 1, { buildId: "" }), parsed("yaccpar", 1, { buildId: "" })],
    [parsed("/v1/parse.go", 1), parsed("/v2/parse.go", 1)],
    [generated, parsed("yaccpar", 1, { isTwice: true })],
    [generated, parsed("parser.go.y", 2)],
  ] as const)
    assert.equal(withFilesOf(other, profile), profile);
});

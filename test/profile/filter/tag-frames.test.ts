/** Labels turned into frames, the label that marks a base, and the mapping that names the program. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ProfileBuilder } from "../../../src/profile/builder.ts";
import { addTagFrames } from "../../../src/profile/filter/tag-frames.ts";
import { overrideMainMapping, withMainMapping } from "../../../src/profile/main-mapping.ts";
import { withBaseLabel, withoutBaseLabel } from "../../../src/profile/merge/base-label.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { labelsOf, stacksOf } from "../stacks-of.ts";

function labelled(): Profile {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
  const main = builder.addFunction({ name: "main.main" });
  const location = builder.addLocation({ id: 7n, lines: [{ function: main }] });
  builder.addSample(
    [location],
    [1],
    [
      { key: "user", value: "anna" },
      { key: "user", value: "bert" },
      { key: "bytes", value: 2048n, unit: "bytes" },
    ],
  );
  builder.addSample([location], [2]);
  return builder.finish();
}

test("each key is a frame: the first root key outermost, the last leaf key innermost", () => {
  const framed = addTagFrames(labelled(), ["user", "zone"], ["bytes", "user"], "kb");
  assert.deepEqual(stacksOf(framed.profile), ["anna,bert;;main.main;2kB;anna,bert 1", ";;main.main;; 2"]);
  assert.deepEqual(framed.matched, { root: true, leaf: true });
});

test("new locations have ids of their own, and their file is the key", () => {
  const { profile } = addTagFrames(labelled(), ["user"], [], "minimum");
  assert.deepEqual([...profile.locations.id], [7n, 8n, 9n]);
  const files = [...profile.functions.file].map((file) => profile.strings.at(file));
  assert.deepEqual(files, ["", "user", "user"]);
});

test("samples with the same labels share a frame, and what was there keeps its lines, beyond 2^53 too", () => {
  for (const line of [12n, 2n ** 60n + 1n]) {
    const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
    const row = builder.addFunction({ name: "main.main", startLine: line });
    const location = builder.addLocation({ lines: [{ function: row, line, column: line }] });
    for (const value of [1, 2]) builder.addSample([location], [value], [{ key: "user", value: "anna" }]);
    const { profile } = addTagFrames(builder.finish(), ["user"], [], "minimum");
    const { locations, functions, samples } = profile;
    assert.deepEqual([...samples.locations], [0, 1, 0, 1]);
    for (const column of [locations.lineNumber, locations.lineColumn, functions.startLine])
      assert.deepEqual([...column].map(BigInt), [line, 0n]);
  }
});

test("keys that no sample has are told", () => {
  assert.deepEqual(addTagFrames(labelled(), ["zz"], ["user"], "auto").matched, { root: false, leaf: true });
});

test("the base's label is set on every sample, once, and can be taken off", () => {
  const marked = withBaseLabel(withBaseLabel(labelled()));
  assert.deepEqual(labelsOf(marked), ["user:anna user:bert pprof::base:true bytes:2048 bytes", "pprof::base:true"]);
  assert.deepEqual(labelsOf(withoutBaseLabel(marked)), labelsOf(labelled()));
});

test("a profile without mappings gets one for all its locations", () => {
  const profile = withMainMapping(labelled());
  assert.equal(profile.mappings.length, 1);
  assert.deepEqual([...profile.locations.mapping], [0]);
});

test("the program of the command line replaces the file; a build id fills only a gap", () => {
  const named = overrideMainMapping(withMainMapping(labelled()), "/bin/app", "abc");
  const again = overrideMainMapping(named, "", "other");
  const text = (profile: Profile, column: "file" | "buildId") =>
    profile.strings.at(profile.mappings[column][0] as number);
  assert.deepEqual([text(again, "file"), text(again, "buildId")], ["/bin/app", "abc"]);
});

test("the frames of a sample stay between those of its labels, one leaf key or several", () => {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
  const rows = ["a", "b", "c"].map((name) =>
    builder.addLocation({ lines: [{ function: builder.addFunction({ name }) }] }),
  );
  builder.addSample(rows.toReversed(), [1], [{ key: "user", value: "x" }]);
  builder.addSample(rows, [2]);
  const profile = builder.finish();
  assert.deepEqual(stacksOf(addTagFrames(profile, [], ["user", "zone"], "auto").profile), ["a;b;c;x; 1", "c;b;a;; 2"]);
  const { profile: framed, matched } = addTagFrames(profile, ["user"], [], "auto");
  assert.deepEqual(stacksOf(framed), ["x;a;b;c 1", ";c;b;a 2"]);
  assert.deepEqual(matched, { root: true, leaf: false }, "one value is enough");
});

/** Tables of a message whose rows are none, or not there: the message of fixtures/otlp in JSON, changed in one place. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ProfileError } from "../../../src/errors.ts";
import { parseProfile } from "../../../src/profile/parse.ts";
import { NONE, type Profile } from "../../../src/profile/tables.ts";
import { fixtureBytes } from "../../fixtures.ts";

const TEXT = new TextDecoder().decode(fixtureBytes("otlp/heap.otlp.json"));

/** With each `from` in the message `to`. */
function changed(from: string, to: string): Profile {
  assert.ok(TEXT.includes(from), from);
  return parseProfile(new TextEncoder().encode(TEXT.replaceAll(from, to)));
}

const depths = ({ samples }: Profile) =>
  Array.from(
    { length: samples.length },
    (_, row) => (samples.start[row + 1] as number) - (samples.start[row] as number),
  );

test("a stack, or a place on one, that is row 0 is none", () => {
  assert.deepEqual(depths(changed('"stackIndex":2', '"stackIndex":0')), [2, 0]);
  assert.deepEqual(depths(changed('"locationIndices":[2,1]', '"locationIndices":[2,0]')), [1, 1]);
});

test("a line without a function is none, a place without a mapping has none", () => {
  const { locations } = changed('"functionIndex":2', '"functionIndex":0');
  assert.deepEqual([...locations.start], [0, 1, 1]);
  const apart = changed('"mappingIndex":1,"address":"4202496"', '"mappingIndex":0,"address":"4202496"');
  assert.deepEqual([...apart.locations.mapping], [0, NONE]);
});

test("a function is called as the linker calls it where that is told, else by its name", () => {
  const systemNames = ({ functions, strings }: Profile) => [...functions.systemName].map((at) => strings.at(at));
  assert.deepEqual(systemNames(changed('"nameStrindex":10', '"nameStrindex":10,"systemNameStrindex":8')), [
    "main.main",
    "main.main",
  ]);
  assert.deepEqual(systemNames(changed('"nameStrindex":10', '"nameStrindex":10')), ["main.main", "main.keep"]);
});

test("an attribute that is none, or neither a text nor a whole number, is no label; a number may be without a unit", () => {
  const labels = ({ labelSets, strings }: Profile) =>
    Array.from(labelSets.key, (key, at) => `${strings.at(key)}/${strings.at(labelSets.unit[at] as number)}`).sort();
  assert.deepEqual(labels(parseProfile(new TextEncoder().encode(TEXT))), ["bytes/bytes", "job/"]);
  assert.deepEqual(labels(changed('"attributeIndices":[2,3]', '"attributeIndices":[2,0]')), ["bytes/bytes"]);
  assert.deepEqual(labels(changed('{"stringValue":"nightly"}', '{"boolValue":true}')), ["bytes/bytes"]);
  assert.deepEqual(labels(changed('{"intValue":"1024"},"unitStrindex":4', '{"intValue":"1024"}')), ["bytes/", "job/"]);
});

test("a mapping whose build id is not told has none", () => {
  const { mappings, strings } = changed('"filenameStrindex":11,"attributeIndices":[1]', '"filenameStrindex":11');
  assert.deepEqual(
    [strings.at(mappings.file[0] as number), strings.at(mappings.buildId[0] as number)],
    ["/bin/app", ""],
  );
});

test("a row that a table does not have is refused, and named", () => {
  for (const [from, to, wanted] of [
    ['"stackIndex":2', '"stackIndex":3', "stack 3 of 3"],
    ['"locationIndices":[2,1]', '"locationIndices":[2,3]', "location 3 of 3"],
    ['"functionIndex":2', '"functionIndex":3', "function 3 of 3"],
    ['"mappingIndex":1', '"mappingIndex":2', "mapping 2 of 2"],
    ['"attributeIndices":[2,3]', '"attributeIndices":[2,4]', "attribute 4 of 4"],
    ['"nameStrindex":10', '"nameStrindex":14', "string 14 of 14"],
  ] as const) {
    assert.throws(
      () => changed(from, to),
      (error) => error instanceof ProfileError && error.message.includes(`names ${wanted}`),
      wanted,
    );
  }
});

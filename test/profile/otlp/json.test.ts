/** Every field of a message in JSON that is read: what it becomes in the profile, under each of its names; and what is refused, by name. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ProfileError } from "../../../src/errors.ts";
import { parseOtlpJson } from "../../../src/profile/otlp/json.ts";
import { NONE, type Profile } from "../../../src/profile/tables.ts";

const STRINGS = [
  ...["", "inuse_space", "bytes", "space", "byte", "/bin/app", "main.keep", "main_keep", "keep.go"],
  ...["size", "job", "nightly", "process.executable.build_id.go", "abc"],
];
const at = (text: string): number => STRINGS.indexOf(text);

const PROFILE = {
  sampleType: { typeStrindex: at("inuse_space"), unitStrindex: at("bytes") },
  samples: [
    { stackIndex: 1, attributeIndices: [1, 2], values: ["5", -2] },
    { stackIndex: 2, timestampsUnixNano: ["1", "2", "3"] },
  ],
  ...{ timeUnixNano: "1700000000000000001", durationNano: "60000000000" },
  ...{ periodType: { typeStrindex: at("space"), unitStrindex: at("byte") }, period: "524288" },
};
const DICTIONARY = {
  mappingTable: [
    {},
    { memoryStart: "16", memoryLimit: "18446744073709551615", fileOffset: "8", filenameStrindex: at("/bin/app") },
    { attributeIndices: [3] },
  ],
  locationTable: [
    {},
    { mappingIndex: 1, address: "18446744073709551614", lines: [{ functionIndex: 1, line: "7", column: "3" }] },
    { mappingIndex: 2, address: 17 },
  ],
  functionTable: [
    {},
    {
      ...{ nameStrindex: at("main.keep"), systemNameStrindex: at("main_keep") },
      ...{ filenameStrindex: at("keep.go"), startLine: "5" },
    },
  ],
  stringTable: STRINGS,
  attributeTable: [
    {},
    { keyStrindex: at("size"), value: { intValue: "1024" }, unitStrindex: at("bytes") },
    { keyStrindex: at("job"), value: { stringValue: "nightly" } },
    { keyStrindex: at("process.executable.build_id.go"), value: { stringValue: "abc" } },
  ],
  stackTable: [{}, { locationIndices: [2, 1] }, { locationIndices: [1] }],
};
const MESSAGE = JSON.stringify({
  resourceProfiles: [{ scopeProfiles: [{ profiles: [PROFILE] }] }],
  dictionary: DICTIONARY,
});

const parse = (text: string): Profile | undefined => parseOtlpJson(new TextEncoder().encode(text));

/** With each `from` in the message `to`. */
function changed(from: string, to: string): Profile | undefined {
  assert.ok(MESSAGE.includes(from), from);
  return parse(MESSAGE.replaceAll(from, to));
}

test("every field has its place in the profile", () => {
  const profile = parse(MESSAGE);
  assert.ok(profile !== undefined);
  const { header, samples, locations, functions, mappings, labelSets, strings } = profile;
  const text = (row: number | undefined): string => strings.at(row ?? NONE);
  assert.deepEqual(header.sampleTypes, [{ type: "inuse_space", unit: "bytes" }]);
  assert.deepEqual(header.periodType, { type: "space", unit: "byte" });
  assert.deepEqual(
    [header.period, header.timeNanos, header.durationNanos],
    [524288n, 1700000000000000001n, 60_000_000_000n],
  );
  assert.deepEqual(
    [[...samples.start], [...samples.locations], [...(samples.values[0] ?? [])].map(Number)],
    [
      [0, 2, 3],
      [1, 0, 0],
      [3, 3],
    ],
    "values are added up; moments alone count one each",
  );
  assert.deepEqual([...mappings.memoryStart], [16n, 0n]);
  assert.deepEqual([...mappings.memoryLimit, ...mappings.fileOffset], [2n ** 64n - 1n, 0n, 8n, 0n]);
  assert.deepEqual(
    [[...mappings.file].map(text), [...mappings.buildId].map(text)],
    [
      ["/bin/app", ""],
      ["", "abc"],
    ],
  );
  assert.deepEqual(
    [[...locations.mapping], [...locations.address]],
    [
      [0, 1],
      [2n ** 64n - 2n, 17n],
    ],
  );
  assert.deepEqual(
    [[...locations.start], [...locations.lineFunction], [...locations.lineNumber].map(Number)],
    [[0, 1, 1], [0], [7]],
  );
  assert.deepEqual([...locations.lineColumn].map(Number), [3]);
  const [name, system, file] = [functions.name[0], functions.systemName[0], functions.file[0]].map(text);
  assert.deepEqual([name, system, file, Number(functions.startLine[0])], ["main.keep", "main_keep", "keep.go", 5]);
  const labels = Array.from({ length: labelSets.key.length }, (_, row) => [
    text(labelSets.key[row]),
    labelSets.text[row] === NONE ? labelSets.number[row] : text(labelSets.text[row]),
  ]);
  assert.deepEqual(labels, [
    ["job", "nightly"],
    ["size", 1024n],
  ]);
});

test("names in lower case with lines, and those of earlier releases, are the same", () => {
  const snake = MESSAGE.replace(
    /"(\w+)":/g,
    (_, name: string) => `"${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}":`,
  );
  assert.match(snake, /"resource_profiles".*"system_name_strindex"/);
  assert.deepEqual(parse(snake), parse(MESSAGE));
  assert.deepEqual(parse(MESSAGE.replace('"samples":', '"sample":').replace('"lines":', '"line":')), parse(MESSAGE));
});

test("a field that is null is not there", () => {
  assert.deepEqual(changed('"fileOffset":"8"', '"fileOffset":null')?.mappings.fileOffset[0], 0n);
  assert.equal(changed('"samples":[', '"samples":null,"none":[')?.samples.length, 0);
});

test("the columns of a heap are in the order of the runtime, whatever the order of its profiles", () => {
  const types = ["inuse_space", "alloc_objects", "inuse_objects", "alloc_space"];
  const profiles = types.map((_, row) => ({
    ...PROFILE,
    sampleType: { typeStrindex: STRINGS.length + row, unitStrindex: at("bytes") },
    samples: [{ stackIndex: 1, values: [row] }],
  }));
  const profile = parse(
    JSON.stringify({
      resourceProfiles: [{ scopeProfiles: [{ profiles }] }],
      dictionary: { ...DICTIONARY, stringTable: [...STRINGS, ...types] },
    }),
  );
  assert.deepEqual(
    profile?.header.sampleTypes.map(({ type }, column) => [type, Number(profile.samples.values[column]?.[0])]),
    [
      ["alloc_objects", 1],
      ["alloc_space", 3],
      ["inuse_objects", 2],
      ["inuse_space", 0],
    ],
  );
});

test("what is of another kind than its field is refused by the field's name", () => {
  const refused = (from: string, to: string, words: RegExp): void => {
    assert.throws(
      () => changed(from, to),
      (error) => error instanceof ProfileError && words.test(error.message),
      `${from} -> ${to}`,
    );
  };
  for (const value of ['"7.5"', "7.5", "true", "9007199254740993", '""', '"7a"', "{}"])
    refused('"line":"7"', `"line":${value}`, /in which line is no whole number/);
  refused('"stringTable":["",', '"stringTable":["",5,', /in which stringTable holds what is no text/);
  refused('"mappingTable":[{},', '"mappingTable":[5,', /with something else in a message's place/);
  refused('"mappingTable":[{},', '"mappingTable":[null,', /with something else in a message's place/);
  refused('"dictionary":', '"other":', /without its dictionary of tables/);
  refused('"functionIndex":1', '"functionIndex":2', /names function 2 of 2/);
  refused('"functionIndex":1', '"functionIndex":-1', /names function -1 of 2/);
  refused('"nameStrindex":6', `"nameStrindex":${STRINGS.length}`, /names string 14 of 14/);
});

test("what does not begin as such a message is none", () => {
  assert.equal(parse(""), undefined);
  assert.equal(parse('{"a":1,"dictionary":{}}'), undefined);
  assert.equal(parse(`${" ".repeat(300)}${MESSAGE}`), undefined, "nor where it begins too late");
  assert.deepEqual(parse(`\n\t ${MESSAGE}`), parse(MESSAGE));
});

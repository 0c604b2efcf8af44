/** Our decoder against protobufjs with the published schema, field by field, on every profile there is. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import protobuf from "protobufjs";
import { decodeProfile } from "../../../src/profile/codec/decode.ts";
import { encodeProfile } from "../../../src/profile/codec/encode.ts";
import { compareText, decodeText } from "../../../src/profile/string-table.ts";
import { arbitraryProfile } from "../arbitrary-profile.ts";
import { corpusFile, fixtures, hasCorpus, profileFiles, readUnpacked } from "../corpus.ts";
import { type LabelRow, type ProfileRows, rowsOf } from "../rows-of.ts";

const schema = protobuf.loadSync(fileURLToPath(new URL("../../../proto/profile.proto", import.meta.url)));
const ProfileMessage = schema.lookupType("perftools.profiles.Profile");
// Strings that are no UTF-8 are real; protobufjs refuses them, and gives the bytes of `bytes` fields as they are.
const stringTable = ProfileMessage.fields["stringTable"] as protobuf.Field;
assert.equal(stringTable.type, "string");
stringTable.type = "bytes";

interface Long {
  readonly low: number;
  readonly high: number;
  readonly unsigned: boolean;
}

function exact(value: Long | number): bigint {
  if (typeof value === "number") return BigInt(value);
  const bits = (BigInt(value.high >>> 0) << 32n) | BigInt(value.low >>> 0);
  return value.unsigned ? bits : BigInt.asIntN(64, bits);
}

type Message = Readonly<Record<string, unknown>>;

/** The rows that the schema's own decoder sees. */
function rowsByProtobufjs(bytes: Uint8Array): ProfileRows {
  const message = ProfileMessage.decode(bytes) as unknown as Message;
  const strings = (message["stringTable"] as Uint8Array[]).map((value) => decodeText(new Uint8Array(value)));
  const list = (value: unknown): Message[] => value as Message[];
  const text = (index: unknown): string => strings[Number(exact(index as Long))] as string;
  const number = (value: unknown): bigint => exact(value as Long);
  const valueType = (type: Message | null) => ({ type: text(type?.["type"] ?? 0), unit: text(type?.["unit"] ?? 0) });
  return {
    header: {
      sampleTypes: list(message["sampleType"]).map(valueType),
      defaultSampleType: text(message["defaultSampleType"]),
      periodType: valueType((message["periodType"] ?? null) as Message | null),
      period: number(message["period"]),
      timeNanos: number(message["timeNanos"]),
      durationNanos: number(message["durationNanos"]),
      dropFrames: text(message["dropFrames"]),
      keepFrames: text(message["keepFrames"]),
      comments: list(message["comment"]).map(text),
      docUrl: text(message["docUrl"]),
    },
    samples: list(message["sample"]).map((sample) => ({
      stack: list(sample["locationId"]).map(number),
      values: list(sample["value"]).map(number),
      labels: labelRows(list(sample["label"]), text, number),
    })),
    locations: list(message["location"]).map((location) => ({
      id: number(location["id"]),
      mapping: number(location["mappingId"]),
      address: number(location["address"]),
      isFolded: Number(location["isFolded"]),
      lines: list(location["line"]).map((line) => ({
        function: number(line["functionId"]),
        line: number(line["line"]),
        column: number(line["column"]),
      })),
    })),
    functions: list(message["function"]).map((row) => ({
      id: number(row["id"]),
      name: text(row["name"]),
      systemName: text(row["systemName"]),
      file: text(row["filename"]),
      startLine: number(row["startLine"]),
    })),
    mappings: list(message["mapping"]).map((mapping) => ({
      id: number(mapping["id"]),
      start: number(mapping["memoryStart"]),
      limit: number(mapping["memoryLimit"]),
      offset: number(mapping["fileOffset"]),
      file: text(mapping["filename"]),
      buildId: text(mapping["buildId"]),
      flags: ["hasFunctions", "hasFilenames", "hasLineNumbers", "hasInlineFrames"].map((flag) => Number(mapping[flag])),
    })),
  };
}

function labelRows(
  labels: Message[],
  text: (index: unknown) => string,
  number: (value: unknown) => bigint,
): LabelRow[] {
  const rows = labels
    .map((label) => ({
      key: text(label["key"]),
      text: text(label["str"]),
      number: number(label["num"]),
      unit: text(label["numUnit"]),
    }))
    .filter(({ text: value, number: count, unit }) => value !== "" || count !== 0n || unit !== "");
  const isText = ({ text: value }: (typeof rows)[number]): number => (value === "" ? 1 : 0);
  return rows
    .sort((a, b) => isText(a) - isText(b) || compareText(a.key, b.key))
    .map((row) =>
      row.text === ""
        ? { key: row.key, value: row.number, unit: row.unit }
        : { key: row.key, value: row.text, unit: "" },
    );
}

/** A legacy form, of which protobufjs knows nothing: it begins with a line that can be read or, in binary ones, a word that is 0. */
function isLegacy(bytes: Uint8Array): boolean {
  return bytes[0] === 0 || /^[\x20-\x7e]+\r?\n/.test(Buffer.from(bytes.subarray(0, 200)).toString("latin1"));
}

test("every profile decodes to what protobufjs reads in it", () => {
  const compared = profileFiles().filter((file) => {
    const bytes = readUnpacked(file);
    if (isLegacy(bytes)) return false;
    assert.deepEqual(rowsOf(decodeProfile(bytes)), rowsByProtobufjs(bytes), file);
    return true;
  });
  const own = compared.filter((file) => file.startsWith(fixtures));
  const named = profileFiles().filter((file) => file.startsWith(fixtures) && /\.(out|pb\.gz)$/.test(file));
  assert.deepEqual(own, named, "all captures of the repository that are no text are compared");
  assert.ok(own.length >= 82, `${own.length} files`);
});

test("values, ids and addresses are exact over 64 bits", () => {
  fc.assert(
    fc.property(arbitraryProfile({ maxSamples: 8 }), (profile) => {
      const bytes = encodeProfile(profile);
      assert.deepEqual(rowsOf(decodeProfile(bytes)), rowsByProtobufjs(bytes));
    }),
    { numRuns: 100 },
  );
});

test("repeated numbers may come one by one instead of packed", { skip: !hasCorpus && "no corpus" }, () => {
  const bytes = readUnpacked(corpusFile("DataDog__pprof-format/non-packed-repeated.pprof"));
  assert.deepEqual(rowsOf(decodeProfile(bytes)), rowsByProtobufjs(bytes));
  assert.equal(decodeProfile(bytes).samples.length, 1);
});

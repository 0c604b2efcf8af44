/** profile.proto as pprof's own parser reads it: every field, wires that no writer uses, and damage. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { decodeProfile } from "../../../src/profile/codec/decode.ts";
import { encodeProfile } from "../../../src/profile/codec/encode.ts";
import { compareWithGo } from "../compare-with-go.ts";
import { type GoParser, openGoParser } from "../go-parser.ts";
import { mutations } from "../mutations.ts";
import { profileFromText } from "../profile-from-text.ts";
import { bytes, long, message, strings, text, varint } from "./messages.ts";

let go: GoParser | string = "not opened";
before(() => {
  go = openGoParser();
});
after(() => {
  if (typeof go !== "string") go.close();
});

const LINES =
  "main.main;main.serve@serve.go:12;~main.inlined@in.go:3 -1 4096\nmain.main;main.leak 3 9007199254740993\n- 1 1";
const small = encodeProfile(profileFromText(LINES));
/** Ten bytes: -1. */
const MINUS_ONE = [255, 255, 255, 255, 255, 255, 255, 255, 255, 1];

/** One of everything, in fields of three bytes and more, flags on and off, packed and one by one. */
const WHOLE_FIELDS: readonly Uint8Array[] = [
  message(1, 8, 1, 16, 2),
  message(1, 8, 3, 16, 4),
  message(2, [10, 3, 0xc8, 1, 2], [18, 3, 0x80, 1, 5], message(3, 8, 1, 16, 2), message(3, 8, 3, 24, 7, 32, 4)),
  message(2, 8, 2, 8, 0xc8, 1, 16, 9, 16, MINUS_ONE, message(3, 8, 3, 24, MINUS_ONE)),
  message(2, [10, 4, 2, 2, 0xc8, 1], [18, 11, 0x80, 0x80, 0x80, 0x80, 1], [0x80, 0x80, 0x80, 0x80, 0x80, 1]),
  message(3, 8, 7, 16, 0x80, 0x20, 24, 0x80, 0x40, 32, 16, 40, 5, 48, 6, 56, 1, 64, 0, 72, 1, 80, 0),
  message(3, 8, 8, 16, 0x80, 0x60, 24, 0x80, 0x80, 1, 56, 0, 64, 1, 72, 0, 80, 1),
  message(4, 8, 2, 16, 7, 24, 0x90, 0x20, message(4, 8, 9, 16, 12, 24, 3), message(4, 8, 4, 16, MINUS_ONE), 40, 1),
  message(4, 8, 0xc8, 1, 16, 8, 24, 0x90, 0x60, message(4, 8, 4, 16, 0x80, 1)),
  message(5, 8, 9, 16, 7, 24, 8, 32, 9, 40, 10),
  message(5, 8, 4, 16, 8, 24, 7, 32, 5, 40, 0x80, 1),
  strings(
    "",
    "objects",
    "count",
    "space",
    "bytes",
    "/bin/app",
    "abc123",
    "main.f",
    "main.g",
    "f.go",
    "drop",
    "keep",
    "a",
    "b",
  ),
  bytes(56, 10, 64, 11, 72, 0x80, 1, 80, 0x81, 1),
  message(11, 8, 3, 16, 4),
  bytes(96, 0x80, 4, 104, 12, 106, 2, 13, 12, 112, 3, 120, 9),
];
const WHOLE = bytes(...WHOLE_FIELDS);

test("each field, whatever the order and the wire", (t) => {
  if (typeof go === "string") return t.skip(go);
  const unknown = [
    bytes([0xf9, 1], [1, 2, 3, 4, 5, 6, 7, 8]),
    bytes([0xfd, 1], [1, 2, 3, 4]),
    bytes([0xf8, 1, 5]),
    message(20, 1),
  ];
  const late = bytes(WHOLE, message(1, 8, 12, 16, 2));
  assert.equal(decodeProfile(WHOLE).samples.length, 3);
  compareWithGo(go, [small, WHOLE, ...unknown.map((field) => bytes(field, small, field)), late]);
  for (const field of unknown) compareWithGo(go, [bytes(small, field.subarray(0, -1))]);
});

test("each byte of it altered", (t) => {
  if (typeof go === "string") return t.skip(go);
  const flips = Array.from(WHOLE, (_, at) =>
    WHOLE.map((byte, place) => (place === at ? byte ^ (1 << (at % 8)) : byte)),
  );
  compareWithGo(go, flips);
  compareWithGo(go, [...mutations(WHOLE, 100, 3), ...mutations(small, 100, 4)]);
});

test("packed, in two members and in stored blocks", (t) => {
  if (typeof go === "string") return t.skip(go);
  const members = bytes(gzipSync(small.subarray(0, 60)), gzipSync(small.subarray(60)));
  const packed = [new Uint8Array(gzipSync(small)), new Uint8Array(gzipSync(small, { level: 0 })), members];
  compareWithGo(
    go,
    packed.flatMap((each, index) => [each, ...mutations(each, 40, 20 + index)]),
  );
});

test("messages longer than a length of one byte, or of two, and ids of three bytes and four", (t) => {
  if (typeof go === "string") return t.skip(go);
  const types = Array.from({ length: 150 }, () => message(1, 8, 1, 16, 2));
  const values = Array.from({ length: 150 }, (_, at) => at % 100);
  const locations = [20_000, 3_000_000].map((id) => message(4, 8, varint(id), 24, varint(id), message(4, 8, 1, 16, 3)));
  const stack = [...varint(20_000), ...varint(3_000_000)];
  const deep = Array.from({ length: 9000 }, () => varint(20_000)).flat();
  const texts = [...["", "a", "b"].map((each) => message(6, text(each))), long(6, text("f".repeat(20_000)))];
  const profile = bytes(
    ...types,
    long(2, long(1, stack), long(2, values), message(3, 8, 1, 24, 7)),
    long(2, long(1, deep), long(2, values)),
    ...locations,
    message(5, 8, 1, 16, 3),
    ...texts,
  );
  assert.equal(decodeProfile(profile).samples.length, 2);
  compareWithGo(go, [profile, ...mutations(profile, 60, 9)]);
});

/** Of each message the highest number of a field; sample types, samples, mappings, locations, functions, period types. */
const FIELDS: Readonly<Record<number, number>> = { 1: 2, 2: 3, 3: 10, 4: 5, 5: 5, 11: 2 };
/** A field of each wire type that there is, and of two that there are not. */
const ofEachWire = (field: number): Uint8Array[] => [
  bytes(field << 3, 1),
  bytes((field << 3) | 1, 1, 0, 0, 0, 0, 0, 0, 0),
  message(field, 1),
  message(field),
  bytes((field << 3) | 3),
  bytes((field << 3) | 5, 1, 0, 0, 0),
];

test("a field is read by the wire type that it has in the schema, and refused with another", (t) => {
  if (typeof go === "string") return t.skip(go);
  const inside = Object.entries(FIELDS).flatMap(([outer, last]) =>
    Array.from({ length: last + 2 }, (_, field) => ofEachWire(field).map((each) => message(Number(outer), each))),
  );
  const lines = [0, 1, 2, 3, 4].map((field) => ofEachWire(field).map((each) => message(4, 8, 99, message(4, each))));
  const labels = [0, 1, 2, 3, 4, 5].map((field) =>
    ofEachWire(field).map((each) => message(2, 8, 2, 16, 1, 16, 1, message(3, 8, 1, each))),
  );
  const header = Array.from({ length: 15 }, (_, field) => ofEachWire(field + 1));
  const fields = [...inside, ...lines, ...labels, ...header].flat();
  const timeless = WHOLE_FIELDS.filter((field) => field[0] !== 72 && field[0] !== 56);
  compareWithGo(go, [
    ...fields.map((field) => bytes(WHOLE, field)),
    ...fields.map((field) => bytes(...timeless, field)),
  ]);
});

test("a second time stamp is told by where it stands", () => {
  const stamped = bytes(message(1, 8, 1, 16, 2), message(2, 16, 5), strings("", "a", "b"), 72, 5);
  assert.throws(() => decodeProfile(bytes(stamped, 96, 1, 72, 6)), {
    code: "concatenated",
    message: `two profiles are appended in one file: a second time stamp at byte ${stamped.length + 2}`,
  });
});

test("a comment list of a million entries is read", () => {
  const comments = Buffer.concat([bytes(106, 0xc0, 0x84, 0x3d), new Uint8Array(1_000_000).fill(1)]);
  const profile = Buffer.concat([message(1), strings("", "a"), comments]);
  assert.equal(decodeProfile(profile).header.comments.length, 1_000_000);
});

test("a field number beyond 32 bits is another field, not a known one", () => {
  // Field 2^32 + 8: its low bits are those of drop_frames.
  const beyond = bytes(0xc0, 0x80, 0x80, 0x80, 0x80, 0x01, 99);
  assert.equal(decodeProfile(bytes(message(1), strings("", "a"), beyond)).header.dropFrames, "");
});

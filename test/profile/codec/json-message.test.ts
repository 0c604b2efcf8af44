/** Messages as protobufjs with the published schema writes them in JSON, back to the profile they were. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import protobuf from "protobufjs";
import { ProfileError } from "../../../src/errors.ts";
import { decodeProfile } from "../../../src/profile/codec/decode.ts";
import { encodeProfile } from "../../../src/profile/codec/encode.ts";
import { encodeJsonMessage } from "../../../src/profile/codec/json-message.ts";
import { rowsOf } from "../rows-of.ts";
import { wholeProfile } from "../whole-profile.ts";

const schema = protobuf.loadSync(fileURLToPath(new URL("../../../proto/profile.proto", import.meta.url)));
const ProfileMessage = schema.lookupType("perftools.profiles.Profile");
const whole = wholeProfile();

function jsonOf(numbers: typeof String | typeof Number): Record<string, unknown> {
  return ProfileMessage.toObject(ProfileMessage.decode(encodeProfile(whole)), { longs: numbers });
}

function snake(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(snake);
  if (typeof json !== "object" || json === null) return json;
  const entries = Object.entries(json).map(([name, value]) => [
    name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    snake(value),
  ]);
  return Object.fromEntries(entries);
}

test("each field comes back, with numbers as texts, and names in either case", () => {
  for (const json of [jsonOf(String), snake(jsonOf(String))])
    assert.deepEqual(rowsOf(decodeProfile(encodeJsonMessage(json))), rowsOf(whole));
});

test("numbers may be numbers, and what is null or missing is left out", () => {
  const json = { ...jsonOf(String), timeNanos: 77, durationNanos: null, period: undefined };
  const { header } = decodeProfile(encodeJsonMessage(json));
  assert.deepEqual([header.timeNanos, header.durationNanos, header.period], [77n, 0n, 0n]);
  assert.deepEqual(header.sampleTypes, whole.header.sampleTypes);
});

test("what is no such message is refused, and the field is named", () => {
  for (const [json, wanted] of [
    [null, /a message is missing/],
    ["profile", /a message is missing/],
    [{ period: "1.5" }, /period is no whole number/],
    [{ period: "123456789012345678901" }, /period is no whole number/],
    [{ period: 2 ** 53 }, /period is no whole number/],
    [{ period: { a: 1 } }, /period is no whole number/],
    [{ stringTable: [7] }, /stringTable holds what is no text/],
    [{ sample: [3] }, /a message is missing/],
  ] as const)
    assert.throws(
      () => encodeJsonMessage(json),
      (error) => error instanceof ProfileError && error.code === "json" && wanted.test(error.message),
      JSON.stringify(json),
    );
});

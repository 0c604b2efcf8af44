/** Messages that OTLP's own Go module wrote (fixtures/otlp/main.go): as a profile, and what is refused. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { ProfileError } from "../../../src/errors.ts";
import { encodeProfile } from "../../../src/profile/codec/encode.ts";
import { looksLikeOtlp } from "../../../src/profile/otlp/message.ts";
import { parseOtlp } from "../../../src/profile/otlp/otlp.ts";
import { parseProfile } from "../../../src/profile/parse.ts";
import { heapProfile } from "../../blame/heap-buckets.ts";
import { runCli } from "../../cli/run-cli.ts";
import { message } from "../codec/messages.ts";

const folder = fileURLToPath(new URL("../../../fixtures/otlp/", import.meta.url));
const file = join(folder, "heap.otlp");
const bytes = new Uint8Array(readFileSync(file));

test("four types of one moment are the columns of one profile, by stack and attributes", async () => {
  const { header } = parseProfile(bytes);
  assert.deepEqual(
    header.sampleTypes.map(({ type, unit }) => `${type}/${unit}`),
    ["alloc_objects/count", "alloc_space/bytes", "inuse_objects/count", "inuse_space/bytes"],
  );
  assert.deepEqual([header.period, header.periodType.type, header.timeNanos], [524288n, "space", 1787320800000000000n]);
  const { stdout } = await runCli(["raw", file]);
  const wanted = [
    "          9 9895604649984          3 3298534883328: 2 1 ",
    "                job:[nightly]",
    "                bytes:[1024 bytes]",
    "          5    5242880          1    1048576: 1 ",
    "Locations",
    "     1: 0x401000 M=1 main.main main.go:7:0 s=3",
    "     2: 0x402000 M=1 main.keep main.go:21:0 s=0",
    "Mappings",
    "1: 0x400000/0x900000/0x0 /bin/app abc123 [FN]",
  ];
  assert.ok(stdout.includes(wanted.join("\n")), stdout);
});

test("packed it is the same, and what it was read out of is said", async () => {
  assert.deepEqual(parseProfile(new Uint8Array(gzipSync(bytes))), parseProfile(bytes));
  const { stderr, code } = await runCli(["top", file]);
  assert.equal(code, 0);
  assert.match(stderr, /read an OTLP message \(alpha\)/);
});

test("two states of one measure are no one state", () => {
  const twice = new Uint8Array(readFileSync(join(folder, "twice.otlp")));
  assert.throws(
    () => parseProfile(twice),
    (error) => error instanceof ProfileError && /several profiles of inuse_space/.test(error.message),
  );
});

test("what is cut short anywhere, or altered anywhere, ends in a profile or in one error", () => {
  for (let at = 0; at < bytes.length; at++) {
    const altered = bytes.slice();
    altered[at] = (altered[at] as number) ^ 0x5f;
    for (const broken of [bytes.subarray(0, at), altered]) {
      try {
        parseOtlp(broken);
        parseProfile(broken);
      } catch (error) {
        assert.ok(error instanceof ProfileError, `byte ${at}: ${String(error)}`);
      }
    }
  }
});

test("a profile of pprof's own is none", () => {
  const profile = encodeProfile(heapProfile([{ stack: "main.main", size: 64, inuse: 1, alloc: 2 }]));
  assert.equal(looksLikeOtlp(profile), false);
  assert.equal(parseOtlp(profile), undefined);
  assert.equal(parseOtlp(new Uint8Array()), undefined);
});

const read = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)));

/** What all of its releases and forms must come to. */
const told = ({ header, samples, ...tables }: ReturnType<typeof parseProfile>): unknown => ({
  ...{ header, samples, ...tables },
  strings: undefined,
  names: Array.from({ length: tables.functions.length }, (_, row) =>
    tables.strings.at(tables.functions.name[row] as number),
  ),
});

test("a message of release 0.2, whose samples are numbered otherwise, is the same profile", () => {
  const [now, before] = [parseProfile(bytes), parseProfile(read("older.otlp"))];
  assert.notDeepEqual(read("older.otlp"), bytes);
  assert.deepEqual(told(before), told(now));
});

test("in JSON, as protobuf writes it, the message is the same profile, packed too", async () => {
  const json = read("heap.otlp.json");
  assert.deepEqual(told(parseProfile(json)), told(parseProfile(bytes)));
  assert.deepEqual(parseProfile(new Uint8Array(gzipSync(json))), parseProfile(json));
  const { code, stdout, stderr } = await runCli(["top", "-"], { stdin: json });
  assert.equal(code, 0, stderr);
  assert.match(stdout, /main\.keep/);
  const snake = Buffer.from(json)
    .toString("utf8")
    .replace(/"([a-z]+[A-Z]\w*)":/g, (_, name: string) => {
      return name === "stringValue" || name === "intValue"
        ? `"${name}":`
        : `"${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}":`;
    });
  assert.deepEqual(told(parseProfile(Buffer.from(snake))), told(parseProfile(bytes)));
  const parts = JSON.parse(Buffer.from(json).toString("utf8")) as { dictionary: object; resourceProfiles: object[] };
  const turned = JSON.stringify({ dictionary: parts.dictionary, resourceProfiles: parts.resourceProfiles }, null, 2);
  assert.deepEqual(told(parseProfile(Buffer.from(turned))), told(parseProfile(bytes)));
  const older = Buffer.from(json)
    .toString("utf8")
    .replaceAll('"samples":', '"sample":')
    .replaceAll('"lines":', '"line":');
  assert.deepEqual(told(parseProfile(Buffer.from(older))), told(parseProfile(bytes)));
});

test("JSON that is broken, has several messages, or no dictionary is refused with the reason", () => {
  const json = Buffer.from(read("heap.otlp.json")).toString("utf8").trim();
  for (const [text, wanted] of [
    [json.slice(0, -2), /an OTLP message in JSON that is broken/],
    [`${json}\n${json}\n`, /2 OTLP messages, one a line: .* give one/],
    ['{"resourceProfiles":[]}', /without its dictionary/],
    ['{"resourceProfiles":[],"dictionary":{}}', /OTLP|unrecognized/],
    [
      '{"dictionary":{"stringTable":[""]},"resourceProfiles":[{"scopeProfiles":[{"profiles":[{"period":"x"}]}]}]}',
      /period is no whole number/,
    ],
    [
      `{"dictionary":{"stringTable":[${"[".repeat(50_000)}${"]".repeat(50_000)}]},"resourceProfiles":[]}`,
      /stringTable holds/,
    ],
    ['{"dictionary":{"stringTable":[{"toString":1}]},"resourceProfiles":[]}', /stringTable holds what is no text/],
  ] as const) {
    assert.throws(
      () => parseProfile(Buffer.from(text)),
      (error) => error instanceof ProfileError && wanted.test(error.message),
      text.slice(0, 60),
    );
  }
});

test("a message of before there was a dictionary is refused, and what is read is named", () => {
  const field = (number: number, ...parts: readonly Uint8Array[]): Uint8Array => {
    const body = Buffer.concat(parts);
    return Buffer.concat([Buffer.of((number << 3) | 2, body.length), body]);
  };
  const profile = [field(1, Buffer.of(8, 1)), field(10), field(10, Buffer.from("inuse_space"))];
  const old = field(1, field(2, field(2, ...profile)));
  assert.throws(() => parseProfile(old), /an OTLP message as of 2025, with tables in each profile: .*0\.1 to 0\.4/);
});

test("a message that is broken inside says what it is and where it breaks", () => {
  // Scopes of fifty bytes, of which there is one.
  const broken = Uint8Array.from([...message(1, 18, 50, 1), ...message(2, 8, 1)]);
  assert.ok(looksLikeOtlp(broken));
  assert.throws(() => parseOtlp(broken), { message: /an OTLP message that is broken: .+ at byte \d+/ });
});

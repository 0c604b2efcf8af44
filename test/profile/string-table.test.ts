import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compareText, decodeText, encodeText, StringTable } from "../../src/profile/string-table.ts";

const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 6 }),
  fc.string({ unit: "grapheme", maxLength: 4 }).map((text) => new TextEncoder().encode(text)),
);

test("keeps bytes that are no UTF-8", () => {
  fc.assert(fc.property(anyBytes, (bytes) => assert.deepEqual(encodeText(decodeText(bytes)), Uint8Array.from(bytes))));
});

test("orders texts as their bytes", () => {
  const inOrder = (a: Uint8Array, b: Uint8Array): void => {
    const expected = Buffer.compare(a, b);
    assert.equal(Math.sign(compareText(decodeText(a), decodeText(b))), expected);
    const table = new StringTable(Buffer.concat([a, b]), Uint32Array.of(0, a.length, a.length + b.length));
    assert.equal(Math.sign(table.compare(0, 1)), expected);
  };
  fc.assert(fc.property(anyBytes, anyBytes, inOrder), { numRuns: 2000 });
  inOrder(Uint8Array.of(0xc3, 0x28), Buffer.from("\u65e5"));
  inOrder(Uint8Array.of(0xff), Buffer.from("\u{1f600}"));
});

test("tells whether a string has the bytes without decoding it", () => {
  const table = StringTable.from(["", "bytes", "byte", "bytes2", "Bytes"]);
  const asked = [..."01234"].map((at) => table.is(Number(at), encodeText("bytes")));
  assert.deepEqual(asked, [false, true, false, false, false]);
  assert.equal(table.is(0, encodeText("")), true);
});

test("a byte order mark is a character, and bytes beyond Unicode stand for themselves", () => {
  assert.equal(decodeText(encodeText("\ufeffa")), "\ufeffa");
  assert.equal(decodeText(Uint8Array.of(0xef, 0xbb, 0xbf, 0xff)), "\ufeff\udcff");
  assert.equal(decodeText(Uint8Array.of(0xf4, 0x8f, 0xbf, 0xbf, 0xff)), "\u{10ffff}\udcff");
  assert.equal(decodeText(Uint8Array.of(0xf4, 0x90, 0x80, 0x80)), "\udcf4\udc90\udc80\udc80");
  assert.equal(decodeText(Uint8Array.of(0xf5, 0x80, 0x80, 0x80)), "\udcf5\udc80\udc80\udc80");
  assert.equal(decodeText(Uint8Array.of(0xc1, 0x80, 0xc2, 0x80)), "\udcc1\udc80\u0080");
});

test("strings are where their offsets say, the last one too", () => {
  const table = StringTable.from(["", "ab", "c"]);
  assert.deepEqual([table.length, ...table.offsets], [3, 0, 0, 2, 3]);
  assert.deepEqual(
    [0, 1, 2].map((at) => new StringTable(table.bytes, table.offsets).at(at)),
    ["", "ab", "c"],
  );
  assert.ok(new StringTable(Buffer.from("zzza"), Uint32Array.of(0, 1, 4)).compare(0, 1) < 0, "its beginning is less");
  const alike = new StringTable(Buffer.from("abaabz"), Uint32Array.of(0, 3, 4, 6));
  assert.ok(alike.compare(0, 1) > 0, "what follows a string is not its own");
  assert.ok(alike.compare(1, 0) < 0);
  assert.equal(new StringTable(Buffer.from("abcabd"), Uint32Array.of(0, 2, 6)).compare(0, 1), Math.sign(-1) * 2);
});

test("characters of every length stay what they are beside bytes that are none", () => {
  const ends = [0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x3ffff, 0x40000, 0xfffff, 0x10ffff];
  const texts = ends.map((code) => String.fromCodePoint(code));
  for (const text of [...texts, texts.join("")]) {
    const encoded = new TextEncoder().encode(text);
    assert.equal(decodeText(Uint8Array.of(0xff, ...encoded)), `\udcff${text}`);
    assert.equal(decodeText(Uint8Array.of(...encoded, 0xff)), `${text}\udcff`);
    const cut = Array.from(encoded.subarray(0, -1), (byte) => (byte < 0x80 ? byte : 0xdc00 + byte));
    if ([...text].length === 1) assert.equal(decodeText(encoded.subarray(0, -1)), String.fromCharCode(...cut));
  }
});

test("a text comes before one that it begins, also where a byte of it is no character", () => {
  for (const [shorter, longer] of [
    ["", "a"],
    ["a", "ab"],
    ["\udcc3", "\u00e9"],
    ["a\udce6\udc97", "a\u65e5"],
    ["\udcf0", "\u{1f600}"],
  ] as const) {
    assert.ok(compareText(shorter, longer) < 0, JSON.stringify([shorter, longer]));
    assert.ok(compareText(longer, shorter) > 0, JSON.stringify([longer, shorter]));
    assert.equal(compareText(longer, longer), 0);
  }
});

test("half a character that stands for no byte is replaced, beside one that does", () => {
  const replaced = [0xef, 0xbf, 0xbd];
  assert.deepEqual([...encodeText("\udc7f\udc80")], [...replaced, 0x80]);
  assert.deepEqual([...encodeText("\udcff\udd00")], [0xff, ...replaced]);
  assert.deepEqual([...encodeText("\udcff\ud800")], [0xff, ...replaced]);
});

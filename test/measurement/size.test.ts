import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { formatSize, parseSize } from "../../src/measurement/size.ts";

describe("parseSize", () => {
  const sizes: readonly [text: string, bytes: number][] = [
    ["1024", 1024],
    ["0", 0],
    ["7B", 7],
    ["7 bytes", 7],
    ["500kB", 500 * 1024],
    ["500KiB", 500 * 1024],
    ["5MB", 5 * 1024 ** 2],
    ["5MiB", 5 * 1024 ** 2],
    ["5Mi", 5 * 1024 ** 2],
    ["5m", 5 * 1024 ** 2],
    [" 1.5 GiB ", 1.5 * 1024 ** 3],
    [".5G", 0.5 * 1024 ** 3],
    ["2TB", 2 * 1024 ** 4],
    ["1.5B", 2],
    ["9007199254740991", 2 ** 53 - 1],
  ];
  for (const [text, bytes] of sizes) it(`reads "${text}"`, () => assert.equal(parseSize(text), bytes));

  for (const text of [
    "",
    "MB",
    "5X",
    "5MBs",
    "-5MB",
    "+5MB",
    "1e6",
    "5.",
    "1,000",
    "5 M B",
    "5iB",
    "9007199254740992",
    "8PB",
  ]) {
    it(`takes "${text}" for no size`, () => assert.equal(parseSize(text), undefined));
  }
});

describe("formatSize", () => {
  const written: readonly [bytes: number, text: string][] = [
    [0, "0 bytes"],
    [1023, "1023 bytes"],
    [1024, "1 KiB"],
    [1025, "1025 bytes"],
    [1536 * 1024, "1536 KiB"],
    [2 ** 31, "2 GiB"],
    [3 * 2 ** 40, "3 TiB"],
    [1_000_000, "1000000 bytes"],
  ];
  for (const [bytes, text] of written) {
    it(`${bytes} is ${text}, and is read as the same`, () => {
      assert.equal(formatSize(bytes), text);
      assert.equal(parseSize(text), bytes);
    });
  }
});

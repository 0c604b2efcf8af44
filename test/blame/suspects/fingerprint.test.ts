/** Names of places are the same from build to build; stored baselines depend on every digit. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fingerprintPath } from "../../../src/blame/suspects/fingerprint.ts";

test("a fingerprint is what it always was", () => {
  // FNV-1a, 64 bits, over UTF-16 code units, low byte first; the upper 48 bits.
  assert.equal(fingerprintPath([]), "GS-cbf29ce48422");
  assert.equal(fingerprintPath(["main.main"]), expected("main.main"));
  assert.equal(fingerprintPath(["a.b/x.Load", "main.main"]), expected("a.b/x.Load\nmain.main"));
  assert.equal(fingerprintPath(["main.é"]), expected("main.é"));
});

/** The same by way of Buffer and other numbers. */
function expected(text: string): string {
  let hash = 14695981039346656037n;
  for (const byte of Buffer.from(text, "utf16le")) hash = ((hash ^ BigInt(byte)) * 1099511628211n) % 2n ** 64n;
  return `GS-${(hash >> 16n).toString(16).padStart(12, "0")}`;
}

test("closures that were renumbered keep it, another function, order or length does not", () => {
  const base = fingerprintPath(["main.run.func1", "main.main"]);
  assert.equal(fingerprintPath(["main.run.func2", "main.main"]), base);
  const others = [
    ["main.main", "main.run.func1"],
    ["main.run.func1"],
    ["main.ran.func1", "main.main"],
    ["main.run.func1\nmain.main2"],
  ];
  for (const path of others) assert.notEqual(fingerprintPath(path), base, path.join());
  assert.match(base, /^GS-[0-9a-f]{12}$/);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { mismatchText } from "../../src/wording/program-mismatch.ts";

test("each way in which a program is not the dump's is said with what differs", () => {
  assert.match(mismatchText({ kind: "not-go" }), /no Go program/);
  assert.match(mismatchText({ kind: "no-functions" }), /no stack to compare/);
  assert.match(mismatchText({ kind: "architecture", dump: "amd64", program: "arm64" }), /of arm64, the dump of amd64/);
  assert.match(
    mismatchText({ kind: "go-version", dump: "go1.26", program: "go1.25" }),
    /built with go1\.25, the dump says go1\.26/,
  );
  assert.match(
    mismatchText({ kind: "functions", wrong: 2, of: 9, example: "main.f" }),
    /^2 of 9 functions .*main\.f.*another build$/,
  );
  assert.match(mismatchText({ kind: "segments", segment: "data" }), /\(data\); it is another build$/);
  assert.match(mismatchText({ kind: "types", example: "main.T" }), /\(main\.T\); it is another build$/);
});

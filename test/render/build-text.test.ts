import assert from "node:assert/strict";
import test from "node:test";
import { buildText } from "../../src/render/build-text.ts";
import { programName } from "../../src/report/program-name.ts";

const BUILD_ID = String.raw`C:\Temp\go-build1890718422\b001\exe\server.exe2024-07-18 19:41:28.2010551 +0300 MSK`;

test("builds of a Windows program are told apart by when they were written, not by a path they share", () => {
  assert.equal(buildText(BUILD_ID, 12), "of 2024-07-18 19:41:28 +0300");
  assert.equal(buildText(BUILD_ID.replace(".2010551", "")), "of 2024-07-18 19:41:28 +0300");
});

test("any other build ID is cut, or whole, or unknown", () => {
  assert.equal(buildText("80a20465ba2d38a23fb9ab5b1a2c4a7b", 12), "80a20465ba2d");
  assert.equal(buildText("80a20465ba2d38a23fb9ab5b1a2c4a7b"), "80a20465ba2d38a23fb9ab5b1a2c4a7b");
  assert.equal(buildText("", 12), "unknown");
});

test("a program is called by the last element of its path, on Windows too", () => {
  assert.equal(programName("/app/server"), "server");
  assert.equal(programName(String.raw`C:\Program Files\app\server.exe`), "server.exe");
  assert.equal(programName(String.raw`\\host\share\server.exe`), "server.exe");
  assert.equal(programName(String.raw`/app/back\slash`), String.raw`back\slash`);
  assert.equal(programName(""), "");
});

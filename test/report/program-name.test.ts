import assert from "node:assert/strict";
import { test } from "node:test";
import { programName } from "../../src/report/program-name.ts";

const names: readonly (readonly [file: string, name: string])[] = [
  ["", ""],
  ["/usr/bin/app", "app"],
  ["app", "app"],
  ["C:\\Program Files\\app.exe", "app.exe"],
  ["\\\\server\\share\\app.exe", "app.exe"],
  ["/odd\\name", "odd\\name"],
];
for (const [file, name] of names) {
  test(`${file || "nothing"} is called ${name || "nothing"}`, () => assert.equal(programName(file), name));
}

/** The README never lies: its outputs and pictures are those of the program as it is built. Wants `npm run build`. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { formatsOf, type ReportKind } from "../src/render/index.ts";

test("every output and picture in the README is what its command gives", () => {
  const script = fileURLToPath(new URL("../.ci/readme.js", import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [script, "--check"], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
});

/** Each report as it is asked for. */
const COMMANDS: Readonly<Record<ReportKind, string>> = {
  growth: "diff",
  heap: "report",
  trend: "trend",
  check: "check",
  goroutines: "goroutines",
  held: "held",
  advice: "advise",
  capture: "capture",
  replicas: "capture",
};

test("the table of formats has those of every report", () => {
  const readme = readFileSync(fileURLToPath(new URL("../README.md", import.meta.url)), "utf8");
  for (const [kind, command] of Object.entries(COMMANDS)) {
    const [, formats] = new RegExp(`^\\| \`${command}\` *\\| ([a-z, ]+?) *\\|$`, "m").exec(readme) ?? [];
    assert.equal(formats, formatsOf(kind as ReportKind).join(", "), kind);
  }
});

/** V8 is asked for patience only by flags that it knows. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { patienceFlags } from "../../../src/cli/pprof/small-input.ts";

const program = fileURLToPath(new URL("../../../bin/heapblame.js", import.meta.url));
const profile = fileURLToPath(new URL("../../../fixtures/streamwatcher/retain/heap-after.out", import.meta.url));

test("this V8 knows every flag that it is given", () => {
  const known = execFileSync(process.execPath, ["--v8-options"], { encoding: "utf8" });
  for (const flag of [true, false].flatMap((isSeries) => patienceFlags(process.versions.v8, isSeries))) {
    const [name = ""] = flag.split("=");
    assert.match(known, new RegExp(`^ +${name} `, "m"));
  }
});

test("a V8 that nobody tried is given none", () => {
  for (const version of ["11.8.172.17-node.19", "15.0.1", "12.40.1", "1.13.6", ""]) {
    assert.deepEqual(patienceFlags(version, false), [], version);
    assert.deepEqual(patienceFlags(version, true), [], version);
  }
  assert.equal(patienceFlags("11.3.244.8-node.38", false).length, 3);
  assert.equal(patienceFlags("11.3.244.8-node.38", true).length, 1);
  assert.equal(patienceFlags("12.4.254.21-node.57", false).length, 3);
});

test("a series of small files, not small together, leaves standard error empty", {
  skip: !existsSync(program) && "not built",
}, () => {
  const files = new Array<string>(Math.ceil((1 << 19) / statSync(profile).size)).fill(profile);
  const { stderr, status } = spawnSync(process.execPath, [program, "-top", ...files], {
    encoding: "utf8",
    timeout: 60_000,
  });
  assert.deepEqual({ stderr, status }, { stderr: "", status: 0 });
});

test("a small report leaves standard error empty", { skip: !existsSync(program) && "not built" }, () => {
  const { stderr, status } = spawnSync(process.execPath, [program, "-top", profile], { encoding: "utf8" });
  assert.deepEqual({ stderr, status }, { stderr: "", status: 0 });
});

/** A dump gets names from the program that wrote it, or from one that has them at the same places; any other is refused. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { decodeProgram } from "../../../src/binary/index.ts";
import { matchProgram, type ProgramMatch } from "../../../src/dump/names/match-program.ts";
import { missingGo } from "../../fetch/fixture-program.ts";
import { fixture } from "../../fixtures.ts";
import { buildGoProgram } from "../../go-program.ts";
import { readDumpFile } from "../dump-of.ts";
import { type HeldRun, removeHeld, runHeld } from "../held-program.ts";

function match(dump: string, binary: string): ProgramMatch {
  return matchProgram(readDumpFile(dump), decodeProgram(readFileSync(binary)));
}

/** The program with one more package variable, or one more statement. */
function buildChanged(folder: string, file: string, text: string): string {
  const source = join(folder, `src-${text.length}`);
  cpSync(fixture("held/src"), source, { recursive: true });
  writeFileSync(join(source, file), `package main\n\n${text}\n`);
  return buildGoProgram({ folder: source, flags: ["-trimpath", "-buildvcs=false"], name: "changed" });
}

describe("programs and dumps", { skip: missingGo() }, () => {
  let run: HeldRun;
  let folder: string;
  before(() => {
    run = runHeld({ args: ["-only", "map key"] });
    folder = mkdtempSync(join(tmpdir(), "heapblame-match-"));
  });
  after(() => {
    removeHeld();
    rmSync(folder, { recursive: true });
  });

  test("its own program matches, wherever it lies", () => {
    const copy = join(folder, "copy");
    copyFileSync(run.binary, copy);
    const { slide, functions, mismatch } = match(run.dump, copy);
    assert.deepEqual([slide, mismatch], [0, undefined]);
    assert.ok(functions > 5);
  });

  test("a program that is loaded anywhere matches by its slide", () => {
    const pie = runHeld({ flags: ["-buildmode=pie"], args: ["-only", "slice"] });
    const { slide, mismatch } = match(pie.dump, pie.binary);
    assert.equal(mismatch, undefined);
    assert.notEqual(slide, 0);
    assert.equal(slide % 4096, 0);
  });

  test("a stripped process matches the program with its names", () => {
    const stripped = runHeld({ flags: ["-ldflags=-s -w"], args: ["-only", "slice"] });
    assert.equal(match(stripped.dump, run.binary).mismatch, undefined);
  });

  test("a build with another variable or another statement is refused", () => {
    for (const text of [
      "var another = []*Pod{nil}\nfunc init() { another = append(another, nil) }",
      "func init() { println() ; go work(1) }",
    ]) {
      const { mismatch } = match(run.dump, buildChanged(folder, "another.go", text));
      assert.ok(mismatch !== undefined, text);
      assert.ok(["functions", "segments"].includes(mismatch.kind), mismatch.kind);
    }
  });

  test("another program, another processor and no program are refused", () => {
    const other = runHeld({ env: { GOARCH: "386", CGO_ENABLED: "0" }, args: ["-only", "slice"] });
    assert.equal(match(run.dump, other.binary).mismatch?.kind, "architecture");
    const goroot = execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim();
    assert.ok(match(run.dump, join(goroot, "bin", "gofmt")).mismatch !== undefined);
  });
});

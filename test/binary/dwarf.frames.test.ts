import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { decodeProgram, NONE, type Program } from "../../src/binary/index.ts";
import { fixture } from "../fixtures.ts";
import { describeBuild, missingGo, openBuild, TARGETS } from "./programs.ts";

const skip = missingGo();
const FUNCTIONS: readonly string[] = [
  "main.work",
  "main.outer",
  "main.main",
  "main.where",
  "strings.Index",
  "fmt.Fprintf",
];

/** The runtime's tables leave out, for some functions, what a type argument is. */
function withoutTypes<Named extends { readonly name: string }>(frame: Named): Named {
  return { ...frame, name: frame.name.replace(/\[.*\]/, "") };
}

for (const target of TARGETS) {
  test(`frames by DWARF are those by the runtime's tables in ${describeBuild({ target })}`, { skip }, () => {
    const program = openBuild({ target });
    const functions = program.functions ?? assert.fail();
    const debugInfo = program.debugInfo ?? assert.fail();
    let count = 0;
    for (const name of FUNCTIONS) {
      const row = functions.table.findByName(name);
      if (row === NONE) continue;
      // Behind the last instruction is padding, which only the runtime's tables have.
      for (let pc = functions.table.entry(row); pc < functions.table.end(row) - 64; pc += 4) {
        const byDwarf = debugInfo
          .framesAt(pc)
          .map(({ name, file, line, isInlined }) => ({ name, file, line, isInlined }));
        assert.deepEqual(
          byDwarf.map(withoutTypes),
          functions.frames(pc).map(withoutTypes),
          `${name} at 0x${pc.toString(16)}`,
        );
        count++;
      }
    }
    assert.ok(count > 100);
  });
}

/** Built by the C compiler, removed at once. */
function openC(flags: readonly string[]): { program: Program; frames: (pcs: readonly number[]) => string[] } {
  const folder = mkdtempSync(join(tmpdir(), "heapblame-c-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "inlined");
  execFileSync("cc", ["-O2", ...flags, "-o", path, fixture("binary/c/inlined.c")]);
  return { program: decodeProgram(readFileSync(path)), frames: (pcs) => askAddr2line(path, pcs) };
}

/** One line an address: functions and places, innermost first. */
function askAddr2line(path: string, pcs: readonly number[]): string[] {
  const input = pcs.map((pc) => pc.toString(16)).join("\n");
  const said = execFileSync("addr2line", ["-i", "-f", "-a", "-e", path], { input, encoding: "utf8" });
  return said
    .split(/^0x[0-9a-f]+\n/m)
    .slice(1)
    .map((block) =>
      block
        .trim()
        .replace(/ \(discriminator \d+\)/g, "")
        .split("\n"),
    )
    .map((lines) => lines.map((line, index) => (index % 2 === 0 ? line : `${line};`)).join(" "));
}

const missingC =
  spawnSync("cc", ["--version"]).status === 0 && spawnSync("addr2line", ["--version"]).status === 0
    ? false
    : "no C compiler or no binutils here";

for (const flags of [["-gdwarf-5"], ["-gdwarf-4"], ["-gdwarf-3"], ["-gdwarf-2"], ["-gdwarf-5", "-gz=zlib"]]) {
  test(`frames of C with ${flags.join(" ")} are those of addr2line`, { skip: missingC }, () => {
    const { program, frames } = openC(flags);
    const { pcs, found } = framesOfF(program);
    assert.ok(found.some((line) => line.startsWith("twice ") && line.includes("; f ")));
    assert.deepEqual(found, frames(pcs));
  });
}

test("frames of C in 64-bit DWARF are those of 32-bit DWARF", { skip: missingC }, () => {
  const [narrow, wide] = [[], ["-gdwarf64"]].map((more) => framesOfF(openC(["-gdwarf-5", ...more]).program).found);
  assert.deepEqual(wide, narrow);
});

/** What each byte of the function f stands for. */
function framesOfF({ symbols, debugInfo }: Program): { pcs: number[]; found: string[] } {
  const row = symbols.findByName("f");
  const pcs = Array.from({ length: symbols.size(row) }, (_, index) => symbols.address(row) + index);
  const words = (pc: number): string =>
    (debugInfo?.framesAt(pc) ?? []).map(({ name, file, line }) => `${name} ${file}:${line};`).join(" ");
  return { pcs, found: pcs.map(words) };
}

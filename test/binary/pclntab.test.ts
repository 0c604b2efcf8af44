import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { NONE, type Program } from "../../src/binary/index.ts";
import { type Build, buildProgram, describeBuild, missingGo, openBuild, runNative, WAYS } from "./programs.ts";

const skip = missingGo();

const STRIPPED: Build = { target: "linux/amd64", flags: ["-ldflags=-s -w"] };

/** Every seventh function, at its first instruction, in its middle and at its last. */
function somePcs(program: Program): number[] {
  const { table } = program.functions ?? assert.fail();
  const pcs: number[] = [];
  // go:buildid is data that the linker lists as a function of no unit; Go's tools take a file for it from anywhere.
  for (let row = table.name(0) === "go:buildid" ? 1 : 0; row < table.length; row += 7)
    pcs.push(table.entry(row), Math.floor((table.entry(row) + table.end(row)) / 2), table.end(row) - 1);
  return pcs;
}

/** What `go tool addr2line` says: two lines an address. */
function addr2line(path: string, pcs: readonly number[]): string[] {
  const input = pcs.map((pc) => pc.toString(16)).join("\n");
  const said = execFileSync("go", ["tool", "addr2line", path], { input, encoding: "utf8", maxBuffer: 1 << 28 }).split(
    "\n",
  );
  return pcs.map((_, index) => `${said[index * 2]} ${said[index * 2 + 1]}`);
}

for (const build of WAYS) {
  test(`functions, files and lines of ${describeBuild(build)} are those of go tool addr2line`, { skip }, () => {
    const program = openBuild(build);
    const { table } = program.functions ?? assert.fail();
    const pcs = somePcs(program);
    assert.ok(pcs.length > 500);
    const lines = pcs.map((pc) => {
      const row = table.findByAddress(pc);
      const { file, line } = table.lineAt(row, pc);
      return `${table.name(row)} ${file}:${line}`;
    });
    assert.deepEqual(lines, addr2line(buildProgram(build), pcs));
  });
}

test("a stripped program has the same functions as the whole one", { skip }, () => {
  for (const target of ["linux/amd64", "linux/s390x", "windows/amd64"]) {
    const [whole, stripped] = [openBuild({ target }), openBuild({ target, flags: ["-ldflags=-s -w"] })].map(
      (program) => {
        const { table } = program.functions ?? assert.fail();
        return Array.from({ length: table.length }, (_, row) => [table.name(row), table.entry(row), table.end(row)]);
      },
    );
    assert.deepEqual(stripped, whole, target);
  }
});

for (const flags of [[], STRIPPED.flags ?? [], ["-buildmode=pie"]]) {
  test(`inlined calls are those that the program itself says ${flags.join(" ")}`, { skip }, () => {
    const { functions } = openBuild({ target: "linux/amd64", flags });
    const said = runNative(flags);
    const { table } = functions ?? assert.fail();
    const wanted = said.filter((line) => line.startsWith("frame ")).map((line) => line.slice(6));
    const pcs = said.filter((line) => line.startsWith("pc ")).map((line) => Number(line.slice(3)));
    assert.ok(wanted.some((line) => line.startsWith("main.inner ")));
    const slide = slideOf(pcs, wanted.at(-1) ?? "", table.entry(table.findByName("runtime.goexit")));
    // The program lists an instruction for each inlined frame; only the innermost of each is a place in the code.
    const frames: string[] = [];
    for (let at = 0; at < pcs.length; ) {
      const found = functions?.frames((pcs[at] as number) - slide) ?? [];
      assert.notEqual(found.length, 0);
      frames.push(...found.map(({ name, file, line }) => `${name} ${file}:${line}`));
      at += found.length;
    }
    assert.deepEqual(frames, wanted);
  });
}

/** How far the process lies from the file: its last frame is runtime.goexit, a byte or four behind its entry. */
function slideOf(pcs: readonly number[], last: string, entry: number): number {
  assert.match(last, /^runtime\.goexit /);
  const page = 4096;
  return Math.floor(((pcs.at(-1) as number) - entry) / page) * page;
}

test("names and addresses lead to each other, and what is no code leads nowhere", { skip }, () => {
  const { table } = openBuild(STRIPPED).functions ?? assert.fail();
  const row = table.findByName("main.work");
  const found = [table.entry(row), table.end(row) - 1, table.end(row)].map((pc) => table.findByAddress(pc) === row);
  assert.deepEqual(found, [true, true, false]);
  const last = table.end(table.length - 1);
  assert.deepEqual(
    [table.findByAddress(0), table.findByAddress(table.entry(0) - 1), table.findByAddress(last)],
    [NONE, NONE, NONE],
  );
});

test("inlined calls and the place of types are found without symbols as with them, in every format", { skip }, () => {
  const targets = ["linux/amd64", "linux/386", "linux/s390x", "darwin/arm64", "windows/amd64"];
  const builds: readonly Build[] = [
    ...targets.map((target) => ({ target })),
    { target: "linux/amd64", flags: ["-buildmode=pie"] },
  ];
  for (const { target, flags = [] } of builds) {
    const whole = openBuild({ target, flags });
    const stripped = openBuild({ target, flags: [...flags, "-ldflags=-s -w"] });
    const { table } = whole.functions ?? assert.fail();
    const middleOf = (row: number): number => Math.floor((table.entry(row) + table.end(row)) / 2);
    const middles = Array.from({ length: table.length }, (_, row) => middleOf(row));
    const framesOf = (program: Program): string[] => middles.map((pc) => JSON.stringify(program.functions?.frames(pc)));
    assert.deepEqual(framesOf(stripped), framesOf(whole), describeBuild({ target, flags }));
    assert.ok(framesOf(whole).some((frames) => frames.includes('"isInlined":true')));
    assert.equal(whole.functions?.typesAddress, whole.typesAddress, describeBuild({ target, flags }));
    assert.notEqual(stripped.typesAddress, undefined, describeBuild({ target, flags }));
  }
});

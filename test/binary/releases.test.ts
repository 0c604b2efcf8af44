/** Programs of earlier and later releases of Go: every version of the table of functions, DWARF 4 and 5, both kinds of maps. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { NONE, type Program } from "../../src/binary/index.ts";
import { ask, type Build, buildProgram, missingGo, missingRelease, openBuild } from "./programs.ts";

const SOURCE = "binary/old";

/** The version of the table of functions that each has, and how a map is laid out. */
const RELEASES: Readonly<Record<string, readonly [table: string, map: string]>> = {
  "go1.15.15": ["go1.2", "*hash<main.podPort,[]int>"],
  "go1.17.13": ["go1.16", "*hash<main.podPort,[]int>"],
  "go1.19.13": ["go1.18", "*hash<main.podPort,[]int>"],
  "go1.20.14": ["go1.20", "*hash<main.podPort,[]int>"],
  "go1.22.12": ["go1.20", "*hash<main.podPort,[]int>"],
  "go1.24.10": ["go1.20", "*map<main.podPort,[]int>"],
  "go1.27.0": ["go1.20", "*map<main.podPort,[]int>"],
};

function fieldsOf({ debugInfo }: Program): string[] {
  const types = debugInfo?.types ?? assert.fail();
  const row = types.findByName("main.server");
  const { fieldStarts, fieldTypes, fieldOffsets } = types.columns;
  const fields: string[] = [];
  for (let field = fieldStarts[row] as number; field < (fieldStarts[row + 1] as number); field++)
    fields.push(`${fieldOffsets[field]} ${types.fieldName(field)} ${types.name(fieldTypes[field] as number)}`);
  return fields;
}

const FIELDS: readonly string[] = [
  "0 base main.base",
  "8 entries map[main.podPort][]int",
  "16 next *main.server",
  "24 updates chan *main.podPort",
  "32 anything interface {}",
  "48 failure error",
  "64 handle func(int) string",
  "72 degrees [4]float64",
];

/** Names, files and lines as the tools of the Go that is here have them. */
function assertLines(path: string, { functions }: Program): void {
  const { table } = functions ?? assert.fail();
  const pcs: number[] = [];
  for (let row = 0; row < table.length; row += 5) pcs.push(table.entry(row), (table.entry(row) + table.end(row)) >> 1);
  const input = pcs.map((pc) => pc.toString(16)).join("\n");
  const said = execFileSync("go", ["tool", "addr2line", path], { input, encoding: "utf8" }).trimEnd().split("\n");
  const lines = pcs.flatMap((pc) => {
    const row = table.findByAddress(pc);
    const { file, line } = table.lineAt(row, pc);
    return [table.name(row), `${file}:${line}`];
  });
  assert.deepEqual(lines, said);
}

/** The innermost function of each stack entry with what was inlined into it, by the program itself and by its tables. */
function assertInlined(path: string, { functions }: Program): void {
  const said = ask(path).split("\n");
  const pcs = said.filter((line) => line.startsWith("pc ")).map((line) => Number(line.slice(3)));
  const wanted = said.filter((line) => line.startsWith("frame ")).map((line) => line.slice(6));
  assert.ok(wanted.some((line) => line.startsWith("main.inner ")));
  // The runtime's list of instructions has one for each inlined frame, or one for all: either way these come in order.
  const frames = [
    ...new Set(
      pcs.flatMap((pc) => functions?.frames(pc) ?? []).map(({ name, file, line }) => `${name} ${file}:${line}`),
    ),
  ];
  assert.deepEqual(
    frames.filter((line) => /^main\.(inner|outer|work|where) /.test(line)),
    wanted.slice(0, 4),
  );
}

for (const [release, [table, map]] of Object.entries(RELEASES)) {
  test(`programs of ${release}`, { skip: missingGo() || missingRelease(release) }, () => {
    const build: Build = { target: "linux/amd64", release };
    const stripped: Build = { ...build, flags: ["-ldflags=-s -w"] };
    const program = openBuild(build, SOURCE);
    assert.equal(program.buildInfo?.goVersion, release);
    assert.equal(program.buildInfo?.path, "example.com/old");
    assert.equal(program.functions?.table.header.version, table);
    assertLines(buildProgram(build, SOURCE), program);
    assertLines(buildProgram(stripped, SOURCE), openBuild(stripped, SOURCE));
    if (table !== "go1.2" && table !== "go1.16") {
      assertInlined(buildProgram(build, SOURCE), program);
      assertInlined(buildProgram(stripped, SOURCE), openBuild(stripped, SOURCE));
      // Found in the module's data, where there is no symbol, as by the symbol.
      assert.equal(program.functions?.typesAddress, program.typesAddress);
    }
    assert.deepEqual(fieldsOf(program), FIELDS);
    const { types, variables } = program.debugInfo ?? assert.fail();
    const layout = types.columns.layouts[types.findByName("map[main.podPort][]int")] ?? NONE;
    assert.equal(types.name(layout), map);
    assert.equal(types.name(variables.type(variables.findByName("main.current"))), "*main.server");
    assertLocals(program);
  });
}

function assertLocals({ functions, debugInfo }: Program): void {
  const { table } = functions ?? assert.fail();
  const row = table.findByName("main.work");
  const middle = (table.entry(row) + table.end(row)) >> 1;
  const locals = debugInfo?.localsAt(middle) ?? [];
  const words = locals.map(({ name, type }) => `${name} ${debugInfo?.types.name(type)}`);
  for (const wanted of ["count int", "made *main.server", "index int"])
    assert.ok(
      words.some((word) => word.replace("&", "") === wanted),
      `${wanted} in ${words.join(", ")}`,
    );
}

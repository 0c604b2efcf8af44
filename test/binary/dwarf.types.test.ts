import assert from "node:assert/strict";
import { test } from "node:test";
import { NONE, type Program, type TypeGraph, TypeKind } from "../../src/binary/index.ts";
import { type Build, describeBuild, missingGo, openBuild, runNative, WAYS } from "./programs.ts";

const skip = missingGo();

const WITH_DWARF: readonly Build[] = [
  ...WAYS.filter(({ flags }) => !flags?.includes("-ldflags=-s -w")),
  // Stays readable where only symbols were taken; in Go 1.26 -s alone takes DWARF too.
  { target: "linux/amd64", flags: ["-ldflags=-s -w=0"] },
];

function typesOf(program: Program): TypeGraph {
  assert.ok(program.debugInfo);
  return program.debugInfo.types;
}

/** The fields of a struct as Go would write them, with their offsets. */
function fieldsOf(types: TypeGraph, name: string): string[] {
  const row = types.findByName(name);
  assert.notEqual(row, NONE, name);
  const { fieldStarts, fieldTypes, fieldOffsets, fieldIsEmbedded } = types.columns;
  const count = (fieldStarts[row + 1] as number) - (fieldStarts[row] as number);
  return Array.from({ length: count }, (_, index) => {
    const field = (fieldStarts[row] as number) + index;
    const type = types.name(fieldTypes[field] as number);
    return `${fieldOffsets[field]} ${fieldIsEmbedded[field] === 1 ? "(embedded) " : ""}${types.fieldName(field)} ${type}`;
  });
}

/** Offsets where a pointer takes `word` bytes. */
function serverFields(word: number): string[] {
  const at = (words: number, more = 0): number => words * word + more;
  return [
    "0 (embedded) base main.base",
    `${at(1)} entries map[main.podPort][]int`,
    `${at(2)} next *main.server`,
    `${at(3)} updates chan *main.podPort`,
    `${at(4)} anything interface {}`,
    `${at(6)} failure error`,
    `${at(8)} handle func(int) string`,
    `${at(9)} degrees [4]main.celsius`,
    `${at(9, 32)} raw unsafe.Pointer`,
    `${at(10, 32)} lock sync.Mutex`,
  ];
}

for (const build of WITH_DWARF) {
  test(`types of ${describeBuild(build)}`, { skip }, () => {
    const program = openBuild(build);
    const types = typesOf(program);
    const word = program.file.pointerSize;
    assert.deepEqual(fieldsOf(types, "main.server"), serverFields(word));
    assert.equal(types.size(types.findByName("main.server")), 10 * word + 32 + 8);
    assert.deepEqual(fieldsOf(types, "main.list[main.podPort]"), [
      "0 head *main.podPort",
      `${word} rest []main.podPort`,
    ]);
    assert.deepEqual(fieldsOf(types, "string"), ["0 str *uint8", `${word} len int`]);
  });

  test(`kinds of ${describeBuild(build)}`, { skip }, () => {
    const types = typesOf(openBuild(build));
    const { elements, keys, layouts, counts } = types.columns;
    const nameOf = (row: number): string => (row === NONE ? "" : types.name(row));
    const facts = (name: string): readonly unknown[] => {
      const row = types.findByName(name);
      const more = [elements, keys, layouts].map((column) => nameOf(column[row] as number));
      return [types.kind(row), ...more, counts[row]];
    };
    assert.deepEqual(facts("*main.server"), [TypeKind.pointer, "main.server", "", "", 0]);
    assert.deepEqual(facts("[]int"), [TypeKind.slice, "int", "", "", 0]);
    assert.deepEqual(facts("[4]main.celsius"), [TypeKind.array, "main.celsius", "", "", 4]);
    const map = "map[main.podPort][]int";
    assert.deepEqual(facts(map), [TypeKind.map, "[]int", "main.podPort", "*map<main.podPort,[]int>", 0]);
    assert.deepEqual(facts("main.named").slice(0, 3), [TypeKind.map, "main.celsius", "string"]);
    assert.deepEqual(facts("chan *main.podPort"), [TypeKind.chan, "*main.podPort", "", "*hchan<*main.podPort>", 0]);
    assert.deepEqual(facts("interface {}"), [TypeKind.interface, "", "", "runtime.eface", 0]);
    assert.deepEqual(facts("error"), [TypeKind.interface, "", "", "runtime.iface", 0]);
    assert.deepEqual(facts("func(int) string"), [TypeKind.func, "", "", "", 0]);
    assert.deepEqual(facts("unsafe.Pointer"), [TypeKind.unsafePointer, "", "", "", 0]);
    assert.deepEqual(facts("main.celsius"), [TypeKind.float64, "", "", "", 0]);
    assert.deepEqual(facts("string")[0], TypeKind.string);
  });

  test(`package variables of ${describeBuild(build)} lie where the symbols say`, { skip }, () => {
    const program = openBuild(build);
    const { variables, types } = program.debugInfo ?? assert.fail();
    const wanted: Readonly<Record<string, string>> = {
      "main.current": "*main.server",
      "main.sockets": "main.list[main.podPort]",
      "main.byName": "main.named",
      "main.greeting": "string",
      "main.ratio": "complex128",
    };
    for (const [name, type] of Object.entries(wanted)) {
      const row = variables.findByName(name);
      assert.equal(types.name(variables.type(row)), type);
      const end = variables.address(row) + types.size(variables.type(row));
      assert.deepEqual([variables.findByAddress(end - 1), variables.findByAddress(end) === row], [row, false]);
      if (program.symbols.length === 0) continue;
      assert.equal(variables.address(row), program.symbols.address(program.symbols.findByName(name)));
    }
  });
}

test("the descriptions of the runtime lead to the types that the program itself says", { skip }, () => {
  const program = openBuild({ target: "linux/amd64" });
  const types = typesOf(program);
  const said = runNative().filter((line) => line.startsWith("descriptor "));
  assert.equal(said.length, 2);
  for (const line of said) {
    const [, name, address] = line.split(" ");
    const row = types.findByDescriptor(Number(address) - (program.typesAddress ?? 0));
    assert.equal(row === NONE ? "none" : types.name(row), name);
  }
  assert.equal(types.findByDescriptor(0), NONE);
});

test("a field is found by each of its bytes, padding is nobody's", { skip }, () => {
  const types = typesOf(openBuild({ target: "linux/amd64" }));
  const row = types.findByName("main.podPort");
  const found = [0, 15, 16, 17, 18, 24].map((offset) => types.findField(row, offset));
  const names = found.map((field) => (field === NONE ? "" : types.fieldName(field)));
  assert.deepEqual(names, ["pod", "pod", "port", "port", "", ""]);
});

test("a program without DWARF says so", { skip }, () => {
  assert.equal(openBuild({ target: "linux/amd64", flags: ["-ldflags=-s -w"] }).debugInfo, undefined);
});

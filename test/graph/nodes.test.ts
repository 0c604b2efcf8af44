/** Which frames are one node, and what a node is called. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Granularity } from "../../src/graph/granularity.ts";
import { buildNodes, type NodeInfo, type NodeQuery, nodeKey, printableName } from "../../src/graph/nodes.ts";
import { ProfileBuilder } from "../../src/profile/builder.ts";
import type { Profile } from "../../src/profile/tables.ts";

/** One function on two lines and in two columns, one inlined into it, and a place without lines. */
function profileOf(): Profile {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
  const mapping = builder.addMapping({ file: "/bin/app", memoryStart: 0x1000n, memoryLimit: 0x9000n });
  const [outer, inner] = [
    builder.addFunction({ name: "main.f", file: "/src/f.go" }),
    builder.addFunction({ name: "main.g", file: "/src/g.go" }),
  ];
  const at = (address: bigint, line: number, column: number) =>
    builder.addLocation({ mapping, address, lines: [{ function: outer, line, column }] });
  const rows = [at(0x1010n, 7, 1), at(0x1020n, 7, 2), at(0x1030n, 8, 1)];
  rows.push(
    builder.addLocation({
      mapping,
      address: 0x1040n,
      lines: [
        { function: inner, line: 3 },
        { function: outer, line: 9 },
      ],
    }),
  );
  rows.push(builder.addLocation({ mapping, address: 0x1050n, lines: [] }));
  for (const row of rows) builder.addSample([row], [1]);
  return builder.finish();
}

const names = (granularity: Granularity, given: Partial<NodeQuery> = {}): string[] => {
  const rest = { noInlines: false, showColumns: false, keepObjectFiles: false };
  const query = { granularity, ...rest, trimFile: (file: string) => file, groupName: (name: string) => name, ...given };
  return buildNodes(profileOf(), query).infos.map(printableName);
};

test("frames are told apart by what the granularity keeps, a place without lines by its program", () => {
  assert.deepEqual(names("functions"), ["main.f", "main.g", "[app]"]);
  assert.deepEqual(names("files"), ["/src/f.go", "/src/g.go", "[app]"]);
  assert.deepEqual(names("filefunctions"), ["main.f /src/f.go", "main.g /src/g.go", "[app]"]);
  const lines = ["main.f /src/f.go:7", "main.f /src/f.go:8", "main.g /src/g.go:3", "main.f /src/f.go:9", "[app]"];
  assert.deepEqual(names("lines"), lines);
  const columns = names("lines", { showColumns: true });
  assert.deepEqual(columns.slice(0, 3), ["main.f /src/f.go:7:1", "main.f /src/f.go:7:2", "main.f /src/f.go:8:1"]);
  assert.equal(names("addresses")[0], "0000000000001010 main.f /src/f.go:7:1");
  assert.equal(names("addresses").at(-1), "0000000000001050 [app]");
});

test("without inlined frames a place is its outermost function's", () => {
  assert.deepEqual(names("functions", { noInlines: true }), ["main.f", "[app]"]);
  assert.equal(names("addresses", { noInlines: true })[3], "0000000000001040 main.f /src/f.go:9");
});

test("names and files are rewritten before they are compared", () => {
  const gathered = names("filefunctions", { groupName: () => "main", trimFile: (file) => file.slice(5) });
  assert.deepEqual(gathered, ["main f.go", "main g.go", "[app]"]);
});

test("a node without anything has a name all the same, and nodes that differ differ in their keys", () => {
  const bare: NodeInfo = { ...{ name: "", address: 0n, file: "", startLine: 0, line: 0, column: 0, objectFile: "" } };
  assert.equal(printableName(bare), "<unknown>");
  const others: NodeInfo[] = [
    { ...bare, name: "a" },
    { ...bare, file: "a" },
    { ...bare, address: 1n },
    { ...bare, line: 1 },
    { ...bare, column: 1 },
    { ...bare, startLine: 1 },
    { ...bare, objectFile: "a" },
  ];
  assert.equal(new Set([bare, ...others].map(nodeKey)).size, 8);
});

test("what lies in two programs is two nodes where the programs are kept apart, and one else", () => {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
  const row = builder.addFunction({ name: "main.f", file: "/src/f.go", startLine: 5 });
  for (const [at, file] of ["/bin/a", "/bin/b", "/bin/a"].entries()) {
    const start = BigInt(0x1000 * (at + 1));
    const mapping = builder.addMapping({ file, memoryStart: start, memoryLimit: start + 0x1000n });
    builder.addSample([builder.addLocation({ mapping, address: start, lines: [{ function: row, line: 7 }] })], [1]);
  }
  const nodes = (keepObjectFiles: boolean) =>
    buildNodes(builder.finish(), {
      ...{ granularity: "functions", noInlines: false, showColumns: false, keepObjectFiles },
      ...{ trimFile: (file: string) => file, groupName: (name: string) => name },
    });
  const apart = nodes(true);
  assert.deepEqual(
    apart.infos.map(({ objectFile, startLine }) => [objectFile, startLine]),
    [
      ["/bin/a", 5],
      ["/bin/b", 5],
    ],
  );
  assert.deepEqual([...apart.nodeOf], [0, 1, 0]);
  assert.deepEqual(
    nodes(false).infos.map(({ objectFile, startLine }) => [objectFile, startLine]),
    [["", 0]],
  );
});

test("a place without lines has its address and its program, and nothing else", () => {
  const query = { noInlines: false, showColumns: true, keepObjectFiles: false };
  const keep = { trimFile: (file: string) => file, groupName: (name: string) => name };
  const profile = profileOf();
  const { infos, start, nodeOf } = buildNodes(profile, { granularity: "addresses", ...query, ...keep });
  const nothing = { name: "", file: "", startLine: 0, line: 0, column: 0 };
  assert.deepEqual(infos.at(-1), { ...nothing, address: 0x1050n, objectFile: "/bin/app" });
  assert.deepEqual([...start], [0, 1, 2, 3, 5, 6], "one more than the locations");
  assert.equal(nodeOf.length, 6);
});

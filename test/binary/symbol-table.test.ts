import assert from "node:assert/strict";
import { test } from "node:test";
import { NONE, type SymbolTable } from "../../src/binary/index.ts";
import { ask, buildProgram, describeBuild, missingGo, openBuild, runNative, WAYS } from "./programs.ts";

const skip = missingGo();

/** As `go tool nm -size` prints it, sorted as text. */
function nmLines(symbols: SymbolTable): string[] {
  const lines = Array.from({ length: symbols.length }, (_, row) => {
    const code = symbols.code(row);
    const address = code === "U" ? "" : symbols.address(row).toString(16);
    return `${address} ${symbols.size(row)} ${code} ${symbols.name(row)}`.trim();
  });
  return lines.map(withoutZeroed).sort();
}

/** Up to Go 1.26 nm has one letter for data of ELF, zeroed or not. */
function withoutZeroed(line: string): string {
  return line.replace(/^(\S+ \d+) ([Bb]) /, (_, before, letter) => `${before} ${letter === "B" ? "D" : "d"} `);
}

for (const build of WAYS.filter(({ flags }) => !flags?.includes("-ldflags=-s -w"))) {
  test(`symbols of ${describeBuild(build)} are those of go tool nm`, { skip }, () => {
    const said = ask("go", "tool", "nm", "-size", buildProgram(build)).split("\n");
    const wanted = said.filter((line) => line !== "").map((line) => line.trim().replace(/^(\S+) +(\S+) /, "$1 $2 "));
    const { symbols } = openBuild(build);
    assert.ok(symbols.length > 1000);
    assert.deepEqual(nmLines(symbols), wanted.map((line) => withoutZeroed(line.replace(/ +/, " "))).sort());
  });
}

test("a stripped program has no symbols", { skip }, () => {
  assert.equal(openBuild({ target: "linux/amd64", flags: ["-ldflags=-s -w"] }).symbols.length, 0);
});

test("a variable is found by its name and by every address in it, and not beside it", { skip }, () => {
  const { symbols } = openBuild({ target: "linux/amd64" });
  for (const line of runNative().filter((own) => own.startsWith("at "))) {
    const [, name = "", address = ""] = line.split(" ");
    const row = symbols.findByName(name);
    assert.equal(symbols.address(row), Number(address));
    assert.match(symbols.code(row), /^[DB]$/i);
    const end = symbols.address(row) + symbols.size(row);
    assert.deepEqual(
      [symbols.address(row), end - 1].map((own) => symbols.name(symbols.findByAddress(own))),
      [name, name],
    );
    for (const beside of [symbols.address(row) - 1, end])
      assert.notEqual(symbols.findByAddress(beside), row, `0x${beside.toString(16)} is not ${name}`);
  }
});

test("a name is found the same by the first questions and by later ones, which an index answers", { skip }, () => {
  for (const target of ["linux/amd64", "windows/amd64", "darwin/arm64"]) {
    const { symbols } = openBuild({ target });
    const names = ["main.current", "main.work", "runtime.text", "main", "runtime.tex", "", "type:.eq.main.podPort"];
    const first = names.map((name) => symbols.findByName(name));
    for (let count = 0; count < 20; count++) symbols.findByName("main.nobody");
    assert.deepEqual(
      names.map((name) => symbols.findByName(name)),
      first,
      target,
    );
    assert.notEqual(first[0], NONE);
  }
});

test("what no symbol covers has no name", { skip }, () => {
  const { symbols } = openBuild({ target: "linux/amd64" });
  assert.deepEqual(
    [symbols.findByAddress(0x10), symbols.findByAddress(2 ** 47), symbols.findByName("main.nobody")],
    [NONE, NONE, NONE],
  );
});

test("zeroed data is told from data that the file holds", { skip }, () => {
  const { symbols } = openBuild({ target: "linux/amd64" });
  const codes = ["main.current", "main.greeting"].map((name) => symbols.code(symbols.findByName(name)));
  assert.deepEqual(codes, ["B", "D"]);
});

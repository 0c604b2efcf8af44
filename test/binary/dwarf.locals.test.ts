import assert from "node:assert/strict";
import { test } from "node:test";
import { type LocalVariable, NONE, type Program } from "../../src/binary/index.ts";
import { describeBuild, missingGo, openBuild, runNative, TARGETS } from "./programs.ts";

const skip = missingGo();

/** Variables of a function in its middle, in words. */
function localsOf(program: Program, name: string): string[] {
  const { functions, debugInfo } = program;
  assert.ok(functions && debugInfo);
  const row = functions.table.findByName(name);
  assert.notEqual(row, NONE, name);
  const middle = Math.floor((functions.table.entry(row) + functions.table.end(row)) / 2);
  const words = ({ name, type, isParameter, isResult }: LocalVariable): string =>
    `${name} ${debugInfo.types.name(type)}${isParameter ? (isResult ? " result" : " parameter") : ""}`;
  return debugInfo.localsAt(middle).map(words);
}

for (const target of TARGETS) {
  test(`local variables of ${describeBuild({ target })}`, { skip }, () => {
    const found = localsOf(openBuild({ target }), "main.work");
    for (const wanted of ["count int parameter", "~r0 *main.server result", "made *main.server"])
      assert.ok(found.includes(wanted), `${wanted} in ${found.join(", ")}`);
  });

  test(`what a closure has captured in ${describeBuild({ target })}`, { skip }, () => {
    const { functions, debugInfo, file } = openBuild({ target });
    assert.ok(functions && debugInfo);
    const row = functions.table.findByName("main.outer.inner.func1");
    const captured = debugInfo.localsAt(functions.table.entry(row)).filter((local) => local.closureOffset !== NONE);
    const words = captured.map((local) => [local.name, debugInfo.types.name(local.type), local.closureOffset]);
    assert.deepEqual(words, [["given", "*main.server", file.pointerSize]]);
  });
}

test("places in the frame are where the program has its variables", { skip }, () => {
  const { functions, debugInfo } = openBuild({ target: "linux/amd64" });
  assert.ok(functions && debugInfo);
  const said = new Map(
    runNative()
      .map((line) => line.split(" "))
      .map(([word, name, place]) => [`${word} ${name}`, Number(place)]),
  );
  const row = functions.table.findByName("main.work");
  const middle = Math.floor((functions.table.entry(row) + functions.table.end(row)) / 2);
  const locals = debugInfo.localsAt(middle);
  const place = (name: string): number => {
    const pieces = locals.find((local) => local.name === name)?.pieces ?? [];
    assert.deepEqual(
      pieces.map((piece) => [piece.place, piece.start]),
      [["frame", 0]],
      name,
    );
    return pieces[0]?.frameOffset ?? NONE;
  };
  const apart = (said.get("local made") ?? 0) - (said.get("local count") ?? 0);
  // The only parameter is kept where the caller's frame ends: at the canonical frame address.
  assert.equal(place("made"), apart);
});

test("variables of blocks and of inlined functions are there where their code is, and nowhere else", { skip }, () => {
  const program = openBuild({ target: "linux/amd64" });
  const functions = program.functions ?? assert.fail();
  const debugInfo = program.debugInfo ?? assert.fail();
  const { table } = functions;
  const row = table.findByName("main.outer");
  const inlined = new Set<string>();
  for (let pc = table.entry(row); pc < table.end(row); pc++) {
    const frames = functions.frames(pc);
    const locals = debugInfo.localsAt(pc).filter((local) => local.inlinedFunction !== "");
    for (const { inlinedFunction } of locals) inlined.add(inlinedFunction);
    const isInlined = frames.some((frame) => frame.isInlined && frame.name === "main.inner");
    assert.equal(
      locals.some((local) => local.inlinedFunction === "main.inner"),
      isInlined,
      `0x${pc.toString(16)}`,
    );
  }
  assert.ok(inlined.has("main.inner"));
});

test("what is no code has no variables", { skip }, () => {
  assert.deepEqual(openBuild({ target: "linux/amd64" }).debugInfo?.localsAt(0x10), []);
});

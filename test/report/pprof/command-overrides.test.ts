/** What commands make of the options. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { applyCommandOverrides } from "../../../src/report/pprof/command-overrides.ts";

const GIVEN = {
  ...{ nodecount: -1, nodefraction: 0.1, edgefraction: 0.2, trim: true, noinlines: false },
  granularity: "" as const,
};
const of = (command: string, given: object = {}) => applyCommandOverrides(command, { ...GIVEN, ...given });

test("the usual number of nodes is 80, and all for lists of functions", () => {
  for (const command of ["dot", "svg", "tree"]) assert.equal(of(command).nodecount, 80, command);
  for (const command of ["text", "top", "topproto"]) assert.equal(of(command).nodecount, 0, command);
  for (const command of ["dot", "top"]) assert.equal(of(command, { nodecount: 7 }).nodecount, 7, command);
});

test("what names its functions, or keeps all there is, is not trimmed; neither is what is asked not to be", () => {
  for (const command of ["peek", "list", "weblist", "disasm", "proto", "raw", "callgrind", "kcachegrind"]) {
    const { nodecount, nodefraction, edgefraction } = of(command, { nodecount: 7 });
    assert.deepEqual([nodecount, nodefraction, edgefraction], [0, 0, 0], command);
  }
  const untrimmed = of("dot", { trim: false, nodecount: 7 });
  assert.deepEqual([untrimmed.nodecount, untrimmed.nodefraction, untrimmed.edgefraction], [0, 0, 0]);
  assert.deepEqual([of("dot").nodefraction, of("dot").edgefraction], [0.1, 0.2]);
});

test("some commands are about addresses or lines, whatever is wanted", () => {
  for (const command of ["weblist", "disasm", "proto", "raw", "callgrind", "kcachegrind"])
    assert.equal(of(command, { granularity: "files" }).granularity, "addresses", command);
  assert.equal(of("list", { granularity: "files" }).granularity, "lines");
  assert.deepEqual([of("top", { granularity: "files" }).granularity, of("top").granularity], ["files", ""]);
});

test("inlined frames: disasm has none, weblist always", () => {
  assert.deepEqual([of("disasm").noinlines, of("weblist", { noinlines: true }).noinlines], [true, false]);
  assert.deepEqual([of("top").noinlines, of("top", { noinlines: true }).noinlines], [false, true]);
});

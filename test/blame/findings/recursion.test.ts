/** Which functions call each other on stacks, and which only follow one another. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findRecursions } from "../../../src/blame/findings/recursion.ts";
import { signsOf } from "./signs-of.ts";

const found = (...lines: readonly string[]) => findRecursions(signsOf(lines.join("\n")).stacks);

test("what calls itself is one recursion, of all stacks that have it twice", () => {
  assert.deepEqual(found("main.main;main.a;main.a 1 5", "main.a;main.b;main.a;main.a 1 7", "main.main;main.a 1 9"), [
    { functions: ["main.a"], growth: 12 },
  ]);
});

test("functions call each other where one is called between two calls of the other", () => {
  assert.deepEqual(found("main.a;main.b;main.a;main.b 1 5"), [{ functions: ["main.b", "main.a"], growth: 5 }]);
  assert.deepEqual(found("main.a;main.b;main.b;main.a 1 5")[0]?.functions.length, 2);
});

test("of two that only follow each other each is a recursion of its own, also on one stack", () => {
  assert.deepEqual(found("main.a;main.a;main.b;main.b 1 5", "main.b;main.b 1 2"), [
    { functions: ["main.b"], growth: 7 },
    { functions: ["main.a"], growth: 5 },
  ]);
});

test("what some stack puts together is together on all", () => {
  const stacks = [
    "main.a;main.b;main.a;main.b 1 3",
    "main.c;main.b;main.c;main.b 1 4",
    "main.a;main.a;main.c;main.c 1 5",
  ];
  assert.deepEqual(found(...stacks), [{ functions: ["main.c", "main.a", "main.b"], growth: 12 }]);
});

test("the standard library calls itself as it likes", () => {
  assert.deepEqual(found("main.a;fmt.Fprint;fmt.Fprint 1 5", "main.a;runtime.newproc;runtime.newproc 1 5"), []);
  assert.deepEqual(found("main.a;sync.(*Once).Do;main.a;sync.(*Once).Do 1 5")[0]?.functions, ["main.a"]);
});

test("ten thousand functions that call each other are put together in no time", () => {
  const name = (at: number) => `main.f${at}`;
  const pair = (at: number) => [name(at + 1), name(at), name(at + 1), name(at)].join(";");
  const stacks = Array.from({ length: 10_000 }, (_, at) => `${pair(at)} 1 1`);
  const before = process.cpuUsage().user;
  assert.equal(found(...stacks)[0]?.functions.length, 10_001);
  assert.ok(process.cpuUsage().user - before < 5_000_000);
});

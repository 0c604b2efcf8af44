import assert from "node:assert/strict";
import { test } from "node:test";
import { goroutinesOf, parseGoroutineText } from "../../../src/profile/legacy/goroutines.ts";
import { parseProfile } from "../../../src/profile/parse.ts";
import { fixtureBytes } from "../../fixtures.ts";

const encoder = new TextEncoder();

const DUMP = `goroutine 1 [running]:
main.main()
	/src/main.go:5 +0x1d

goroutine 18 [chan receive, 12 minutes]:
main.(*Worker[...]).run(0xc000012345, {0x0, 0x0})
	/src/worker.go:31 +0x6b
main.start.func1()
	/src/main.go:14 +0x25
created by main.start in goroutine 1
	/src/main.go:12 +0x45

goroutine 19 [chan receive, 3 minutes, locked to thread]:
main.(*Worker[...]).run(0xc000012399, {0x0, 0x0})
	/src/worker.go:31 +0x6b
main.start.func1()
	/src/main.go:14 +0x25
created by main.start
	/src/main.go:12 +0x45
`;

test("a dump's goroutines of one stack and state are counted, with the longest wait and who created them", () => {
  assert.deepEqual(parseGoroutineText(encoder.encode(DUMP)), [
    { count: 1, frames: ["main.main"], state: "running", waitMinutes: undefined, createdBy: undefined },
    {
      count: 2,
      frames: ["main.(*Worker[...]).run", "main.start.func1"],
      state: "chan receive",
      waitMinutes: 12,
      createdBy: "main.start",
    },
  ]);
});

test("function literals as arguments and elided frames do not confuse the names", () => {
  const text = `goroutine 7 [select]:\nnet/http.HandlerFunc.ServeHTTP(0x1?, {0x2?, 0x3?}, func() bool(0x4))\n\t/a.go:1 +0x1\n...additional frames elided...\nmain.f(...)\n\t/b.go:2\n`;
  const [group] = parseGoroutineText(encoder.encode(text)) ?? [];
  assert.deepEqual(group?.frames, ["net/http.HandlerFunc.ServeHTTP", "main.f"]);
});

test("the three forms of one process count the same goroutines", () => {
  const total = (groups: readonly { readonly count: number }[] | undefined): number =>
    (groups ?? []).reduce((sum, { count }) => sum + count, 0);
  const counted = parseGoroutineText(fixtureBytes("programs/kinds/goroutine.debug1.txt"));
  const dump = parseGoroutineText(fixtureBytes("programs/kinds/goroutine.debug2.txt"));
  const binary = goroutinesOf(parseProfile(fixtureBytes("programs/kinds/goroutine.out")));
  assert.deepEqual([total(counted), total(dump), total(binary)], [6, 6, 6]);
  const roots = (groups: typeof dump): string[] => (groups ?? []).map(({ frames }) => frames.at(-1) ?? "");
  for (const groups of [counted, dump, binary]) assert.ok(roots(groups).includes("main.main"), roots(groups).join());
});

test("names of the counted form come from its comments", () => {
  const groups = parseGoroutineText(fixtureBytes("programs/kinds/goroutine.debug1.txt")) ?? [];
  assert.ok(groups.some(({ frames }) => frames[0] === "main.work"));
  assert.ok(groups.every(({ frames }) => frames.every((name) => !name.startsWith("0x"))));
});

test("a heap text and a binary profile are no goroutine text", () => {
  assert.equal(parseGoroutineText(fixtureBytes("programs/kinds/heap.debug1.txt")), undefined);
  assert.equal(parseGoroutineText(fixtureBytes("programs/kinds/goroutine.out")), undefined);
});

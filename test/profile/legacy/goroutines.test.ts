import assert from "node:assert/strict";
import { test } from "node:test";
import { ProfileBuilder } from "../../../src/profile/builder.ts";
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

test("a byte order mark before either text is none of it", () => {
  for (const text of [DUMP, "goroutine profile: total 1\n1 @ 0x4a1\n#\t0x4a0\tmain.work+0x25\t/src/main.go:14\n"]) {
    const groups = parseGoroutineText(encoder.encode(text));
    assert.ok(groups !== undefined && groups.length > 0);
    assert.deepEqual(parseGoroutineText(encoder.encode(`\ufeff${text}`)), groups);
  }
});

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

test("labels of a binary profile are told, without them there are none", () => {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "goroutine", unit: "count" }] });
  const named = (name: string, address: bigint) =>
    builder.addLocation({ address, lines: [{ function: builder.addFunction({ name }), line: 1 }] });
  const [exit, main, work] = [named("runtime.goexit", 1n), named("runtime.main", 2n), named("main.work", 3n)];
  const bare = builder.addLocation({ address: 0xabcn, lines: [] });
  const labels = [
    { key: "job", value: "a" },
    { key: "job", value: "b" },
  ];
  builder.addSample([work, main, exit], [3n], labels);
  builder.addSample([bare, work], [2n], [{ key: "bytes", value: 8n }]);
  builder.addSample([main, exit], [1n]);
  const group = (count: number, ...frames: readonly string[]) => ({
    ...{ count, frames, state: undefined, waitMinutes: undefined, createdBy: undefined },
  });
  assert.deepEqual(goroutinesOf(builder.finish()), [
    { ...group(3, "main.work"), labels: { job: "a,b" } },
    group(2, "0xabc", "main.work"),
    group(1, "runtime.main"),
  ]);
});

test("what has no arguments is a name as it is, and blocks that are none are left out", () => {
  const text = `goroutine 7 [select]:\nruntime.goexit\nmain.f(g)(0x1)\n\t/a.go:1\nmain.h)\n\nexit status 2\n\ngoroutine 8 gp=0x1 m=2 mp=0x3 [idle, 5 minutes, locked to thread]:\nmain.w(...)\n\t/b.go:2\n`;
  assert.deepEqual(
    (parseGoroutineText(encoder.encode(text)) ?? []).map(({ frames, state, waitMinutes }) => [
      frames,
      state,
      waitMinutes,
    ]),
    [
      [["main.f(g)", "main.h)"], "select", undefined],
      [["main.w"], "idle", 5],
    ],
  );
});

/** drop_frames, keep_frames and the names they are matched with. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { pruneFrom, pruneUninteresting, simplifyName } from "../../../src/profile/filter/prune.ts";
import { compilePattern } from "../../../src/profile/filter/regexp.ts";
import { profileFromText } from "../profile-from-text.ts";
import { stacksOf } from "../stacks-of.ts";

const stacks = `
  malloc;main.main;app.run;tcmalloc::Alloc;malloc     1 10
  main.main;app.run;~malloc;~malloc.inner             2 20
  main.main;app.run;malloc.keep                       3 30
  malloc;tcmalloc::Alloc                              4 40
`;

function pruned(dropFrames: string, keepFrames = ""): string[] {
  return stacksOf(pruneUninteresting(profileFromText(stacks, { dropFrames, keepFrames }), compilePattern));
}

test("from the first dropped frame below a user frame on, the stack is cut", () => {
  assert.deepEqual(pruned("malloc|tcmalloc::.*"), [
    "malloc;main.main;app.run 1 10",
    "main.main;app.run 2 20",
    "main.main;app.run;malloc.keep 3 30",
    "malloc;tcmalloc::Alloc 4 40",
  ]);
});

test("without a user frame above it nothing is cut, in the first place of the table too", () => {
  const from = (text: string) =>
    stacksOf(pruneUninteresting(profileFromText(text, { dropFrames: "malloc" }), compilePattern));
  assert.deepEqual(from("malloc 1 2\nmain.main;malloc 3 4"), ["malloc 1 2", "main.main 3 4"]);
});

test("expressions must match the whole name, and keep_frames wins", () => {
  assert.deepEqual(pruned("mall"), stacksOf(profileFromText(stacks)));
  assert.equal(pruned("malloc.*", "malloc\\.keep")[2], "main.main;app.run;malloc.keep 3 30");
  assert.equal(pruned("malloc.*")[2], "main.main;app.run 3 30");
});

test("an expression that does not compile prunes nothing", () => {
  assert.deepEqual(pruned("(*"), stacksOf(profileFromText(stacks)));
  assert.deepEqual(pruned("malloc", "(*"), stacksOf(profileFromText(stacks)));
});

test("nothing to drop changes nothing", () => {
  const profile = profileFromText(stacks, { keepFrames: "main.main" });
  assert.equal(pruneUninteresting(profile, compilePattern), profile);
});

test("from the frame nearest to the leaf on, what it called is cut, and the frame stays", () => {
  const from = (text: string, pattern: string) => stacksOf(pruneFrom(profileFromText(text), compilePattern(pattern)));
  assert.deepEqual(from("main.main;app.run;app.deep;x 1 2\nother;y 3 4", "^app"), [
    "main.main;app.run;app.deep 1 2",
    "other;y 3 4",
  ]);
  assert.deepEqual(from("main.main;~app.in;~z 1 2\nmain.main 3 4", "^main"), ["main.main 1 2", "main.main 3 4"]);
  assert.deepEqual(from("main.main;~app.in;~z;leaf 1 2", "^app"), ["main.main;~app.in 1 2"]);
  assert.deepEqual(from("a;b 1 2", "^b"), ["a;b 1 2"]);
});

const names: readonly (readonly [name: string, simplified: string])[] = [
  ["main.run", "main.run"],
  [".main", "main"],
  ["foo(int)", "foo"],
  ["(anonymous namespace)::foo(int)", "(anonymous namespace)::foo"],
  ["A::operator()(int) const", "A::operator()"],
  ["main.(*T).Run", "main."],
];

for (const [name, simplified] of names) {
  test(`${name} is matched as ${simplified}`, () => assert.equal(simplifyName(name), simplified));
}

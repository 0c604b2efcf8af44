/** drop_frames, keep_frames and the names they are matched with. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { pruneUninteresting, simplifyName } from "../../../src/profile/filter/prune.ts";
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

test("expressions must match the whole name, and keep_frames wins", () => {
  assert.deepEqual(pruned("mall"), stacksOf(profileFromText(stacks)));
  assert.equal(pruned("malloc.*", "malloc\\.keep")[2], "main.main;app.run;malloc.keep 3 30");
  assert.equal(pruned("malloc.*")[2], "main.main;app.run 3 30");
});

test("an expression that does not compile prunes nothing", () => {
  assert.deepEqual(pruned("(*"), stacksOf(profileFromText(stacks)));
  assert.deepEqual(pruned("malloc", "(*"), stacksOf(profileFromText(stacks)));
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

import assert from "node:assert/strict";
import { test } from "node:test";
import { createCompleter } from "../../../../src/cli/pprof/shell/completion.ts";
import { loadProfile } from "../../../../src/load.ts";
import { compilePattern } from "../../../../src/profile/filter/regexp.ts";
import { modePair } from "../../../fixtures.ts";

const [, current] = modePair("retain");
const complete = createCompleter(await loadProfile(current));
const offersFor = (line: string): string[] => complete(line)[0];

test("the first word is a command or an option, however it is written", () => {
  assert.deepEqual(offersFor("tr"), ["traces", "tree", "trim", "trim_path"]);
  assert.deepEqual(offersFor("  PEE"), ["peek"]);
  assert.deepEqual(offersFor("help noin"), ["noinlines"]);
  assert.deepEqual(offersFor("nosuch"), []);
  assert.ok(offersFor("").length > 60);
});

test("an option's value is one of its words, or one of the profile's types", () => {
  assert.deepEqual(offersFor("sort="), ["sort=cum", "sort=flat"]);
  assert.deepEqual(offersFor("granularity=fu"), ["granularity=functions"]);
  assert.deepEqual(offersFor("sample_index=in"), ["sample_index=inuse_objects", "sample_index=inuse_space"]);
  assert.deepEqual(offersFor("focus="), []);
});

test("a function is offered as a pattern that matches it", () => {
  const [offer = "", ...others] = offersFor("list Container).Unm");
  assert.deepEqual(others, []);
  assert.equal(offer, "k8s.io/api/core/v1.\\(\\*Container\\).Unmarshal");
  assert.ok(compilePattern(offer).matches("k8s.io/api/core/v1.(*Container).Unmarshal"));
  assert.deepEqual(offersFor("top 3 -Container\\).Unm"), [`-${offer}`]);
  assert.deepEqual(offersFor("list "), []);
});

test("what is typed stays where several functions have it in their middle", () => {
  const [count, ...all] = offersFor("list Unm");
  assert.deepEqual([count, all.length], ["29 functions:", 29]);
  const [more, ...some] = offersFor("list e");
  assert.match(more ?? "", /^\d{3} functions, \d+ not shown:$/);
  assert.equal(some.length, 40);
  const start = offersFor("list k8s.io/api/core/v1.(*Pod)");
  assert.ok(
    start.length > 1 && start.every((offer) => offer.startsWith("k8s.io/api/core/v1.\\(\\*Pod\\)")),
    `${start}`,
  );
});

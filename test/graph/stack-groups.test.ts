/** Samples of one stack are one group, however their frames were cut into locations. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { groupStacks } from "../../src/graph/stack-groups.ts";
import { ProfileBuilder } from "../../src/profile/builder.ts";
import { sourceOf, sourceOfProfile } from "./graph-of.ts";

function groupsOf(stacks: string): readonly [count: number, ...groups: number[]] {
  const { profile, nodes } = sourceOf(stacks);
  const { count, groupOf } = groupStacks(profile, nodes);
  return [count, ...groupOf];
}

test("stacks are numbered as they first come", () => {
  assert.deepEqual(groupsOf("main;a 1\n main;b 1\n main;a 2\n main 1\n main;b 1\n main;a;b 1"), [4, 0, 1, 0, 2, 1, 3]);
  assert.deepEqual(groupsOf("main;a;b 1\n main;b;a 1\n b;a 1\n main;a;b 1"), [3, 0, 1, 2, 0], "in their order");
  assert.deepEqual(groupsOf("- 1\n main 1\n - 2"), [2, 0, 1, 0], "no frames are a stack too");
});

test("an inlined frame is a frame like any other, lines and addresses do not matter", () => {
  assert.deepEqual(groupsOf("main;a@f:1;~b 1\n main;a;b 1\n main;a@f:9;b@g:3 1\n main;~a;b 1\n main;a;~b;b 1"), [
    ...[2, 0, 0, 0, 0, 1],
  ]);
  assert.deepEqual(groupsOf("main;~a;~b 1\n main;~a 1\n main;a;b;c 1\n main;a;b 1"), [3, 0, 1, 2, 0]);
});

test("functions of one name are one, in whatever table row they are", () => {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
  for (const address of [1n, 2n]) {
    const lines = [{ function: builder.addFunction({ name: "main.f" }), line: 1 }];
    builder.addSample([builder.addLocation({ address, lines })], [1]);
  }
  const { profile, nodes } = sourceOfProfile(builder.finish(), 0);
  assert.equal(groupStacks(profile, nodes).count, 1);
});

/** Labels as tags of nodes: sizes are summed by name, once for each node of a stack, flat where it was allocated. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { buildCallTree } from "../../src/graph/call-tree.ts";
import {
  buildTags,
  countFlatTags,
  dropLightTags,
  type NodeTags,
  shownTagCum,
  shownTagFlat,
  type Tag,
} from "../../src/graph/tags.ts";
import { ProfileBuilder } from "../../src/profile/builder.ts";
import { BASE_LABEL } from "../../src/profile/labels.ts";
import { NONE, type Profile } from "../../src/profile/tables.ts";
import { sourceOfProfile } from "./graph-of.ts";

type Labels = Parameters<ProfileBuilder["addSample"]>[2];

function profileOf(samples: readonly (readonly [stack: string, value: number, labels: Labels])[]): Profile {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
  const rows = new Map<string, number>();
  for (const [stack, value, labels] of samples) {
    const frames = stack.split(";").map((name) => {
      const row =
        rows.get(name) ??
        builder.addLocation({
          address: BigInt(rows.size + 1),
          lines: [{ function: builder.addFunction({ name }), line: 1 }],
        });
      rows.set(name, row);
      return row;
    });
    builder.addSample(frames.reverse(), [value], labels);
  }
  return builder.finish();
}

const size = (value: number) => ({ key: "bytes", value: BigInt(value) });
const text = (key: string, value: string) => ({ key, value });
const PROFILE = profileOf([
  ["main;a;b", 5, [size(16)]],
  ["main;a;b;a", 7, [size(16)]],
  ["main;b", 11, [size(48)]],
  ["main;b", 13, [text("kind", "x"), size(16)]],
  ["main;b", 0, [size(99)]],
  ["main;b", 17, [text(BASE_LABEL, "true")]],
]);
const QUERY = { unit: "bytes", format: (value: bigint) => `${value}B` };

function tagsOf(name: string): NodeTags | undefined {
  const source = sourceOfProfile(PROFILE, 0);
  const node = source.nodes.infos.findIndex((info) => info.name === name);
  return buildTags(source, undefined, Int32Array.of(node), QUERY).get(node);
}

const said = (tags: readonly Tag[] = []): string[] => tags.map(({ name, flat, cum }) => `${name} ${flat} ${cum}`);

test("sizes are summed by name beside the text labels they stand with", () => {
  const b = tagsOf("b");
  assert.deepEqual(said(b?.text), ["kind:x 13 13"]);
  assert.deepEqual(said(b?.numeric.get("")), ["16B 5 12", "48B 11 11"]);
  assert.deepEqual(said(b?.numeric.get("kind:x")), ["16B 13 13"]);
  assert.deepEqual(said(tagsOf("a")?.numeric.get("")), ["16B 7 12"], "recursion counts once");
  assert.deepEqual(said(tagsOf("main")?.numeric.get("")), ["16B 0 12", "48B 0 11"]);
  const [first] = b?.numeric.get("") ?? [];
  const sums = { flat: 5, cum: 12, flatDivisor: 0, cumDivisor: 0 };
  assert.deepEqual(first, { name: "16B", unit: "bytes", value: 16n, ...sums }, "nothing is divided");
});

test("of a call tree each place has its own, and the roots have all", () => {
  const source = sourceOfProfile(PROFILE, 0);
  const tree = buildCallTree(source);
  const rows = Array.from({ length: tree.length }, (_, row) => row);
  const tags = buildTags(source, tree, Int32Array.from(rows), QUERY);
  const sumOf = (row: number, key: "flat" | "cum"): number =>
    [...(tags.get(row)?.numeric.values() ?? [])].flat().reduce((sum, tag) => sum + Number(tag[key]), 0);
  const sum = (some: readonly number[], key: "flat" | "cum"): number =>
    some.reduce((all, row) => all + sumOf(row, key), 0);
  const roots = rows.filter((row) => tree.parent[row] === NONE);
  assert.deepEqual([sum(rows, "flat"), sum(roots, "cum")], [36, 36]);
  const leaves = rows.filter((row) => !tree.parent.includes(row));
  for (const row of leaves) assert.equal(sumOf(row, "flat"), sumOf(row, "cum"));
});

test("nodes that are not wanted have no tags", () => {
  const source = sourceOfProfile(PROFILE, 0);
  assert.equal(buildTags(source, undefined, Int32Array.of(1), QUERY).size, 1);
  assert.equal(buildTags(source, undefined, new Int32Array(0), QUERY).size, 0);
});

test("light tags go, by what they weigh either way; boxes are those with a flat value", () => {
  const tag = (name: string, flat: number, cum: number): Tag => ({
    ...{ name, unit: "", value: 0n, flat, cum, flatDivisor: 0, cumDivisor: 0 },
  });
  const tags = { text: [tag("a", -5, 0), tag("b", 0, 5), tag("c", 4, 4)], numeric: new Map([["", [tag("d", 5, 5)]]]) };
  const kept = dropLightTags(tags, 5);
  assert.deepEqual(
    [...kept.text, ...(kept.numeric.get("") ?? [])].map(({ name }) => name),
    ["a", "b", "d"],
  );
  assert.equal(countFlatTags(tags), 3);
  assert.equal(countFlatTags({ text: [{ ...tag("e", 0, 0), flat: 0n }], numeric: new Map() }), 0, "exact ones too");
  assert.equal(countFlatTags({ text: [{ ...tag("e", 0, 0), flat: 1n }], numeric: new Map() }), 1);
});

test("where there is a divisor a mean is shown", () => {
  const sums = { flat: 10, cum: 21, flatDivisor: 4, cumDivisor: 2 };
  assert.deepEqual([shownTagFlat(sums), shownTagCum(sums)], [2, 10]);
  assert.deepEqual([shownTagFlat({ ...sums, flatDivisor: 0 }), shownTagCum({ ...sums, cumDivisor: 0 })], [10, 21]);
});

test("sizes of one name are one tag, which keeps the value that it was first met with", () => {
  const source = sourceOfProfile(PROFILE, 0);
  const node = source.nodes.infos.findIndex((info) => info.name === "b");
  const divisors = Float64Array.from([1, 2, 3, 4, 5, 6]);
  const tags = buildTags({ ...source, divisors }, undefined, Int32Array.of(node), { unit: "B", format: () => "some" });
  const [some, ...others] = tags.get(node)?.numeric.get("") ?? [];
  assert.deepEqual(others, []);
  assert.deepEqual(some, { name: "some", unit: "B", value: 16n, flat: 16, cum: 23, flatDivisor: 9, cumDivisor: 11 });
  assert.deepEqual([...(tags.get(node)?.numeric.keys() ?? [])], ["", "kind:x"]);
});

test("labels that are no tags, and samples without frames, leave no trace", () => {
  const profile = profileOf([
    ["plain", 5, [text(BASE_LABEL, "true")]],
    ["counted", 7, [{ key: "items", value: 3n }]],
  ]);
  const source = sourceOfProfile(profile, 0);
  assert.equal(buildTags(source, undefined, Int32Array.of(0, 1), QUERY).size, 0);
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
  builder.addSample([], [5], [size(16)]);
  const bare = sourceOfProfile(builder.finish(), 0);
  assert.equal(buildTags(bare, undefined, new Int32Array(0), QUERY).size, 0);
  assert.equal(buildTags(bare, buildCallTree(bare), new Int32Array(0), QUERY).size, 0);
});

test("text labels alone are a tag without sizes, several of them in the order of their texts", () => {
  const source = sourceOfProfile(profileOf([["main", 5, [text("z", "1"), text("a", "2")]]]), 0);
  const tags = buildTags(source, undefined, Int32Array.of(0), QUERY).get(0);
  assert.deepEqual(said(tags?.text), ["a:2\\nz:1 5 5"]);
  assert.deepEqual([...(tags?.numeric ?? [])], []);
});

test("recursion counts once however many nodes and sizes there are", () => {
  const names = Array.from({ length: 1500 }, (_, at) => `f${at}`);
  const profile = profileOf(names.map((name) => [`${name};main;${name}`, 3, [size(16)]]));
  const source = sourceOfProfile(profile, 0);
  const nodes = Int32Array.from(source.nodes.infos.keys());
  const tags = buildTags(source, undefined, nodes, QUERY);
  const cums = Array.from(nodes, (node) => tags.get(node)?.numeric.get("")?.[0]?.cum);
  assert.deepEqual(new Set(cums), new Set([3, 4500]));
});

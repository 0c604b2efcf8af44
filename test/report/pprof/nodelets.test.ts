/** The boxes beside a node: which labels and sizes, how many, and of what value. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { NodeTags, Tag } from "../../../src/graph/tags.ts";
import { nodelets } from "../../../src/report/pprof/nodelets.ts";

function tagOf(name: string, flat: number, cum = flat, size = 0n): Tag {
  return { name, unit: "bytes", value: size, flat, cum, flatDivisor: 0, cumDivisor: 0 };
}

const sizes = (...values: readonly (readonly [size: bigint, flat: number, cum?: number])[]): NodeTags => ({
  text: [],
  numeric: new Map([["", values.map(([size, flat, cum]) => tagOf(`${size}B`, flat, cum, size))]]),
});

test("four labels have room, the heaviest first; those of nothing are counted and left out", () => {
  const text = ["a", "b", "c", "d", "e"].map((name, at) => tagOf(name, 10 - at));
  const { labels } = nodelets({ text, numeric: new Map() }, true);
  assert.deepEqual(
    labels.map(({ index, text: name, value }) => [index, name, value]),
    [
      [0, "a", 10],
      [1, "b", 9],
      [2, "c", 8],
      [3, "d", 7],
    ],
  );
  const withNothing = nodelets({ text: [tagOf("a", 0, 5), tagOf("b", 3, 4)], numeric: new Map() }, true);
  assert.deepEqual(
    withNothing.labels.map(({ text: name }) => name),
    ["b"],
  );
});

test("without callees in the picture values include what was called", () => {
  const text = [tagOf("a", 1, 9), tagOf("b", 5, 6)];
  const shown = (hasCallees: boolean) =>
    nodelets({ text, numeric: new Map() }, hasCallees).labels.map(({ text: name, value }) => [name, value]);
  assert.deepEqual(shown(true), [
    ["b", 5],
    ["a", 1],
  ]);
  assert.deepEqual(shown(false), [
    ["a", 9],
    ["b", 6],
  ]);
});

test("sizes say whether their value is with what was called", () => {
  const shown = (hasCallees: boolean) =>
    nodelets(sizes([16n, 4, 7], [32n, 3]), hasCallees).sizes.map(({ text, value, isCumulative }) => [
      text,
      value,
      isCumulative,
    ]);
  assert.deepEqual(shown(true), [
    ["16B", 4, false],
    ["32B", 3, false],
  ]);
  assert.deepEqual(shown(false), [
    ["16B", 7, true],
    ["32B", 3, false],
  ]);
});

test("more than four sizes are gathered around the four heaviest, each with the nearest", () => {
  const found = nodelets(sizes([16n, 50], [1000n, 40], [5000n, 30], [90n, 20], [30n, 3], [1200n, 2], [70n, 1]), true);
  assert.deepEqual(
    found.sizes.map(({ text, value }) => [text, value]),
    [
      ["16B..30B", 53],
      ["1000B..1.17kB", 42],
      ["4.88kB", 30],
      ["70B..90B", 21],
    ],
  );
});

test("four sizes stay apart", () => {
  assert.equal(nodelets(sizes([16n, 4], [17n, 3], [18n, 2], [19n, 1]), true).sizes.length, 4);
});

test("labels have their own sizes, samples without labels theirs", () => {
  const numeric = new Map([
    ["k:a", [tagOf("16B", 3, 3, 16n)]],
    ["", [tagOf("64B", 2, 2, 64n)]],
  ]);
  const { labels, sizes: own } = nodelets({ text: [tagOf("k:a", 3)], numeric }, true);
  assert.deepEqual(
    labels[0]?.sizes.map(({ text }) => text),
    ["16B"],
  );
  assert.deepEqual(
    own.map(({ text }) => text),
    ["64B"],
  );
});

test("a mean of gathered sizes is of them together", () => {
  const mean = (size: bigint, flat: number, divisor: number): Tag => ({
    ...tagOf(`${size}B`, flat, flat, size),
    flatDivisor: divisor,
    cumDivisor: divisor,
  });
  const many = [mean(16n, 100, 1), mean(1000n, 90, 1), mean(5000n, 80, 1), mean(90000n, 70, 1), mean(20n, 20, 3)];
  const found = nodelets({ text: [], numeric: new Map([["", many]]) }, true).sizes;
  assert.deepEqual(found.find(({ text }) => text === "16B..20B")?.value, 30);
});

test("of gathered sizes that are as many of the unit of the first, cut to whole ones, the first gives the name", () => {
  const first = { ...tagOf("1kB", 50, 50, 1n), unit: "kilobytes" };
  const others = [tagOf("a", 40, 40, 100000n), tagOf("b", 30, 30, 5000000n), tagOf("c", 20, 20, 90000000n)];
  const numeric = new Map([["", [first, ...others, tagOf("d", 3, 3, 1500n)]]]);
  const found = nodelets({ text: [], numeric }, true).sizes;
  assert.equal(found.find(({ value }) => value === 53)?.text, "1kB..1kB");
});

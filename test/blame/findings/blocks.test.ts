/** What sizes and shapes of stacks say: each finding with an input that has it and a near miss, at the edge of each threshold. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findBlocks } from "../../../src/blame/findings/blocks.ts";
import type { GrowthSigns, SureSize } from "../../../src/blame/findings/signs.ts";
import { codesOf, signsOf } from "./signs-of.ts";

const found = (text: string, given: Partial<GrowthSigns> = {}) => codesOf(findBlocks(signsOf(text, given)));
const OWN = "main.main;example.com/app.keep";

test("large blocks from 4 KiB for each on, of what is own or reads", () => {
  assert.deepEqual(found(`${OWN} 10 40960`), ["large-blocks"]);
  assert.deepEqual(found(`${OWN} 10 40959`), []);
  const small = signsOf(`${OWN} 10 40959`);
  const unsized = { ...small, stacks: small.stacks.map((stack) => ({ ...stack, size: 0 })) };
  assert.deepEqual(codesOf(findBlocks(unsized)), [], "of no size that is known they are as large as the mean");
  for (const reads of ["io.ReadAll", "os.readFileContents", "slices.Grow[...]"])
    assert.deepEqual(found(`${OWN};${reads} 1 40960`), ["large-blocks"], reads);
  assert.deepEqual(found("k8s.io/api.(*Pod).Unmarshal 1 40960"), []);
  assert.deepEqual(found(`${OWN};bufio.NewReaderSize;strings.Clone 1 40960`), []);
  // A server calls the handler that makes them.
  assert.deepEqual(found("net/http.(*conn).serve;main.(*server).handle;strings.(*Builder).grow 1 40960"), [
    "large-blocks",
  ]);
});

test("large blocks that are half of the growth, not those that are less", () => {
  assert.deepEqual(found(`${OWN} 1 50000\nk8s.io/api.F 1 50000`), ["large-blocks"]);
  assert.deepEqual(found(`${OWN} 1 49999\nk8s.io/api.F 1 50001`), []);
});

test("of large blocks the mean and the part are told, without the smaller ones that they took the place of", () => {
  const factsOf = (text: string) => {
    const [large] = findBlocks(signsOf(text));
    return large?.code === "large-blocks" ? [large.facts.count, large.facts.size, large.facts.share] : [];
  };
  assert.deepEqual(factsOf(`${OWN} 8 524288\n${OWN};main.b -8 -65536`), [8, 65536, 1]);
  assert.deepEqual(factsOf(`${OWN} 8 524288\nk8s.io/api.F 8 262144`), [8, 65536, 2 / 3]);
  assert.deepEqual(factsOf(`${OWN} 8 524288\n${OWN};main.b -4 -262144`), [4, 65536, 1], "the same size elsewhere");
});

test("one recursive structure where half of the growth is on stacks that have a function twice", () => {
  const [twice, once] = ["main.main;example.com/app.walk;example.com/app.walk", "main.main;example.com/app.walk"];
  assert.deepEqual(found(`${twice} 100 500\n${once} 100 500`), ["one-tree"]);
  assert.deepEqual(found(`${twice} 100 499\n${once} 100 501`), []);
  assert.deepEqual(found("main.main;fmt.Fprint;fmt.Fprint 100 500"), [], "the standard library's own recursion");
  assert.deepEqual(found(`${twice} 100 500`, { isGo: false }), [], "another language's frames are not told apart");
});

test("cut stacks where half of the growth is on them", () => {
  assert.deepEqual(found(`${OWN} 100 1000`, { cut: { frames: 128, change: 500 } }), ["stacks-cut"]);
  assert.deepEqual(found(`${OWN} 100 1000`, { cut: { frames: 128, change: 499 } }), []);
  assert.deepEqual(found(`${OWN} 100 1000`, { cut: { frames: 128, change: 0 }, sure: 0 }), [], "half of nothing");
});

const sizes = (of: readonly (readonly [size: number, live: number])[]): SureSize[][] => [
  of.map(([size, live]) => ({ name: "example.com/app.keep", size, live, change: size * live })),
];

test("tables of a map double, four sizes of them, and four of the largest live", () => {
  const doubling = (live: number, first = 64) =>
    sizes([
      [first, 0],
      [128, 0],
      [256, 0],
      [512, live],
    ]);
  assert.deepEqual(found(`${OWN} 100 2048`, { sizes: doubling(4) }), ["map-table"]);
  assert.deepEqual(found(`${OWN} 100 2048`, { sizes: doubling(3) }), []);
  assert.deepEqual(found(`${OWN} 100 2048`, { sizes: doubling(4, 65) }), []);
  assert.deepEqual(
    found(`${OWN} 100 2048`, {
      sizes: sizes([
        [128, 0],
        [256, 0],
        [512, 4],
      ]),
    }),
    [],
  );
});

test("an array that append grew has one live, two at most, and none of the smaller", () => {
  const grown = (live: number, before: number) =>
    sizes([
      [64, 0],
      [128, 0],
      [256, before],
      [512, live],
    ]);
  assert.deepEqual(found(`${OWN} 100 512`, { sizes: grown(1, 0) }), ["append-only"]);
  assert.deepEqual(found(`${OWN} 100 1024`, { sizes: grown(2, 0) }), ["append-only"]);
  assert.deepEqual(found(`${OWN} 100 1536`, { sizes: grown(3, 0) }), []);
  assert.deepEqual(found(`${OWN} 100 512`, { sizes: grown(1, 1) }), []);
  const count = (live: number): unknown => {
    const [grew] = findBlocks(signsOf(`${OWN} 100 ${512 * live}`, { sizes: grown(live, 0) }));
    return grew?.code === "append-only" && grew.facts.count;
  };
  assert.deepEqual([count(1), count(2)], [1, 2]);
});

test("nothing is said of a heap that did not grow, nor of objects", () => {
  assert.deepEqual(found(`${OWN} 10 40960`, { verdict: "did-not-change" }), []);
  assert.deepEqual(found(`${OWN} 10 40960`, { unit: "count" }), []);
});

test("buffers of the standard library that double are no tables of a map", () => {
  const sizesOf = (name: string) => [
    [1024, 2048, 4096, 8192].map((size) => ({ name, size, live: size === 8192 ? 9 : 0, change: size })),
  ];
  const found = (name: string) =>
    codesOf(findBlocks(signsOf("main.main;example.com/app.keep 2 8192", { sizes: sizesOf(name) })));
  assert.ok(found("example.com/app.keep").includes("map-table"));
  assert.ok(found("internal/sync.(*HashTrieMap[...]).LoadOrStore").includes("map-table"));
  assert.ok(!found("bytes.growSlice").includes("map-table"));
});

test("a block that the standard library made is no table of a map, and may be a buffer", () => {
  const large = (stack: string) => {
    const found = findBlocks(signsOf(`main.main;example.com/app.keep${stack} 4 ${4 * 65536}`));
    const facts = found.find(({ code }) => code === "large-blocks")?.facts as {
      mayBeTables: boolean;
      areBuffers: boolean;
    };
    return [facts.mayBeTables, facts.areBuffers];
  };
  assert.deepEqual(large(""), [true, false]);
  assert.deepEqual(large(";internal/bytealg.MakeNoZero"), [false, false]);
  assert.deepEqual(large(";bytes.(*Buffer).Write;bytes.growSlice"), [false, true]);
});

test("blocks as large as a full table of a map may be tables", () => {
  const mayBe = (size: number): unknown => {
    const [large] = findBlocks(signsOf(`main.main;example.com/app.keep 4 ${4 * size}`)).filter(
      ({ code }) => code === "large-blocks",
    );
    return large?.code === "large-blocks" && large.facts.mayBeTables;
  };
  const tables = [9472, 13568, 18432, 21760, 27264, 32768, 40960, 49152, 270336];
  assert.deepEqual(tables.filter(mayBe), tables);
  const others = [8192, 20480, 45056, 278528, ...tables.flatMap((size) => [size - 1, size + 1])];
  assert.deepEqual(others.filter(mayBe), []);
});

test("small objects beside large blocks make no mean of both", () => {
  const keep = "main.main;example.com/app.keep";
  const [large] = findBlocks(signsOf(`${keep} 16 ${16 * 524288}\n${keep} 400 ${400 * 1024}`)).filter(
    ({ code }) => code === "large-blocks",
  );
  assert.deepEqual(large?.code === "large-blocks" && [large.facts.size, large.facts.count], [524288, 16]);
});

test("tables of a map are told where the largest are half of what grew", () => {
  const doubling = sizes([64, 128, 256, 512].map((size) => [size, size === 512 ? 4 : 0] as const));
  assert.deepEqual(found(`${OWN} 100 4096`, { sizes: doubling }), ["map-table"]);
  assert.deepEqual(found(`${OWN} 100 4097`, { sizes: doubling }), []);
});

test("a size far below the others is not the first of those that double, nor is one in between left out", () => {
  const doubling = (first: number, gap: number) =>
    sizes([...[first, 64, 128, 256].map((size) => [size, 0] as const), [512 * gap, 4]]);
  assert.deepEqual(found(`${OWN} 100 2048`, { sizes: doubling(8, 1) }), ["map-table"]);
  assert.deepEqual(found(`${OWN} 100 2048`, { sizes: doubling(8, 2) }), []);
});

test("a recursion is said with its part of the growth and those that have most below them first", () => {
  const walk = (name: string, kib: number) =>
    `main.main;example.com/app.walk;example.com/app.${name};example.com/app.walk;example.com/app.${name} 100 ${kib}`;
  const [tree] = findBlocks(signsOf(`${walk("a", 20)}\n${walk("b", 30)}\nmain.main;k8s.io/api.F 100 50`));
  const functions = ["example.com/app.walk", "example.com/app.b", "example.com/app.a"];
  assert.deepEqual(tree?.facts, { functions, share: 0.5 });
  const each = ["a", "b", "c", "d", "e"].map((name) => `example.com/app.${name}`).join(";");
  const [deep] = findBlocks(signsOf(`main.main;${each};${each} 100 50`));
  assert.equal(deep?.code === "one-tree" && deep.facts.functions.length, 4, "at most four");
});

test("two recursions that have nothing to do with each other are not one, however much they have together", () => {
  const twice = (name: string, size: number) => `main.main;example.com/app.${name};example.com/app.${name} 100 ${size}`;
  assert.deepEqual(found(`${twice("a", 499)}\n${twice("b", 501)}`), ["one-tree"]);
  assert.deepEqual(found(`${twice("a", 499)}\n${twice("b", 499)}\nmain.main;k8s.io/api.F 1 2`), []);
});

test("what is copied a little larger each time passes through sizes that lie nearer than append's", () => {
  const isCopied = (...all: number[]): unknown => {
    const last = all.length - 1;
    const grown = sizes(all.map((size, at): [number, number] => [size, at === last ? 1 : 0]));
    const [finding] = findBlocks(signsOf(`${OWN} 100 ${all[last]}`, { sizes: grown }));
    return finding?.code === "append-only" && finding.facts.isCopied;
  };
  assert.equal(isCopied(1000, 1050, 1100, 1150, 1200), true);
  assert.equal(isCopied(1024, 2048, 4096, 8192), false);
  assert.equal(isCopied(1024, 1280, 1600, 2048), false);
  assert.equal(isCopied(1000, 1149, 1320, 1517), true);
  assert.equal(isCopied(1000, 1150, 1323, 1522), false);
  assert.equal(isCopied(1000, 1050, 1100, 2200, 4400), false, "half of the steps are append's");
});

test("the pixels of an image are a block that a part of it keeps whole", () => {
  assert.deepEqual(found("main.main;example.com/app.thumb;image/png.Decode;image.NewNRGBA 10 40960"), ["large-blocks"]);
});

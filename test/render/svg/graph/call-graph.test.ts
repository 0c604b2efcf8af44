import assert from "node:assert/strict";
import { test } from "node:test";
import { symbolOf } from "../../../../src/graph/go/symbol.ts";
import { formatDelta } from "../../../../src/measurement/delta.ts";
import { renderCallGraphSvg } from "../../../../src/render/svg/graph/call-graph.ts";
import { layoutHere } from "../../../../src/render/svg/graph/layout.ts";
import type { PictureGraph } from "../../../../src/report/pictures/graph.ts";
import { modePair } from "../../../fixtures.ts";
import { profileFromText } from "../../../profile/profile-from-text.ts";
import { pprofBinary, runPprof } from "../../../report/pprof-oracle.ts";
import { pairs } from "../pairs.ts";
import { graphOf, graphOfFiles } from "../picture-of.ts";
import {
  boxOfRect,
  boxOfText,
  byClass,
  child,
  children,
  contains,
  type Element,
  overlap,
  readSvg,
  textOf,
} from "../read-svg.ts";

const STILL = { isInteractive: false };

interface Drawn {
  readonly graph: PictureGraph;
  readonly svg: string;
  readonly root: Element;
}

const drawings = new Map<string, Promise<Drawn>>();

function drawn(pair: { name: string; base: string | undefined; current: string }): Promise<Drawn> {
  const known = drawings.get(pair.name);
  if (known !== undefined) return known;
  const graph = graphOfFiles(pair.base, pair.current);
  const drawing = renderCallGraphSvg(graph, STILL).then((svg) => ({ graph, svg, root: readSvg(svg) }));
  drawings.set(pair.name, drawing);
  return drawing;
}

function nameOf(node: Element): string {
  return child(node, "title").text.split("\n")[0] as string;
}

for (const pair of pairs()) {
  test(`${pair.name}: texts lie in their boxes, and no two boxes or labels overlap`, async () => {
    const { root } = await drawn(pair);
    const boxes = byClass(root, "node").map((node) => ({
      name: nameOf(node),
      node,
      box: boxOfRect(child(node, "rect")),
    }));
    assert.ok(boxes.length > 0);
    for (const { name, node, box } of boxes) {
      const texts = children(node, "text");
      assert.ok(texts.length >= 3, name);
      for (const text of texts) assert.ok(contains(box, boxOfText(text)), `${name}: "${text.text}" leaves its box`);
      for (const [i, text] of texts.entries()) {
        for (const other of texts.slice(i + 1))
          assert.ok(!overlap(boxOfText(text), boxOfText(other)), `${name}: "${text.text}" and "${other.text}"`);
      }
    }
    const [labels] = byClass(root, "labels");
    const all = [
      ...boxes,
      ...children(labels as Element, "rect").map((rect) => ({ name: "a label", box: boxOfRect(rect) })),
    ];
    for (const [i, one] of all.entries()) {
      for (const other of all.slice(i + 1))
        assert.ok(!overlap(one.box, other.box), `${one.name} and ${other.name} overlap`);
    }
  });

  test(`${pair.name}: heading and key stay within the picture and above the graph`, async () => {
    const { root } = await drawn(pair);
    const width = Number(root.attributes["width"]);
    const [heading, key, graph] = ["heading", "key", "graph"].map((name) => byClass(root, name)[0] as Element);
    const top = Number(/translate\(\S+ (\S+)\)/.exec(graph?.attributes["transform"] ?? "")?.[1]);
    const texts = [...children(heading as Element, "text"), ...children(key as Element, "text")];
    for (const text of texts) {
      const box = boxOfText(text);
      assert.ok(box.left >= 0 && box.right <= width && box.bottom < top, text.text);
    }
    for (const [i, text] of texts.entries()) {
      for (const other of texts.slice(i + 1))
        assert.ok(!overlap(boxOfText(text), boxOfText(other)), `"${text.text}" and "${other.text}"`);
    }
  });
}

test("every node and edge of pprof's dot is there, and no other", {
  skip: pprofBinary() === "" && "needs go",
}, async () => {
  for (const mode of ["retain", "informer-leak"] as const) {
    const [base, current] = modePair(mode);
    const { root, graph } = await drawn({ name: mode, base, current });
    const dot = runPprof(["-dot", "-sample_index=inuse_space", "-base", base, current]).toString();
    const names = new Map(
      [...dot.matchAll(/^(N\d+) \[.*?tooltip="(.*?) \([^()]*\)"/gm)].map((match) => [match[1], match[2]]),
    );
    assert.ok(names.size > 20);
    assert.deepEqual(byClass(root, "node").map(nameOf).sort(), [...names.values()].sort());
    const arrows = [...dot.matchAll(/^(N\d+) -> (N\d+) /gm)].filter((match) => match[2] !== "N0");
    const expected = arrows.map((match) => `${names.get(match[1])} -> ${names.get(match[2])}`);
    assert.deepEqual(byClass(root, "edge").map(nameOf).sort(), expected.sort());
    assert.equal(graph.nodes.length, names.size);
  }
});

test("a node of a diff shows its signed changes, its share, and base and current", async () => {
  const [base, current] = modePair("retain");
  const { root, graph } = await drawn({ name: "retain", base, current });
  const bare = { suffix: "", divisor: 2 ** 20, decimals: 2 };
  const shown = new Map(byClass(root, "node").map((node) => [nameOf(node), textOf(node)]));
  for (const node of graph.nodes) {
    const text = shown.get(node.name) ?? "";
    for (const value of [node.flat, node.cum])
      assert.ok(text.includes(formatDelta(value, bare)), `${node.name}: ${text}`);
    assert.match(text, /[+-][\d.]+%|0%/);
    const { baseCum = 0, currentCum = 0 } = node.growth ?? {};
    for (const value of [baseCum, currentCum])
      assert.ok(text.includes(formatDelta(value, bare).replace("+", "")), `${node.name}: ${text}`);
    for (const word of symbolOf(node.name).split(/[.()*]+/))
      assert.ok(text.replace(/\s+/g, "").includes(word), `${node.name}: ${text}`);
  }
});

test("the main path is legible at 900 pixels", async () => {
  for (const pair of pairs()) {
    const { root } = await drawn(pair);
    const width = Number(root.attributes["width"]);
    const weights = byClass(root, "edge").map((edge) => Number(child(edge, "path").attributes["stroke-width"]));
    if (weights.length === 0) continue;
    const heaviest = byClass(root, "edge")[weights.indexOf(Math.max(...weights))] as Element;
    const nodes = byClass(root, "node");
    for (const end of ["data-from", "data-to"]) {
      const node = nodes[Number(heaviest.attributes[end])] as Element;
      const name = children(node, "text").filter(({ attributes }) => attributes["font-weight"] === "700");
      const size = Math.max(...name.map(({ attributes }) => Number(attributes["font-size"])));
      assert.ok((size * 900) / width >= 8, `${pair.name}: ${nameOf(node)} is ${(size * 900) / width} pixels high`);
    }
  }
});

test("new and gone frames are marked in words and lines, not by colour alone", async () => {
  const base = profileFromText("main.main;main.old 1 100\nmain.main;main.same 1 100");
  const current = profileFromText("main.main;main.fresh 1 300\nmain.main;main.same 1 150");
  const root = readSvg(await renderCallGraphSvg(graphOf(base, current), STILL));
  const node = (name: string): Element =>
    byClass(root, "node").find((candidate) => nameOf(candidate) === name) as Element;
  assert.match(textOf(node("main.fresh")), /NEW/);
  assert.match(textOf(node("main.old")), /GONE/);
  assert.doesNotMatch(textOf(node("main.same")), /NEW|GONE/);
  assert.ok(child(node("main.old"), "rect").attributes["stroke-dasharray"]);
  assert.ok(
    Number(child(node("main.fresh"), "rect").attributes["stroke-width"]) >
      Number(child(node("main.same"), "rect").attributes["stroke-width"]),
  );
  assert.equal(child(node("main.fresh"), "rect").attributes["class"]?.[0], "g");
  assert.equal(child(node("main.old"), "rect").attributes["class"]?.[0], "s");
});

test("names that mean something to XML, or nothing at all, come out whole", async () => {
  const names = [
    "a<b>&\"'",
    "main.]]>",
    "main.\u0001\u001f",
    "main.bad\udcff\udc80",
    "main.\u4e16\u754c",
    "main.nb\u00a0sp",
    "-->",
    "main.$`x",
  ];
  const profile = profileFromText(
    names.map((name, i) => `main.main;${name.replace(/[\s;]/g, "_")} 1 ${1000 + i}`).join("\n"),
  );
  const root = readSvg(await renderCallGraphSvg(graphOf(undefined, profile), { isInteractive: true }));
  const shown = byClass(root, "node").map(nameOf);
  for (const name of [
    "a<b>&\"'",
    "main.]]>",
    "main.\\x01\\x1f",
    "main.bad\\xff\\x80",
    "main.\u4e16\u754c",
    "-->",
    "main.$`x",
  ])
    assert.ok(shown.includes(name), name);
  for (const node of byClass(root, "node")) {
    for (const text of children(node, "text"))
      assert.ok(contains(boxOfRect(child(node, "rect")), boxOfText(text)), text.text);
  }
});

test("generics of 4,000 characters fold, other names of that length break and say that they are cut", async () => {
  const generic = `main.(*Cache[${Array.from({ length: 200 }, (_, i) => `example.com/mod/pkg${i}.Type`).join(",")}]).Get`;
  const plain = `main.${"abcdefgh".repeat(500)}`;
  const profile = profileFromText(`main.main;${generic} 1 4096\nmain.main;${plain} 1 100`);
  const root = readSvg(await renderCallGraphSvg(graphOf(undefined, profile), STILL));
  const [, first, second] = ["main.main", generic, plain].map((name) =>
    byClass(root, "node").find((node) => nameOf(node) === name),
  );
  assert.match(textOf(first as Element), /\(\*Cache\s?\[\.\.\.\]\)\s?\.Get/);
  assert.match(textOf(second as Element), /abc.*\u2026.*gh/);
  for (const node of byClass(root, "node")) {
    const box = boxOfRect(child(node, "rect"));
    assert.ok(box.right - box.left < 700 && box.bottom - box.top < 500);
    for (const text of children(node, "text")) assert.ok(contains(box, boxOfText(text)), text.text);
  }
});

test("an empty diff says so, and one node is a picture", async () => {
  const profile = profileFromText("main.main 1 100");
  assert.match(await renderCallGraphSvg(graphOf(profile, profile), STILL), /The two profiles do not differ/);
  const root = readSvg(await renderCallGraphSvg(graphOf(undefined, profile), STILL));
  assert.equal(byClass(root, "node").length, 1);
});

test("a layout that takes too long is tried with fewer nodes, and the heading says so", async () => {
  const [base, current] = modePair("retain");
  const graph = graphOfFiles(base, current);
  const limited = async (dot: string): Promise<string | "timeout"> =>
    dot.split("\n").length > 30 ? "timeout" : layoutHere(dot);
  const root = readSvg(await renderCallGraphSvg(graph, { isInteractive: false, layout: limited }));
  const left = byClass(root, "node").length;
  assert.ok(left >= 10 && left < graph.nodes.length);
  assert.match(
    textOf(byClass(root, "heading")[0] as Element),
    new RegExp(`layout took too long: ${graph.nodes.length - left} more nodes left out \\(--nodecount\\)`),
  );
  await assert.rejects(renderCallGraphSvg(graph, { isInteractive: false, layout: async () => "timeout" }), {
    code: "unsupported",
    message: /nodes took too long.*--nodecount/,
  });
});

test("the picture is one file: no script unless asked for, nothing fetched, the same bytes every time", async () => {
  const [base, current] = modePair("steady");
  const graph = graphOfFiles(base, current);
  const svg = await renderCallGraphSvg(graph, STILL);
  assert.doesNotMatch(svg, /<script|https?:\/\/(?!www\.w3\.org)[^"<]*["')]/);
  assert.match(svg, /prefers-color-scheme:dark/);
  assert.equal(await renderCallGraphSvg(graph, STILL), svg);
  assert.match(await renderCallGraphSvg(graph, { isInteractive: true }), /<script><!\[CDATA\[/);
});

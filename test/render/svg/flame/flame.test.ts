import assert from "node:assert/strict";
import { test } from "node:test";
import { measureText } from "../../../../src/render/font/typeface.ts";
import { fitLabel } from "../../../../src/render/svg/fit-label.ts";
import { FLAME_DEFAULTS, leastSeen, renderFlameSvg } from "../../../../src/render/svg/flame/flame.ts";
import type { FlameReport } from "../../../../src/report/pictures/flame.ts";
import { profileFlame } from "../../../../src/report/pictures/flame.ts";
import { profileFromText } from "../../../profile/profile-from-text.ts";
import { readProfile } from "../../../report/view-of.ts";
import { pairs } from "../pairs.ts";
import { flameOf } from "../picture-of.ts";
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
} from "../read-svg.ts";

const BASE = profileFromText(
  "main.main;main.stays 1 100\nmain.main;main.leaves;main.leaf 1 300\nmain.main;main.shrinks 1 200",
);
const CURRENT = profileFromText(
  "main.main;main.stays 1 100\nmain.main;main.grows;~main.inlined 1 400\nmain.main;main.shrinks 1 100",
);

async function boxesOf(report: FlameReport, options = FLAME_DEFAULTS): Promise<Map<string, Element>> {
  const root = readSvg(await renderFlameSvg(report, options));
  return new Map(byClass(root, "box").map((box) => [child(box, "title").text.split("\n")[0] as string, box]));
}

function widthOf(boxes: ReadonlyMap<string, Element>, name: string): number {
  return Number(boxes.get(name)?.attributes["data-w"] ?? 0);
}

test("widths are the values of current, and frames that are gone have none unless they are asked for", async () => {
  const plain = await boxesOf(flameOf(BASE, CURRENT));
  assert.equal(widthOf(plain, "main.main"), 1);
  assert.ok(Math.abs(widthOf(plain, "main.grows") - 400 / 600) < 1e-6);
  assert.ok(!plain.has("main.leaves"));
  const withGone = await boxesOf(flameOf(BASE, CURRENT, "current", true));
  assert.ok(Math.abs(widthOf(withGone, "main.leaves") - 300 / 900) < 1e-6);
  assert.ok(child(withGone.get("main.leaves") as Element, "rect").attributes["stroke-dasharray"]);
});

test("as gross change, a box is as wide as what grew and what shrank below it, and split between the two", async () => {
  const boxes = await boxesOf(flameOf(BASE, CURRENT, "change"));
  assert.ok(Math.abs(widthOf(boxes, "main.grows") - 400 / 800) < 1e-6);
  assert.ok(Math.abs(widthOf(boxes, "main.leaves") - 300 / 800) < 1e-6);
  assert.ok(!boxes.has("main.stays"));
  const split = byClass(boxes.get("main.main") as Element, "split").map(({ attributes }) =>
    Number(attributes["width"]),
  );
  assert.ok(Math.abs((split[0] as number) / ((split[0] as number) + (split[1] as number)) - 0.5) < 0.01);
});

test("colour follows the absolute change: a large one is stronger than a small one that is large in proportion", async () => {
  const base = profileFromText("main.big 1 1000\nmain.tiny 1 1");
  const current = profileFromText("main.big 1 2000\nmain.tiny 1 60");
  const boxes = await boxesOf(flameOf(base, current));
  assert.equal(child(boxes.get("main.big") as Element, "rect").attributes["class"], "g8");
  assert.equal(child(boxes.get("main.tiny") as Element, "rect").attributes["class"], "g2");
});

test("inlined frames carry a mark, and say so", async () => {
  const boxes = await boxesOf(flameOf(BASE, CURRENT));
  const inlined = boxes.get("main.inlined") as Element;
  assert.ok(children(inlined, "path").length === 1);
  assert.match(child(inlined, "title").text, /inlined into its caller/);
  assert.equal(children(boxes.get("main.grows") as Element, "path").length, 0);
});

test("an icicle grows downwards, a flame upwards", async () => {
  const y = (boxes: ReadonlyMap<string, Element>, name: string): number =>
    Number(child(boxes.get(name) as Element, "rect").attributes["y"]);
  const icicle = await boxesOf(flameOf(BASE, CURRENT));
  assert.ok(y(icicle, "main.main") < y(icicle, "main.grows"));
  const flame = await boxesOf(flameOf(BASE, CURRENT), { ...FLAME_DEFAULTS, direction: "flame" });
  assert.ok(y(flame, "main.main") > y(flame, "main.grows"));
});

test("labels shorten from the left by package, and never within a name", () => {
  const label = {
    name: "k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive",
    package: "k8s.io/apimachinery/pkg/watch",
    symbol: "(*StreamWatcher).receive",
  };
  const shown = new Set<string>();
  for (let room = 400; room >= 0; room--) {
    const text = fitLabel(label, room, 12);
    assert.ok(measureText(text, 12, "regular") <= room || text === "");
    shown.add(text);
  }
  assert.deepEqual(
    [...shown],
    [
      label.name,
      "apimachinery/pkg/watch.(*StreamWatcher).receive",
      "pkg/watch.(*StreamWatcher).receive",
      "watch.(*StreamWatcher).receive",
      "(*StreamWatcher).receive",
      "receive",
      "",
    ],
  );
});

for (const pair of pairs()) {
  test(`${pair.name}: labels lie in their boxes, boxes of one level do not overlap, children lie over their caller`, async () => {
    const current = readProfile(pair.current);
    const base = pair.base === undefined ? profileFromText("main.main 0 0") : readProfile(pair.base);
    const report = pair.base === undefined ? profileFlameOf(current) : flameOf(base, current, "change");
    const root = readSvg(await renderFlameSvg(report));
    const levels = new Map<string, Element[]>();
    for (const box of byClass(root, "box")) {
      const rect = boxOfRect(child(box, "rect"));
      for (const text of children(box, "text")) assert.ok(contains(rect, boxOfText(text), 1), text.text);
      const level = box.attributes["data-d"] as string;
      levels.set(level, [...(levels.get(level) ?? []), box]);
    }
    for (const boxes of levels.values()) {
      const spans = boxes
        .map(({ attributes }) => [Number(attributes["data-x"]), Number(attributes["data-w"])] as const)
        .sort((a, b) => a[0] - b[0]);
      for (const [i, [x, w]] of spans.entries())
        assert.ok(i === 0 || x >= (spans[i - 1]?.[0] as number) + (spans[i - 1]?.[1] as number) - 1e-6, `${x} ${w}`);
    }
    const texts = (byClass(root, "heading")[0] as Element).children;
    for (const [i, text] of texts.entries()) {
      if (text.name !== "text") continue;
      for (const other of texts.slice(i + 1))
        if (other.name === "text") assert.ok(!overlap(boxOfText(text), boxOfText(other)));
    }
  });
}

function profileFlameOf(profile: ReturnType<typeof readProfile>, least = leastSeen(FLAME_DEFAULTS.width)): FlameReport {
  const total = 1;
  const header = {
    program: "",
    buildId: "",
    sampleType: "inuse_space",
    unit: "bytes",
    timeNanos: null,
    base: undefined,
    totals: undefined,
    denominator: total,
    denominatorName: "total",
    filters: [],
  } as const;
  return profileFlame(profile, profile.header.sampleTypes.length - 1, header, { noInlines: false, least });
}

test("a profile of very many stacks is drawn as its widest boxes, and says how many are missing", async () => {
  const stacks = Array.from({ length: 9000 }, (_, i) => `main.main;main.f${i} 1 ${100 + (i % 7)}`);
  const root = readSvg(
    await renderFlameSvg(profileFlameOf(profileFromText(stacks.join("\n")), leastSeen(40_000)), {
      ...FLAME_DEFAULTS,
      width: 40_000,
    }),
  );
  assert.ok(byClass(root, "box").length <= 5200);
  assert.match(
    children(byClass(root, "heading")[0] as Element, "text")
      .map(({ text }) => text)
      .join(" "),
    /\d+ boxes narrower than [\d.]+ px, and what they called, not drawn/,
  );
});

test("an empty diff says so", async () => {
  assert.match(await renderFlameSvg(flameOf(BASE, BASE, "change")), /The two profiles do not differ/);
});

test("the script is one that a parser takes, and a still picture has none", async () => {
  const svg = await renderFlameSvg(flameOf(BASE, CURRENT));
  const script = readSvg(svg).children.find(({ name }) => name === "script")?.text ?? "";
  assert.doesNotThrow(() => new Function(script));
  assert.doesNotMatch(
    await renderFlameSvg(flameOf(BASE, CURRENT), { ...FLAME_DEFAULTS, isInteractive: false }),
    /<script/,
  );
});

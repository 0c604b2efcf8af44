/** The scripts of interactive pictures, run in a DOM: what a click and a key do. */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { measureText } from "../../../src/render/font/typeface.ts";
import { renderFlameSvg } from "../../../src/render/svg/flame/flame.ts";
import { renderCallGraphSvg } from "../../../src/render/svg/graph/call-graph.ts";
import { withoutStyle } from "../../../src/render/svg/standalone.ts";
import { modePair } from "../../fixtures.ts";
import { readProfile } from "../../report/view-of.ts";
import { flameOf, graphOf } from "./picture-of.ts";

interface Node {
  readonly textContent: string;
  readonly style: { readonly display: string };
  readonly classList: { contains(name: string): boolean };
  getAttribute(name: string): string;
  querySelector(selector: string): Node | null;
  querySelectorAll(selector: string): Iterable<Node>;
  dispatchEvent(event: object): void;
  focus(): void;
}

interface Window {
  readonly document: Node & { readonly activeElement: Node };
  readonly MouseEvent: new (type: string, options: object) => object;
  readonly KeyboardEvent: new (type: string, options: object) => object;
  eval(script: string): void;
  prompt: () => string | null;
}

/** The page in a DOM of the project's jsdom (it comes with d3-node), whose canvas measures as our font does. */
function open(svg: string): Window {
  const { JSDOM } = createRequire(import.meta.url)("jsdom") as {
    JSDOM: new (html: string, options: object) => { window: Window };
  };
  const beforeParse = (window: { HTMLCanvasElement: { prototype: Record<string, unknown> } }): void => {
    window.HTMLCanvasElement.prototype["getContext"] = () => ({
      measureText: (text: string) => ({ width: measureText(text, 12, "regular") }),
    });
  };
  // jsdom runs no scripts within SVG, and takes seconds over a style sheet with a font in it.
  const [, script = ""] = /<script><!\[CDATA\[([\s\S]*)\]\]><\/script>/.exec(svg) ?? [];
  const { window } = new JSDOM(`<!DOCTYPE html><body>${withoutStyle(svg).replace(/^<\?xml[^>]*>/, "")}</body>`, {
    runScripts: "outside-only",
    beforeParse,
  });
  window.eval(script);
  return window;
}

function press(window: Window, target: Node, key: string): void {
  target.dispatchEvent(new window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

async function openFlame(): Promise<{ window: Window; boxes: Node[]; receive: Node }> {
  const [base, current] = modePair("retain").map(readProfile) as [
    ReturnType<typeof readProfile>,
    ReturnType<typeof readProfile>,
  ];
  const window = open(await renderFlameSvg(flameOf(base, current)));
  const boxes = [...window.document.querySelectorAll(".box")];
  const receive = boxes.find((box) =>
    /StreamWatcher\)\.receive/.test(box.querySelector("title")?.textContent ?? ""),
  ) as Node;
  return { window, boxes, receive };
}

function widthOf(box: Node): number {
  return Number(box.querySelector("rect")?.getAttribute("width"));
}

test("a click on a box makes it as wide as the picture and hides what is beside it; Escape brings all back", async () => {
  const { window, boxes, receive } = await openFlame();
  const before = boxes.map(widthOf);
  assert.ok(widthOf(receive) < 1000);
  receive.dispatchEvent(new window.MouseEvent("click", { bubbles: true }));
  assert.ok(widthOf(receive) > 1160);
  const hidden = boxes.filter((box) => box.style.display === "none");
  assert.ok(hidden.length > 10);
  assert.ok(hidden.every((box) => /^(?!.*StreamWatcher)/.test(box.querySelector("title")?.textContent ?? "")));
  for (const box of boxes) {
    const label = box.querySelector("text")?.textContent ?? "";
    if (box.style.display !== "none")
      assert.ok(label === "" || measureText(label, 12, "regular") <= widthOf(box), label);
  }
  press(window, window.document, "Escape");
  assert.ok(boxes.every((box, i) => Math.abs(widthOf(box) - (before[i] as number)) < 0.01 && box.style.display === ""));
});

test("the keyboard moves from box to box, zooms, and searches", async () => {
  const { window, boxes, receive } = await openFlame();
  boxes[0]?.focus();
  press(window, boxes[0] as Node, "ArrowDown");
  assert.equal(window.document.activeElement, receive);
  press(window, receive, "Enter");
  assert.ok(widthOf(receive) > 1160);
  window.prompt = () => "unmarshal";
  press(window, window.document, "/");
  const found = boxes.filter((box) => box.classList.contains("found"));
  assert.ok(found.length > 5);
  assert.ok(found.every((box) => /unmarshal/i.test(box.querySelector("title")?.textContent ?? "")));
  window.prompt = () => "/^bytes\\.Clone$/";
  press(window, window.document, "/");
  assert.ok(
    boxes
      .filter((box) => box.classList.contains("found"))
      .every((box) => (box.querySelector("title")?.textContent ?? "").startsWith("bytes.Clone")),
  );
});

test("an interactive call graph zooms with + and -, and 0 shows it whole again", async () => {
  const [base, current] = modePair("retain").map(readProfile) as [
    ReturnType<typeof readProfile>,
    ReturnType<typeof readProfile>,
  ];
  const window = open(await renderCallGraphSvg(graphOf(base, current), { isInteractive: true }));
  const svg = window.document.querySelector("svg") as Node;
  const whole = svg.getAttribute("viewBox");
  press(window, window.document, "+");
  assert.ok(Number(svg.getAttribute("viewBox").split(" ")[2]) < Number(whole.split(" ")[2]));
  press(window, window.document, "0");
  assert.equal(svg.getAttribute("viewBox"), whole);
  window.prompt = () => "streamwatcher";
  press(window, window.document, "/");
  assert.equal([...window.document.querySelectorAll(".node.found")].length, 1);
  assert.ok(svg.classList.contains("searching"));
});

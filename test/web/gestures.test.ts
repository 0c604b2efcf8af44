/** Fingers, trackpad, mouse and keys on the flame graph, in a real browser: it is stretched about where they are, and the page is not. Wants `npm run build`. */
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { CDPSession, Page } from "playwright-core";
import { skipWithoutChromium } from "../chromium.ts";
import { modePair } from "../fixtures.ts";
import { openPageBench, writePage } from "./report-page.ts";

const skip = skipWithoutChromium;
const bench = openPageBench();
let file = "";

before(async () => {
  if (skip === false) file = await writePage(bench.folder, "retain", ["diff", ...modePair("retain")]);
});

interface Hands {
  readonly page: Page;
  readonly session: CDPSession;
  /** Of the canvas. */
  readonly box: { readonly x: number; readonly y: number; readonly width: number };
}

async function open(options: { readonly hasTouch?: boolean; readonly isMobile?: boolean } = {}): Promise<Hands> {
  const width = options.isMobile === true ? 390 : 1440;
  const context = await (await bench.openContext())
    .browser()
    ?.newContext({ viewport: { width, height: 900 }, ...options });
  const page = await context?.newPage();
  assert.ok(page && context);
  await page.goto(`${pathToFileURL(file).href}#v=flame`);
  await page.waitForSelector("canvas", { timeout: 30_000 });
  await page.locator("canvas").scrollIntoViewIfNeeded();
  const box = await page.locator("canvas").boundingBox();
  assert.ok(box);
  return { page, box, session: await context.newCDPSession(page) };
}

/** How many percent of the width are in sight. */
async function seen(page: Page): Promise<number> {
  const text = await page.locator(".chosen").textContent();
  return Number(/([\d.]+)% seen ×/.exec(text ?? "")?.[1] ?? 100);
}

/** Name of the box at a place. */
async function nameAt({ page, box }: Hands, x: number, level: number): Promise<string> {
  await page.mouse.move(box.x + x, box.y + 19 * level + 9);
  return (await page.locator(".tip .fn").textContent({ timeout: 5_000 })) ?? "";
}

test("two fingers stretch the graph about them and move it, and the page stays as it is", { skip }, async () => {
  const { page, session, box } = await open({ hasTouch: true, isMobile: true });
  const fingers = (type: string, xs: readonly number[]): Promise<unknown> =>
    session.send("Input.dispatchTouchEvent", {
      type: type as "touchStart",
      touchPoints: xs.map((x, id) => ({ x: box.x + x, y: box.y + 40, id })),
    });
  await fingers("touchStart", [150, 210]);
  for (const far of [10, 20, 30, 40, 60]) await fingers("touchMove", [150 - far, 210 + far]);
  await fingers("touchEnd", []);
  const part = await seen(page);
  assert.ok(part > 25 && part < 45, `${part}`);
  assert.equal(await page.evaluate("visualViewport.scale"), 1);
  await fingers("touchStart", [90, 270]);
  for (const far of [20, 40, 60]) await fingers("touchMove", [90 + far, 270 - far]);
  await fingers("touchMove", [165, 195]);
  await fingers("touchEnd", []);
  assert.equal(await seen(page), 100, "together again");
  await page.context().close();
});

test("the wheel with ctrl stretches it about the pointer, sideways moves it, and elsewhere zooms the page", {
  skip,
}, async () => {
  const hands = await open();
  const { page, box, session } = hands;
  await page.evaluate(() => {
    const passed: boolean[] = [];
    Object.assign(globalThis, { passed });
    addEventListener("wheel", (event) => passed.push(!event.defaultPrevented));
  });
  const wheel = (y: number, deltaX: number, deltaY: number, modifiers: number): Promise<unknown> =>
    session.send("Input.dispatchMouseEvent", { type: "mouseWheel", x: box.x + 300, y, deltaX, deltaY, modifiers });
  const before = await nameAt(hands, 300, 8);
  await wheel(box.y + 30, 0, -240, 2);
  await page.waitForSelector("text=% seen");
  assert.equal(await seen(page), 25);
  await page.mouse.move(box.x + 301, box.y + 8);
  assert.equal(await nameAt(hands, 300, 8), before, "what the pointer was on is below it");
  await wheel(box.y + 30, 400, 0, 0);
  await page.waitForFunction("globalThis.passed.length === 2").catch(() => undefined);
  assert.deepEqual(await page.evaluate("globalThis.passed"), [false, false], "the graph's");
  await wheel(20, 0, -240, 2);
  await page.waitForTimeout(200);
  assert.deepEqual(await page.evaluate("globalThis.passed"), [false, false, true], "the browser's");
  await page.click("text=% seen");
  assert.equal(await seen(page), 100);
  await page.context().close();
});

test("a stretched graph is dragged, which chooses nothing, and a click does", { skip }, async () => {
  const hands = await open();
  const { page, box, session } = hands;
  await session.send("Input.dispatchMouseEvent", {
    ...{ type: "mouseWheel", x: box.x + 700, y: box.y + 30, deltaX: 0, deltaY: -240, modifiers: 2 },
  });
  await page.waitForSelector("text=% seen");
  await page.mouse.move(box.x + 700, box.y + 30);
  await page.mouse.down();
  await page.mouse.move(box.x + 400, box.y + 30, { steps: 5 });
  await page.mouse.up();
  assert.equal(await page.locator(".selection").count(), 0);
  await page.mouse.click(box.x + 400, box.y + 30);
  await page.waitForSelector(".selection");
  await page.context().close();
});

test("+, - and 0 stretch it about the selected box, which the arrows keep in sight", { skip }, async () => {
  const { page } = await open();
  await page.focus("canvas");
  await page.keyboard.press("ArrowDown");
  for (let times = 0; times < 3; times++) await page.keyboard.press("+");
  assert.equal(await seen(page), 12.5);
  const before = await page.$eval("canvas", (canvas) => (canvas as HTMLCanvasElement).toDataURL());
  await page.keyboard.press("ArrowDown");
  for (let times = 0; times < 3; times++) await page.keyboard.press("ArrowRight");
  assert.notEqual(await page.$eval("canvas", (canvas) => (canvas as HTMLCanvasElement).toDataURL()), before);
  await page.keyboard.press("-");
  assert.equal(await seen(page), 25);
  await page.keyboard.press("0");
  assert.equal(await seen(page), 100);
  await page.context().close();
});

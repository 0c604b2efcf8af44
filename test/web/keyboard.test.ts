/** The page by keys alone: all that can be clicked is come to by Tab in the order in which it is read, is seen when it is, and lets go again. Wants `npm run build`. */
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { before, test } from "node:test";
import type { Page } from "playwright-core";
import { skipWithoutChromium } from "../chromium.ts";
import { fixture, modePair } from "../fixtures.ts";
import { fragmentOf, openPage, openPageBench, writePage } from "./report-page.ts";

const skip = skipWithoutChromium;
const bench = openPageBench();
const files: Record<string, string> = {};

before(async () => {
  if (skip !== false) return;
  const [base, current] = modePair("retain");
  const goroutines = ["before", "after"].map((end) => join(dirname(base), `goroutine-${end}.out`));
  const beside = ["--goroutine-base", goroutines[0] ?? "", "--goroutine-current", goroutines[1] ?? ""];
  files["diff"] = await writePage(bench.folder, "diff", ["diff", base, current, ...beside, "--source"]);
  files["series"] = await writePage(bench.folder, "series", ["trend", fixture("cluster/linkerd-destination")]);
  files["held"] = await writePage(bench.folder, "held", ["held", fixture("held/dumps/map-value.dump.gz")]);
});

interface Stop {
  /** Which of all that can be come to. */
  readonly at: number;
  readonly text: string;
  readonly isOutlined: boolean;
  readonly isCovered: boolean;
}

/** What the focus is on; undefined where it has left the page. */
function readFocus(): Stop | undefined {
  const element = document.activeElement;
  if (element === null || element === document.body) return undefined;
  const reachable = Array.from(
    document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']"),
  ).filter((each) => each.checkVisibility());
  const box = element.getBoundingClientRect();
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const [x, y] = [Math.max(0, box.left) + 2, Math.max(0, box.top) + Math.min(box.height, 20) / 2];
  const over = document.elementFromPoint(x, y);
  return {
    at: reachable.indexOf(element),
    text: (element.getAttribute("aria-label") ?? element.textContent ?? "").slice(0, 40),
    isOutlined: outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1,
    isCovered: over === null || (!element.contains(over) && !over.contains(element)),
  };
}

async function walk(page: Page): Promise<Stop[]> {
  const stops: Stop[] = [];
  for (let presses = 0; presses < 300; presses++) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(readFocus);
    if (stop === undefined) return stops;
    stops.push(stop);
  }
  assert.fail(`no way out: ${stops.slice(-3).map(({ text }) => text)}`);
}

const VIEWS: readonly (readonly [file: string, fragment: string])[] = [
  ["diff", "sel=bytes.Clone"],
  ["diff", "q=nobody&focus=Pod"],
  ["diff", "v=flame&sel=bytes.Clone&search=Pod"],
  ["diff", "v=flame&sel=bytes.Clone&sandwich=1"],
  ["diff", "v=graph&sel=bytes.Clone"],
  ["diff", "v=peek&sel=bytes.Clone"],
  ["diff", "v=source"],
  ["diff", "v=time"],
  ["series", "v=time"],
  ["held", ""],
];

test("Tab comes to all there is, in the order of the page, each outlined and in sight, and back", {
  skip,
}, async () => {
  for (const width of [1440, 390]) {
    for (const [of, fragment] of VIEWS) {
      const { page, show } = await openPage(bench, files[of] as string, width);
      await show(fragment);
      const where = `${of} ${fragment} at ${width}`;
      const stops = await walk(page);
      const wanted = await page.evaluate(
        () =>
          Array.from(
            document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']"),
          ).filter((each) => each.checkVisibility()).length,
      );
      assert.deepEqual(
        stops.map(({ at }) => at),
        Array.from({ length: wanted }, (_, at) => at),
        where,
      );
      assert.deepEqual(
        stops.filter(({ isOutlined }) => !isOutlined),
        [],
        `not outlined: ${where}`,
      );
      assert.deepEqual(
        stops.filter(({ isCovered }) => isCovered),
        [],
        `covered: ${where}`,
      );
      // Where a browser goes on from outside of the page is its own affair.
      await page.locator(".exports button").last().focus();
      const back: (number | undefined)[] = [];
      for (let left = stops.length; left > 1; left--) {
        await page.keyboard.press("Shift+Tab");
        back.push((await page.evaluate(readFocus))?.at);
      }
      const others = stops.map(({ at }) => at).slice(0, -1);
      assert.deepEqual(back, others.reverse(), `back: ${where}`);
      await page.close();
    }
  }
});

const selected = async (page: Page): Promise<string> => (await fragmentOf({ page })).get("sel") ?? "";

test("what the mouse does in the table, the flame graph and the call graph, keys do", { skip }, async () => {
  const { page, faults, show } = await openPage(bench, files["diff"] as string);
  await show("");
  await page.focus(".grid");
  await page.keyboard.press("ArrowDown");
  const first = await selected(page);
  await page.keyboard.press("End");
  const last = await selected(page);
  assert.ok(first !== "" && last !== "" && first !== last);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".sandwich");
  await page.keyboard.press("s");
  await page.waitForSelector(".sandwich", { state: "detached" });
  await page.focus("canvas");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".crumbs");
  await page.keyboard.press("Escape");
  await page.waitForSelector(".crumbs", { state: "detached" });
  await page.keyboard.press("w");
  assert.equal((await fragmentOf({ page })).get("w"), "change");
  await page.keyboard.press("Escape");
  await page.keyboard.press("3");
  await page.focus(".graph");
  const met = new Set<string>();
  for (const key of ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowLeft", "ArrowUp", "ArrowUp"]) {
    await page.keyboard.press(key);
    met.add(await selected(page));
    const isIn = await page.$eval(".graph", (host) => {
      const node = host.shadowRoot?.querySelector(".node.selected")?.getBoundingClientRect();
      const room = host.getBoundingClientRect();
      return node !== undefined && node.bottom > room.top && node.top < room.bottom && node.left < room.right;
    });
    assert.ok(isIn, `${key}: the selected node is in sight`);
  }
  assert.ok(met.size >= 3 && !met.has(""), [...met].join());
  await page.keyboard.press("Escape");
  assert.equal(await selected(page), "");
  assert.deepEqual(faults, []);
});

test("the first Tab offers to skip to the views, and takes the focus there", { skip }, async () => {
  const { page, show } = await openPage(bench, files["diff"] as string);
  await show("v=flame&sel=bytes.Clone");
  await page.keyboard.press("Tab");
  const box = await page.locator(".skip").boundingBox();
  assert.ok(box && box.x >= 0, "it is seen");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("data-view")), "table");
  assert.ok(await page.isVisible("canvas"), "what was shown still is");
  assert.equal(await selected(page), "bytes.Clone");
});

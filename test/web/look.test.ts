/** How the page looks and what it is like to use, measured: nothing jumps, no end of a name is cut, what is refused is said. Wants `npm run build`. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { before, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { BrowserContext, Page } from "playwright-core";
import { skipWithoutChromium } from "../chromium.ts";
import { fixture, modePair } from "../fixtures.ts";
import { openPageBench, writePage } from "./report-page.ts";

const skip = skipWithoutChromium;
const bench = openPageBench();
const SELECTED = "k8s.io/api/core/v1.(*Container).Unmarshal";
const LIMIT_MS = 30_000;
let file = "";
let series = "";

before(async () => {
  if (skip !== false) return;
  file = await writePage(bench.folder, "retain", ["diff", ...modePair("retain")]);
  series = await writePage(bench.folder, "series", ["trend", fixture("cluster/linkerd-destination")]);
});

interface Reader {
  readonly width?: number;
  readonly options?: Parameters<NonNullable<ReturnType<BrowserContext["browser"]>>["newContext"]>[0];
  /** Runs before the page's own code. */
  readonly script?: string;
  readonly of?: string;
}

/** What a reader of that kind sees under `fragment`. */
async function look(fragment: string, { width = 1440, options, script, of = file }: Reader = {}): Promise<Page> {
  const browser = (await bench.openContext()).browser();
  const context = await browser?.newContext({ viewport: { width, height: 900 }, ...options });
  const page = await context?.newPage();
  assert.ok(page);
  if (script !== undefined) await page.addInitScript(script);
  await page.goto(`${pathToFileURL(of).href}#${fragment}`);
  await page.waitForSelector("html[data-ready]", { timeout: LIMIT_MS });
  return page;
}

async function settle(page: Page): Promise<void> {
  await page.evaluate("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))");
}

const top = async (page: Page, selector: string): Promise<number | undefined> =>
  (await page.locator(selector).first().boundingBox())?.y;

test("what is selected stays where it was, at any width", { skip }, async () => {
  for (const width of [390, 900, 1440]) {
    const page = await look("", { width });
    await page.locator(".rows .row >> nth=2").scrollIntoViewIfNeeded();
    const place = await top(page, ".rows .row >> nth=2");
    await page.click(".rows .row >> nth=2");
    await page.waitForSelector(".selection");
    assert.equal(await top(page, ".rows .row >> nth=2"), place, `the table at ${width}`);
    await page.keyboard.press("Escape");
    await page.keyboard.press("2");
    await page.locator("canvas").scrollIntoViewIfNeeded();
    const picture = await top(page, "canvas");
    await page.click("canvas", { position: { x: 100, y: 140 } });
    await page.waitForSelector(".selection");
    assert.equal(await top(page, "canvas"), picture, `the flame graph at ${width}`);
    await page.context().close();
  }
});

test("the end of the selected name is never cut, the path gives way", { skip }, async () => {
  for (const width of [390, 900, 1440]) {
    const page = await look(`v=flame&sel=${encodeURIComponent(SELECTED)}`, { width });
    for (const where of [".selection .rest", ".picked .rest"]) {
      const [shown, whole] = await page.$eval(where, (rest) => [rest.clientWidth, rest.scrollWidth] as const);
      assert.ok(shown >= whole, `${where} at ${width}: ${shown} of ${whole}`);
    }
    await page.context().close();
  }
});

test("two taps zoom the flame graph, leave no tip behind and do not zoom the page", { skip }, async () => {
  const options = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const page = await look("v=flame", { options });
  const area = await page.locator("canvas").boundingBox();
  assert.ok(area);
  for (let tap = 0; tap < 2; tap++) await page.touchscreen.tap(area.x + 100, area.y + 140);
  await page.waitForSelector(".crumbs", { timeout: LIMIT_MS });
  assert.equal(await page.locator(".tip").count(), 0);
  assert.equal(await page.evaluate("visualViewport.scale"), 1);
  const crumbs = await page.locator(".crumbs").boundingBox();
  assert.ok(crumbs && crumbs.height < 60, `one line however deep: ${crumbs?.height}`);
  const targets = await page.$$eval("button, select, summary", (all) =>
    all.filter((each) => each.checkVisibility()).map((each) => [each.textContent, each.clientHeight] as const),
  );
  for (const [text, height] of targets) assert.ok(height >= 24, `${text}: ${height}`);
  await page.context().close();
});

test("the selected box is zoomed to by a button too", { skip }, async () => {
  const page = await look(`v=flame&sel=${encodeURIComponent(SELECTED)}`);
  await page.click(".chosen button");
  await page.waitForSelector(".crumbs", { timeout: LIMIT_MS });
  assert.equal(await page.textContent(".crumbs button:last-child"), SELECTED);
  await page.context().close();
});

test("beside a name on a phone stand no numbers", { skip }, async () => {
  const page = await look(`v=peek&sel=${encodeURIComponent(SELECTED)}`, { width: 390 });
  const widths = await page.$$eval(".plain tbody td:last-child", (cells) => cells.map((cell) => cell.clientWidth));
  assert.ok(widths.length > 3 && widths.every((width) => width > 350), String(widths));
  await page.context().close();
});

/** Texts of a row's cells as the eye comes to them. */
const READ = (rows: readonly Element[]): string[][] =>
  rows.map((row) =>
    Array.from(row.children)
      .filter((cell) => cell.checkVisibility())
      .map((cell) => ({ at: String(Array.from(row.children).indexOf(cell)), box: cell.getBoundingClientRect() }))
      .sort((a, b) => a.box.top - b.box.top || a.box.left - b.box.left)
      .map(({ at }) => at),
  );

test("cells stand in the order of their heads, at any width", { skip }, async () => {
  const beside = ["before", "after"].map((end) => join(dirname(modePair("goroutine-leak")[0]), `goroutine-${end}.out`));
  const words = ["--goroutine-base", beside[0] ?? "", "--goroutine-current", beside[1] ?? ""];
  const goroutines = await writePage(bench.folder, "go", ["diff", ...modePair("goroutine-leak"), ...words]);
  const held = await writePage(bench.folder, "held", ["held", fixture("held/dumps/map-value.dump.gz")]);
  for (const width of [390, 1440]) {
    for (const [of, fragment] of [
      [goroutines, "v=time"],
      [held, ""],
    ] as const) {
      const page = await look(fragment, { width, of });
      const [head, ...rows] = await page.$$eval(".plain:first-of-type tr", READ);
      assert.ok(head !== undefined && rows.length > 1, `${of}: ${rows.length} rows`);
      for (const row of rows) assert.deepEqual(row, head, `${of} at ${width}`);
      await page.context().close();
    }
  }
});

test("the bars of the memory are filled by its parts", { skip }, async () => {
  const page = await look("v=time", { of: series });
  const bars = await page.$$eval(".memory .segments", (all) =>
    all.map((bar) => {
      const parts = Array.from(bar.children, (part) => part.getBoundingClientRect());
      const { height, left } = bar.getBoundingClientRect();
      const lowest = Math.min(...parts.map((part) => part.height));
      const end = Math.max(...parts.map(({ right }) => right)) - left;
      return { isFilled: lowest === height, gap: Math.round(end - parts.reduce((sum, part) => sum + part.width, 0)) };
    }),
  );
  assert.deepEqual(
    bars,
    Array.from({ length: 2 }, () => ({ isFilled: true, gap: 0 })),
  );
  await page.context().close();
});

test("a table of few rows ends with them, and the end of a line's place is not cut", { skip }, async () => {
  for (const width of [390, 1440]) {
    const page = await look("g=packages", { width });
    const [shown, whole, last] = await page.$eval(".grid", (grid) => {
      const bottom = grid.querySelector(".rows .row:last-child")?.getBoundingClientRect().bottom ?? 0;
      return [grid.clientHeight, grid.scrollHeight, grid.getBoundingClientRect().bottom - bottom] as const;
    });
    assert.equal(shown, whole);
    assert.ok(last >= 0 && last < 8, `${last} at ${width}`);
    await page.fill("#find", "runtime$");
    await page.waitForFunction(() => document.querySelectorAll(".rows .row").length === 2);
    assert.equal(await page.$eval(".grid", (grid) => grid.clientHeight), shown, "it does not jump");
    await page.evaluate(() => (location.hash = "#g=kinds"));
    await page.waitForFunction(() => document.querySelector(".tools .count")?.textContent?.startsWith("1 row,"));
    await page.evaluate(() => (location.hash = "#g=lines"));
    await page.waitForSelector(".rows .rest >> text=/:\\d+$/");
    const ends = await page.$$eval(".rows .rest", (all) =>
      all.map(
        (rest) => [rest.textContent ?? "", rest.clientWidth >= rest.scrollWidth, !rest.nextElementSibling] as const,
      ),
    );
    for (const [text, isWhole, isFile] of ends) {
      assert.match(text, isFile ? /^[^/]+:\d+$/ : /^[^/ ]+$/);
      // Beside its file a long function is cut where there is no room for both.
      assert.ok(isWhole || (!isFile && width === 390), text);
    }
    await page.context().close();
  }
});

test("what did not change has no colour of growth", { skip }, async () => {
  const page = await look(`v=peek&sel=${encodeURIComponent(SELECTED)}`);
  const changes = await page.$$eval(".plain tbody td:first-child", (cells) =>
    cells.map((cell) => [cell.textContent ?? "", cell.className] as const),
  );
  assert.ok(changes.some(([text]) => text === "0"));
  const classes: Readonly<Record<string, string>> = { "+": "grew", "-": "shrank", "0": "faint" };
  for (const [text, name] of changes) assert.equal(name, classes[text.charAt(0)], text);
  await page.context().close();
});

test("the call graph starts where it can be read, fits when asked, and repeats nothing of the headline", {
  skip,
}, async () => {
  const page = await look("v=graph", { width: 390 });
  const inHost = (select: string): Promise<boolean> =>
    page.$eval(
      ".graph",
      (host, selector) => {
        const room = host.getBoundingClientRect();
        return Array.from(host.shadowRoot?.querySelectorAll(selector) ?? []).some((piece) => {
          const box = piece.getBoundingClientRect();
          return box.left >= room.left - 2 && box.right <= room.right + 2 && box.top >= room.top - 2;
        });
      },
      select,
    );
  assert.ok(await inHost(".node"), "a node is in sight");
  assert.equal(await inHost("svg"), false);
  await page.click("text=Fit");
  assert.ok(await inHost("svg"), "all of it");
  const heading = await page.$eval(".graph", (host) => host.shadowRoot?.querySelector(".heading")?.textContent ?? "");
  assert.match(heading, /^100% =net growth, 54\.05 MiB45 of 68nodes shown$/);
  const place = await page.$eval(".graph", (host) => host.scrollTop);
  await page.click("text=Larger");
  await page.evaluate((name) => (location.hash = `#v=graph&sel=${encodeURIComponent(name)}`), "bytes.Clone");
  await page.waitForSelector(".selection");
  assert.equal(place, 0);
  assert.ok(await inHost(".node.selected"), "the selected one is scrolled to");
  await page.context().close();
});

test("a clipboard that refuses is said, and the text is there to be copied by hand", { skip }, async () => {
  const script =
    "navigator.clipboard.writeText = () => Promise.reject(new Error()); document.execCommand = () => false";
  const page = await look("", { script });
  for (const label of ["Copy as command", "Copy as Markdown"]) {
    await page.click(`text=${label}`);
    const area = page.locator(".by-hand textarea");
    await area.waitFor({ timeout: LIMIT_MS });
    const [value, selected] = await area.evaluate((field: HTMLTextAreaElement) => [
      field.value,
      field.value.slice(field.selectionStart, field.selectionEnd),
    ]);
    assert.ok(value !== "" && value === selected, value);
    await page.click("h1");
    await area.waitFor({ state: "detached", timeout: LIMIT_MS });
  }
  assert.equal(await page.locator("text=Copied").count(), 0);
  await page.context().close();
});

test("where the system chooses the colours, boxes still have theirs and what is chosen is outlined", {
  skip,
}, async () => {
  const page = await look("v=flame", { options: { forcedColors: "active", colorScheme: "dark" } });
  const colors = await page.$eval("canvas", (canvas) => {
    const { data } = (canvas.getContext("2d") as CanvasRenderingContext2D).getImageData(0, 9, canvas.width, 1);
    return new Set(Array.from({ length: data.length / 4 }, (_, at) => data.slice(4 * at, 4 * at + 3).join())).size;
  });
  assert.ok(colors > 10, `${colors} colours`);
  assert.equal(await page.$eval("[aria-current]", (tab) => getComputedStyle(tab).outlineStyle), "solid");
  await page.context().close();
});

test("a browser that knows no light-dark() has the colours, light and dark", { skip }, async () => {
  const style = /<style>([^<]*)<\/style>/.exec(readFileSync(file, "utf8"))?.[1] ?? "";
  const page = await (await bench.openContext()).newPage();
  for (const [colorScheme, paper] of [["light", "rgb(255, 255, 255)"] as const, ["dark", "rgb(13, 17, 23)"] as const]) {
    await page.emulateMedia({ colorScheme });
    await page.setContent(`<style>${style.replaceAll("light-dark(", "unknown(")}</style><button aria-pressed="true">`);
    assert.equal(await page.evaluate("getComputedStyle(document.documentElement).backgroundColor"), paper);
    assert.notEqual(await page.$eval("button", (button) => getComputedStyle(button).backgroundColor), paper);
  }
  await page.close();
});

test("a browser without DecompressionStream is told what it wants", { skip }, async () => {
  const browser = (await bench.openContext()).browser();
  const page = await browser?.newPage();
  await page?.addInitScript("delete globalThis.DecompressionStream");
  await page?.goto(pathToFileURL(file).href);
  await page?.locator("#app", { hasText: "cannot be opened" }).waitFor({ timeout: LIMIT_MS });
  assert.match((await page?.textContent("#app")) ?? "", /DecompressionStream.*It wants a browser of 2023 or later/);
  await page?.close();
});

test("other profiles are opened by a button, for who cannot drag", { skip }, async () => {
  const page = await look("");
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.click("text=Open other profiles")]);
  await chooser.setFiles([...modePair("steady")]);
  await page.locator("h1", { hasText: "Live heap did not change" }).waitFor({ timeout: LIMIT_MS });
  await page.context().close();
});

test("Esc closes the keys before it takes anything back", { skip }, async () => {
  const page = await look("sel=bytes.Clone");
  await page.keyboard.press("?");
  await page.waitForSelector('[aria-label="Keys"]');
  await page.keyboard.press("Escape");
  await page.waitForSelector('[aria-label="Keys"]', { state: "detached" });
  assert.equal(await page.textContent(".selection .fn"), "bytes.Clone");
  await page.keyboard.press("Escape");
  await page.waitForSelector(".selection", { state: "detached" });
  await page.context().close();
});

test("who hears the page is told of what moves in the table and in the flame graph", { skip }, async () => {
  const page = await look("");
  await page.focus(".grid");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await settle(page);
  const active = await page.getAttribute(".grid", "aria-activedescendant");
  assert.equal(await page.getAttribute(`#${active}`, "aria-selected"), "true");
  await page.keyboard.press("2");
  await page.waitForSelector("canvas");
  const name = (await page.textContent(".selection .fn")) ?? "none";
  assert.ok((await page.textContent("[role=status].picked"))?.startsWith(name));
  await page.context().close();
});

test("captures are called by what tells them apart", { skip }, async () => {
  const page = await look("v=time", { of: series, width: 390 });
  const moments = await page.$$eval(".scrub output", (all) => all.map((each) => each.textContent ?? ""));
  assert.deepEqual(
    moments.map((text) => text.split(",")[0]),
    ["001", "006"],
  );
  await page.context().close();
});

test("on paper every view is there soon after the page is, heads come again, and nothing lies over the sheets", {
  skip,
}, async () => {
  const page = await look("sel=bytes.Clone");
  const pictures = 2;
  await page.waitForTimeout(WARM_MS);
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 700, height: 900 });
  await page.locator(".printed section.view").nth(pictures).waitFor({ timeout: LIMIT_MS });
  const text = (await page.textContent("main")) ?? "";
  assert.doesNotMatch(text.replace(/.*Peek/s, ""), /Not computed yet/);
  const styles = await page.evaluate(() =>
    [".row.head", ".rows .row", ".selection"].map((selector) => {
      const { display, position } = getComputedStyle(document.querySelector(selector) as Element);
      return [display, position];
    }),
  );
  assert.deepEqual(styles, [
    ["table-header-group", "static"],
    ["table-row", "static"],
    ["flex", "static"],
  ]);
  const [head] = await page.$$eval(".row.head button", ([button]) => [getComputedStyle(button as Element).display]);
  assert.equal(head, "contents", "a button is not drawn on the sheets that follow");
  await page.context().close();
});

/** Until what is likely to be asked has been asked. */
const WARM_MS = 1500;

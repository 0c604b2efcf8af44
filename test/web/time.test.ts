/** Pages of series, captures and holders: the course, what is compared, goroutines, memory. Wants `npm run build`. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { before, test } from "node:test";
import type { Page } from "playwright-core";
import type { GrowthReport } from "../../src/report/growth/growth.ts";
import type { TrendReport } from "../../src/report/trend/report.ts";
import { skipWithoutChromium } from "../chromium.ts";
import { runCli } from "../cli/run-cli.ts";
import { modePair } from "../fixtures.ts";
import { fragmentOf, type OpenPage, openPage, openPageBench, writePage } from "./report-page.ts";

const skip = skipWithoutChromium;
const bench = openPageBench();
const { folder } = bench;
const captures = dirname(modePair("retain")[0]);
const series = [1, 2, 3, 4].map((at) => join(captures, `heap-${at}.out`));
const goroutines = ["goroutine-before.out", "goroutine-after.out"].map((name) => join(captures, name));
let opened: OpenPage;

before(async () => {
  if (skip !== false) return;
  opened = await openPage(bench, await writePage(folder, "trend", ["trend", ...series, "--goroutines", ...goroutines]));
});

async function jsonOf<Report>(...words: readonly string[]): Promise<Report> {
  const { stdout, stderr, code } = await runCli([...words, "-f", "json"]);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout) as Report;
}

test("a series says its course, draws it, and has it as a table", { skip }, async () => {
  const report = await jsonOf<TrendReport & { readonly words: { readonly leading: readonly string[] } }>(
    ...["trend", ...series],
  );
  await opened.show("v=time");
  const { page } = opened;
  const headline = (await page.textContent("h1")) ?? "";
  const told = await page.$$eval(".course-told", (lines) => lines.map((line) => line.textContent ?? ""));
  assert.equal(told.length, report.words.leading.length);
  // Its numbers are in the headline: they are not said again.
  assert.match(told[0] ?? "", /^It (?:rises|grew)[^:]*: 4 states in /);
  const [change = ""] = /^\S+ MiB live heap, \S+ -> \S+ MiB/.exec(headline) ?? [];
  assert.ok(change !== "" && report.words.leading[0]?.includes(change) && !told[0]?.includes(change), headline);
  assert.doesNotMatch((await page.textContent(".basis summary")) ?? "", /MiB/);
  const label = (await page.getAttribute(".chart svg >> nth=0", "aria-label")) ?? "";
  const shown = report.trend.values.map((value) => `${(value / 2 ** 20).toFixed(2)} MiB`);
  assert.equal(label, `inuse_space, total: ${shown.join(", ")}`);
  assert.match((await page.textContent(".chart figcaption")) ?? "", new RegExp(`${report.trend.shape}, \\+35\\.5`));
  await page.click("text=The course as a table");
  const cells = await page.$$eval(".series table tbody tr", (rows) => rows.map((row) => row.children[1]?.textContent));
  assert.deepEqual(cells, shown);
});

test("the table has a course for each function that changed", { skip }, async () => {
  await opened.show("");
  const { page } = opened;
  assert.match((await page.getAttribute(".rows .row >> nth=0 >> svg", "aria-label")) ?? "", /^course: higher/);
});

test("the scrubber moves what is compared, and all numbers with it", { skip }, async () => {
  const report = await jsonOf<GrowthReport>("diff", series[1] as string, series[2] as string);
  await opened.show("v=time&from=1&to=2");
  const { page } = opened;
  const headline = (await page.textContent("h1")) ?? "";
  assert.ok(headline.startsWith(`+${(Number(report.totals.net) / 2 ** 20).toFixed(1)} MiB live heap`), headline);
  assert.match((await page.textContent(".course-told")) ?? "", /: \S+ MiB live heap, /, "the course is of all of them");
  await page.focus(".scrub input >> nth=0");
  await page.keyboard.press("ArrowLeft");
  assert.equal((await fragmentOf(opened)).get("from"), "0");
  await page.keyboard.press("End");
  assert.equal((await fragmentOf(opened)).get("from"), "1", "base stays before current");
});

test("goroutines of both ends are counted by where they start", { skip }, async () => {
  await opened.show("v=time");
  assert.match((await opened.page.textContent("text=/^Goroutines:/")) ?? "", /191 → 191/);
});

test("a pair with the runtime's books shows where the memory is, as bars and as a table", { skip }, async () => {
  const texts = ["before", "after"].map((end) => join(captures, `heap-${end}.debug1.txt.gz`));
  const { page, faults, show } = await openPage(bench, await writePage(folder, "text", ["diff", ...texts]));
  await show("v=time");
  assert.equal(await page.locator(".memory .segments").count(), 2);
  const row = await page.textContent(".memory tbody tr >> nth=0");
  assert.match(row ?? "", /live heap9\.05 MiB63\.11 MiB\+54\.05 MiB/);
  assert.match((await page.getAttribute(".memory .segments >> nth=1", "aria-label")) ?? "", /live heap 63\.11 MiB, /);
  assert.equal(await page.textContent(".tabs [data-view=time]"), "Memory", "the view is called by what it has");
  await page.setViewportSize({ width: 390, height: 844 });
  assert.equal(await cutAway(page), "");
  assert.deepEqual(faults, []);
});

test("on a phone no amount is cut away or broken in two", { skip }, async () => {
  const { page, show } = opened;
  await page.setViewportSize({ width: 390, height: 844 });
  for (const view of ["table", "flame", "peek", "time"]) {
    await show(`v=${view}`);
    assert.equal(await cutAway(page), "", view);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
});

/** Texts of tables and charts that are not wholly on the screen from side to side, and amounts of two lines. */
async function cutAway(page: Page): Promise<string> {
  return await page.$$eval("th, td, .chart text", (elements) =>
    elements
      .filter((element) => {
        const { left, right, width } = element.getBoundingClientRect();
        const range = document.createRange();
        range.selectNodeContents(element);
        const isAmount = element.matches("td") && /^\S+ [KMG]?i?B$/.test(element.textContent ?? "");
        const isBroken = isAmount && range.getClientRects().length > 1;
        return width > 0 && (left < 0 || right > innerWidth || isBroken);
      })
      .map((element) => element.textContent)
      .join("; "),
  );
}

test("a pair without anything beside it has no such view", { skip }, async () => {
  const { page } = await openPage(bench, await writePage(folder, "bare", ["diff", ...modePair("steady")]));
  assert.equal(await page.locator(".tabs [data-view=time]").count(), 0);
});

test("the page complains of nothing", { skip }, () => {
  assert.deepEqual(opened.faults, []);
});

test("a series without stacks is its course alone, with a command that runs", { skip }, async () => {
  const logs = join(folder, "log");
  mkdirSync(logs);
  const lines = Array.from(
    { length: 30 },
    (_, at) =>
      `gc ${at + 1} @${60 * at}.500s 0%: 0.16+0.18+0.003 ms clock, 0.32+0/0.094/0.097+0.006 ms cpu, ${40 + 4 * at}->${40 + 4 * at}->${20 + 2 * at} MB, ${40 + 4 * at} MB goal, 0 MB stacks, 0 MB globals, 2 P`,
  );
  writeFileSync(join(logs, "app.log"), `${lines.join("\n")}\n`);
  const { page, faults, show } = await openPage(
    bench,
    await writePage(folder, "log", ["trend", join(logs, "app.log")]),
  );
  for (const fragment of ["", "v=table", "v=flame", "v=source"]) {
    await show(fragment);
    assert.deepEqual(await page.$$eval("nav.tabs [data-view]", (tabs) => tabs.map((tab) => tab.textContent)), ["Time"]);
    assert.equal(await page.textContent(".exports code"), "heapblame trend app.log", fragment);
    assert.equal(await page.locator(".chart").count(), 1, fragment);
  }
  const text = (await page.textContent("main")) ?? "";
  assert.match(text, /Capture heap profiles: their stacks say who allocates it/);
  assert.doesNotMatch(text, /further apart/);
  assert.equal(text.split("20.0 -> 78.0").length, 2, "the change is said once");
  const words = ((await page.textContent(".exports code")) ?? "").split(" ").slice(1);
  assert.equal((await runCli(words, { cwd: logs })).code, 0);
  assert.deepEqual(faults, []);
});

test("an address that asks for a view these profiles do not have shows one that they have", { skip }, async () => {
  const file = await writePage(folder, "bare", ["diff", ...modePair("steady")]);
  const { page, show } = await openPage(bench, file);
  for (const fragment of ["v=time", "v=source"]) {
    await show(fragment);
    assert.ok(await page.isVisible(".grid"), fragment);
  }
});

/** A page of 50,000 samples at each end: its size, and that the answer it carries is that of the command. Wants `npm run build`. */
import assert from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import type { GrowthReport } from "../../src/report/growth/growth.ts";
import { generateProfile } from "../bench/generate.ts";
import { skipWithoutChromium } from "../chromium.ts";
import { runCli } from "../cli/run-cli.ts";
import { openPage, openPageBench, writePage } from "./report-page.ts";
import { tasksDuring } from "./thread.ts";

const bench = openPageBench();
const shape = { samples: 50_000, functions: 4_000, locations: 20_000, seed: 1 };
const pair = [0, 1].map((round) => join(bench.folder, `medium-${round}.pb.gz`));
const MOST = 1.3;

test("the file is at most 1.3 times its two gzipped profiles", async () => {
  for (const [round, file] of pair.entries())
    writeFileSync(file, gzipSync(generateProfile({ ...shape, round }), { level: 6 }));
  const page = await writePage(bench.folder, "medium", ["diff", ...pair]);
  const given = pair.reduce((sum, file) => sum + statSync(file).size, 0);
  const ratio = readFileSync(page).length / given;
  assert.ok(ratio <= MOST, `${ratio.toFixed(2)} times`);
});

test("it shows the rows of the command at once, and computes what else is asked", {
  skip: skipWithoutChromium,
}, async () => {
  const { page, faults, show } = await openPage(bench, join(bench.folder, "medium.html"));
  const names = async (): Promise<string[]> =>
    await page.$$eval(".rows .row .name", (cells) => cells.map((cell) => cell.textContent ?? ""));
  const expected = async (...words: readonly string[]): Promise<Set<string>> => {
    const { stdout, code, stderr } = await runCli(["diff", ...pair, "-f", "json", "--nodecount", "10", ...words]);
    assert.equal(code, 0, stderr);
    return new Set((JSON.parse(stdout) as GrowthReport).functions.map(({ name }) => name));
  };
  assert.deepEqual(new Set((await names()).slice(0, 10)), await expected());
  await show("si=inuse_objects");
  assert.deepEqual(new Set((await names()).slice(0, 10)), await expected("--sample-index", "inuse_objects"));
  await page.click("text=Flame graph");
  await page.waitForSelector("canvas", { timeout: 60_000 });
  assert.match((await page.getAttribute("canvas", "aria-label")) ?? "", /: [1-9]\d* boxes/);
  assert.deepEqual(faults, []);
});

test("printed at once, it draws the flame graph or says that it is not there yet", {
  skip: skipWithoutChromium,
}, async () => {
  const { page, show } = await openPage(bench, join(bench.folder, "medium.html"));
  await show("v=flame&si=alloc_space");
  const printed = await page.evaluate(async () => {
    dispatchEvent(new Event("beforeprint"));
    document.documentElement.classList.add("printing");
    await new Promise((resolve) => setTimeout(resolve, 0));
    const view = document.querySelector('[aria-label="Flame graph"]');
    return { hasPicture: view?.querySelector("canvas, img, svg") != null, text: view?.textContent ?? "" };
  });
  assert.ok(printed.hasPicture || /Not computed yet when this was printed/.test(printed.text), printed.text);
});

test("the keys that print wait until all that is printed is there", { skip: skipWithoutChromium }, async () => {
  const { page, show } = await openPage(bench, join(bench.folder, "medium.html"));
  await page.addInitScript(() => {
    globalThis.print = () => {
      dispatchEvent(new Event("beforeprint"));
      Object.assign(globalThis, {
        printed: new Promise((resolve) => setTimeout(() => resolve(document.body.innerHTML), 100)),
      });
    };
  });
  await show("");
  await page.keyboard.press("Control+p");
  assert.match((await page.textContent(".busy >> text=print")) ?? "", /Getting ready to print/);
  await page.waitForFunction(() => "printed" in globalThis, undefined, { timeout: 120_000 });
  const html = (await page.evaluate("globalThis.printed")) as string;
  assert.doesNotMatch(html, /Not computed yet/);
  assert.match(html, /<canvas/);
  assert.match(html, /aria-label="Peek"/);
});

/** Milliseconds of processor time: 50 are wanted, and on the slowest of machines the page still answers. */
const LONGEST_TASK = 200;

test("the thread that draws has no long task while the page opens and while it is used", {
  skip: skipWithoutChromium,
}, async () => {
  const opened = await openPage(bench, join(bench.folder, "medium.html"));
  const { page, faults, show } = opened;
  const idle = async (): Promise<void> => {
    await page.waitForSelector(".busy", { state: "detached", timeout: 120_000 });
  };
  const steps: Readonly<Record<string, () => Promise<unknown>>> = {
    opens: () => show(""),
    sorts: () => page.click(".head .cum button"),
    filters: () => page.fill("#find", "method1"),
    "shows lines": () => page.selectOption("label:has-text('by') select", "lines"),
    "draws the flame graph": () => page.click("nav.tabs >> text=Flame graph"),
    "draws what changed": () => page.selectOption("label:has-text('width') select", "change"),
    zooms: () => page.dblclick("canvas", { position: { x: 300, y: 30 } }),
    searches: () => page.fill("#search", "method2"),
    "shows callers and callees": () => page.click("text=Sandwich"),
    "shows neighbours": () => page.click("nav.tabs >> text=Peek"),
    "shows objects": () => page.selectOption("label:has-text('value') select", "inuse_objects"),
  };
  for (const [what, act] of Object.entries(steps)) {
    const [longest = 0] = await tasksDuring(page, async () => {
      await act();
      await idle();
    });
    assert.ok(longest < LONGEST_TASK, `${what}: a task of ${longest.toFixed()} ms`);
  }
  assert.equal(page.workers().length, 1);
  assert.deepEqual(faults, []);
});

test("to select a box paints no box again, and its outline is all that changes", {
  skip: skipWithoutChromium,
}, async () => {
  const { page, faults, show } = await openPage(bench, join(bench.folder, "medium.html"));
  await show("v=flame");
  await page.waitForSelector("canvas", { timeout: 120_000 });
  await page.waitForSelector(".busy", { state: "detached", timeout: 120_000 });
  await page.evaluate(`{
    const { fillRect, strokeRect } = CanvasRenderingContext2D.prototype;
    globalThis.drawn = { filled: 0, stroked: 0 };
    CanvasRenderingContext2D.prototype.fillRect = function (...area) { drawn.filled++; fillRect.apply(this, area); };
    CanvasRenderingContext2D.prototype.strokeRect = function (...area) { drawn.stroked++; strokeRect.apply(this, area); };
  }`);
  const before = await page.$eval("canvas", (canvas) => (canvas as HTMLCanvasElement).toDataURL());
  await page.click("canvas", { position: { x: 300, y: 30 } });
  await page.waitForSelector(".selection", { timeout: 30_000 });
  assert.deepEqual(await page.evaluate("drawn"), { filled: 0, stroked: 1 });
  assert.notEqual(await page.$eval("canvas", (canvas) => (canvas as HTMLCanvasElement).toDataURL()), before);
  await page.keyboard.press("Escape");
  await page.waitForSelector(".selection", { state: "detached", timeout: 30_000 });
  assert.equal(await page.$eval("canvas", (canvas) => (canvas as HTMLCanvasElement).toDataURL()), before);
  assert.deepEqual(faults, []);
});

test("a long table is printed as far as it says", { skip: skipWithoutChromium }, async () => {
  const { page, show } = await openPage(bench, join(bench.folder, "medium.html"));
  await show("");
  const [, all] = /([\d,]+) rows/.exec((await page.getAttribute(".grid", "aria-label")) ?? "") ?? [];
  assert.ok(Number(all) > 500, all);
  await page.emulateMedia({ media: "print" });
  await page.waitForFunction(() => document.querySelectorAll(".rows .row").length === 500, undefined, {
    timeout: 30_000,
  });
  const note = (await page.textContent(".note.printed")) ?? "";
  assert.equal(
    note.trim(),
    `Printed are the first 500 of ${Number(all).toLocaleString("en")} rows; the command at the end has all.`,
  );
  assert.equal(await page.isVisible(".note.printed"), true);
});

test("where no worker can be had, the page answers the same", { skip: skipWithoutChromium }, async () => {
  const page = await (await bench.openContext()).newPage();
  await page.addInitScript("delete globalThis.Worker");
  await page.goto(pathToFileURL(join(bench.folder, "medium.html")).href);
  await page.waitForSelector("html[data-ready=yes]", { timeout: 120_000 });
  const { stdout } = await runCli(["diff", ...pair, "-f", "json", "--nodecount", "10"]);
  const names = await page.$$eval(".rows .row .name", (cells) => cells.map((cell) => cell.textContent ?? ""));
  const { functions } = JSON.parse(stdout) as GrowthReport;
  assert.deepEqual(new Set(names.slice(0, 10)), new Set(functions.map(({ name }) => name)));
  assert.equal(page.workers().length, 0);
  await page.click("nav.tabs >> text=Flame graph");
  await page.waitForSelector("canvas", { timeout: 120_000 });
  assert.match((await page.getAttribute("canvas", "aria-label")) ?? "", /: [1-9]\d* boxes/);
});

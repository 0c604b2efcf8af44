/** What can be taken out of a page, and the keys that get about in it. Wants `npm run build`. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { before, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { parseProfile } from "../../src/profile/parse.ts";
import type { GrowthReport } from "../../src/report/growth/growth.ts";
import { skipWithoutChromium } from "../chromium.ts";
import { runCli } from "../cli/run-cli.ts";
import { modePair } from "../fixtures.ts";
import { fragmentOf, type OpenPage, openPage, openPageBench, writePage } from "./report-page.ts";

const skip = skipWithoutChromium;
const bench = openPageBench();
const captures = dirname(modePair("retain")[0]);
let opened: OpenPage;

before(async () => {
  if (skip !== false) return;
  const series = [1, 2, 3, 4].map((at) => join(captures, `heap-${at}.out`));
  opened = await openPage(bench, await writePage(bench.folder, "series", ["trend", ...series]));
});

async function saved(label: string): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const [download] = await Promise.all([
    opened.page.waitForEvent("download", { timeout: 20_000 }),
    opened.page.click(`.exports >> text="${label}"`),
  ]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

test("the flame graph is saved as boxes and text, with what each is", { skip }, async () => {
  await opened.show("v=flame&search=Unmarshal&sel=bytes.Clone");
  const { name, bytes } = await saved("SVG");
  const svg = bytes.toString();
  assert.equal(name, "flame.svg");
  assert.doesNotMatch(svg, /<image|data:|color-mix|var\(|light-dark/);
  const drawn = Number(/: (\d+) boxes/.exec((await opened.page.getAttribute("canvas", "aria-label")) ?? "")?.[1]);
  assert.equal(svg.match(/<title>/g)?.length, drawn);
  assert.match(svg, /<title>bytes\.Clone\n[\d.]+ MiB → [\d.]+ MiB, \+[\d.]+ MiB/);
  assert.match(svg, /<text [^>]*>bytes\.Clone</);
  // It is well formed, and a browser draws it.
  const picture = await opened.page.evaluate(async (text) => {
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
    await image.decode();
    return [image.naturalWidth, image.naturalHeight];
  }, svg);
  assert.ok((picture[0] ?? 0) > 1000 && (picture[1] ?? 0) > 100, String(picture));
  assert.equal((await saved("PNG")).bytes.subarray(1, 4).toString(), "PNG");
});

test("the report and both profiles are saved as they are", { skip }, async () => {
  await opened.show("");
  const report = JSON.parse((await saved("JSON")).bytes.toString()) as GrowthReport;
  const pair = [1, 4].map((at) => join(captures, `heap-${at}.out`));
  const { stdout } = await runCli(["diff", ...pair, "-f", "json"]);
  assert.deepEqual(report.totals, (JSON.parse(stdout) as GrowthReport).totals);
  const base = await saved("pprof (base)");
  const [given] = pair.map((file) => parseProfile(gunzipSync(readFileSync(file))));
  const profile = parseProfile(gunzipSync(base.bytes));
  const sumOf = (values: ArrayLike<number | bigint> | undefined): number =>
    Array.from(values ?? [], Number).reduce((sum, value) => sum + value, 0);
  assert.equal(sumOf(profile.samples.values.at(-1)), sumOf(given?.samples.values.at(-1)));
});

test("what is saved is what is compared, and the report that the command of the view gives", { skip }, async () => {
  await opened.show("from=1&to=2");
  const heaps = [2, 3].map((at) => join(captures, `heap-${at}.out`));
  for (const [at, label] of ["pprof (base)", "pprof (current)"].entries()) {
    const { bytes } = await saved(label);
    const [got, wanted] = [bytes, readFileSync(heaps[at] as string)].map((each) => parseProfile(gunzipSync(each)));
    assert.equal(got?.header.timeNanos, wanted?.header.timeNanos, label);
  }
  await opened.show("v=time");
  const trend = JSON.parse((await saved("JSON")).bytes.toString()) as { kind: string; points: unknown[] };
  assert.deepEqual([trend.kind, trend.points.length], ["trend", 4]);
});

test("a sandwich is saved whole, the callers above; the call graph as a picture of points too", { skip }, async () => {
  await opened.show("v=flame&sandwich=1&sel=bytes.Clone");
  const svg = (await saved("SVG")).bytes.toString();
  assert.equal(svg.match(/<svg /g)?.length, 3);
  assert.equal(svg.match(/<title>bytes\.Clone\n/g)?.length, 2, "in both");
  assert.ok(svg.indexOf("StreamWatcher") < svg.lastIndexOf("<svg "), "callers above");
  await opened.page.evaluate(async (text) => {
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
    await image.decode();
  }, svg);
  assert.equal((await saved("PNG")).name, "flame.png");
  await opened.show("v=graph");
  const { name, bytes } = await saved("PNG");
  assert.equal(name, "graph.png");
  assert.ok(bytes.readUInt32BE(16) > 1000 && bytes.length > 20_000, "wide enough to be read");
  assert.deepEqual(opened.faults, []);
});

test("one heap is saved as its command reports it", { skip }, async () => {
  const [, heap] = modePair("retain");
  const one = await openPage(bench, await writePage(bench.folder, "one", ["report", heap]));
  const [download] = await Promise.all([
    one.page.waitForEvent("download", { timeout: 20_000 }),
    one.page.click('.exports >> text="JSON"'),
  ]);
  const report = JSON.parse(readFileSync(await download.path(), "utf8")) as Record<string, unknown>;
  const wanted = JSON.parse((await runCli([heap, "-f", "json"])).stdout) as Record<string, unknown>;
  for (const key of ["kind", "functions", "modules", "words"]) assert.deepEqual(report[key], wanted[key], key);
});

test("keys reach every view, the keys themselves, and hits both ways", { skip }, async () => {
  await opened.show("");
  const { page } = opened;
  const views = { "2": "Flame graph", "3": "Call graph", "4": "Peek", "6": "Time", "1": "Table" };
  for (const [key, name] of Object.entries(views)) {
    await page.keyboard.press(key);
    await page.waitForSelector(`section.view[aria-label="${name}"]`, { timeout: 5_000 });
    assert.equal(await page.textContent(".tabs [aria-current=page]"), name);
  }
  await page.keyboard.press("5");
  assert.equal(await page.isVisible('section[aria-label="Source"]'), false, "there are no sources in this page");
  await page.keyboard.press("?");
  await page.waitForSelector('[aria-label="Keys"]', { timeout: 5_000 });
  await page.keyboard.press("?");
  await page.waitForSelector('[aria-label="Keys"]', { state: "detached", timeout: 5_000 });
  await opened.show("v=flame&sel=bytes.Clone");
  for (const width of ["change", "gone", null]) {
    await page.keyboard.press("w");
    assert.equal((await fragmentOf(opened)).get("w"), width);
  }
  await page.keyboard.press("s");
  await page.waitForSelector(".sandwich", { timeout: 5_000 });
  await page.keyboard.press("s");
  await page.waitForSelector(".sandwich", { state: "detached", timeout: 5_000 });
  assert.match(
    (await page.textContent(".picked")) ?? "",
    /^bytes\.Clone [\d.]+ MiB → [\d.]+ MiB, \+[\d.]+ MiB, .* of the growth$/,
  );
  await opened.show("sort=name");
  await page.focus(".grid");
  const names = await page.$$eval(".rows .row .name", (cells) => cells.map((cell) => cell.textContent));
  await page.keyboard.press("End");
  const last = (await fragmentOf(opened)).get("sel") ?? "";
  assert.ok(!names.slice(0, 5).includes(last) && last !== "", last);
  await page.keyboard.press("Home");
  assert.equal((await fragmentOf(opened)).get("sel"), names[0]);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".sandwich", { timeout: 5_000 });
  await opened.show("v=flame");
  assert.match((await page.textContent(".picked")) ?? "", /^all: 17\.55 MiB → 53\.08 MiB, \+35\.53 MiB$/);
  await page.focus("canvas");
  await page.keyboard.press("ArrowDown");
  assert.match((await fragmentOf(opened)).get("sel") ?? "", /StreamWatcher/, "the widest of the outermost");
  await opened.show("v=flame&search=Unmarshal");
  const selected = async (): Promise<string> => (await fragmentOf(opened)).get("sel") ?? "";
  const press = async (key: string): Promise<string> => {
    await page.keyboard.press(key);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 30))));
    return await selected();
  };
  const first = await press("n");
  assert.match(first, /Unmarshal/);
  const second = await press("n");
  assert.equal(await press("N"), first);
  assert.match(second, /Unmarshal/);
  assert.deepEqual(opened.faults, []);
});

async function printedPages(): Promise<number> {
  const pdf = await opened.page.pdf({ format: "A4", printBackground: true });
  return pdf.toString("latin1").match(/\/Type \/Page\b/g)?.length ?? 0;
}

test("what is printed is the answer in black on white, without what only a screen needs, and every view whole", {
  skip,
}, async () => {
  const { page } = opened;
  for (const view of ["table", "flame", "time"]) {
    await page.emulateMedia({ colorScheme: "dark" });
    await opened.show(`v=${view}`);
    const pages = await printedPages();
    assert.ok(pages >= 3 && pages <= 8, `${view}: ${pages} pages`);
    assert.equal(await page.locator(".printed section.view").count(), 0, "what was for paper alone is gone again");
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    await page.waitForSelector(".printed section.view", { timeout: 10_000 });
    assert.equal(await page.isVisible("h1"), true, view);
    assert.equal(
      await page.evaluate("getComputedStyle(document.documentElement).backgroundColor"),
      "rgb(255, 255, 255)",
    );
    assert.equal(await page.isVisible(".answers"), true, view);
    assert.equal(await page.isVisible(".exports button"), false, view);
    assert.deepEqual(await shownViews(), ["Call graph", "Flame graph", "Peek", "Table", "Time"], view);
    await checkWhole();
    await page.emulateMedia({ media: null, colorScheme: null });
  }
});

async function shownViews(): Promise<string[]> {
  const views = await opened.page.$$eval("section.view", (found) =>
    found.filter((view) => view.checkVisibility()).map((view) => view.ariaLabel ?? ""),
  );
  return views.sort();
}

/** Every row below the one before, the flame graph in light colours, the call graph with its nodes. */
async function checkWhole(): Promise<void> {
  const { page } = opened;
  const tops = await page.$$eval(".rows .row", (rows) => rows.map((row) => row.getBoundingClientRect().top));
  const [, all = ""] = /([\d,]+) rows/.exec((await page.getAttribute(".grid", "aria-label")) ?? "") ?? [];
  assert.equal(tops.length, Number(all.replaceAll(",", "")));
  assert.deepEqual(
    tops,
    [...new Set(tops)].sort((a, b) => a - b),
  );
  const [red = 0, green = 0] = await page.$eval("canvas", (canvas) =>
    Array.from((canvas as HTMLCanvasElement).getContext("2d")?.getImageData(200, 2, 1, 1).data ?? []),
  );
  assert.ok(red > 200 && green > 100, `${red}, ${green}: the fill of the widest box`);
  assert.ok((await page.$eval(".graph", (host) => host.shadowRoot?.querySelectorAll(".node").length ?? 0)) > 3);
}

/** The page that a diff writes, in a real browser, as a file, offline. Wants `npm run build`. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { before, test } from "node:test";
import type { GrowthReport } from "../../src/report/growth/growth.ts";
import { skipWithoutChromium } from "../chromium.ts";
import { runCli } from "../cli/run-cli.ts";
import { modePair } from "../fixtures.ts";
import { fragmentOf, type OpenPage, openPage, openPageBench, visibleText, writePage } from "./report-page.ts";

const skip = skipWithoutChromium;
const bench = openPageBench();
const { folder } = bench;
let opened: OpenPage;
let report: GrowthReport;

before(async () => {
  if (skip !== false) return;
  const pair = modePair("retain");
  const file = await writePage(folder, "retain", ["diff", ...pair]);
  report = JSON.parse((await runCli(["diff", ...pair, "-f", "json"])).stdout) as GrowthReport;
  opened = await openPage(bench, file);
});

/** Cells of the rows that are drawn. */
async function drawnRows({ page }: OpenPage): Promise<string[][]> {
  return await page.$$eval(".rows .row", (rows) =>
    rows.map((row) => Array.from(row.querySelectorAll('[role="gridcell"]'), (cell) => cell.textContent ?? "")),
  );
}

async function settle({ page }: OpenPage): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

test("the first screen says what grew, who allocated it, who holds it or that it is not known, and what to do", {
  skip,
}, async () => {
  await opened.show("");
  const text = await visibleText(opened);
  assert.match(text, /\+54\.1 MiB live heap, 9\.1 -> 63\.1 MiB/);
  assert.match(text, /97% allocated decoding core\/v1\.Pod in/);
  assert.match(text, /watch\.\(\*StreamWatcher\)\.receive/);
  assert.match(text, /Not known from these profiles: stacks show who allocates, not who keeps\./);
  assert.match(text, /heapblame diff heap-before\.out heap-after\.out --goroutine-base/);
  assert.deepEqual(opened.faults, []);
});

test("nothing of the page is asked for, and its policy lets nothing in", () => {
  const html = readFileSync(`${folder}/retain.html`, "utf8");
  assert.match(
    html,
    /content="default-src 'none'; script-src 'sha256-[^']+' 'sha256-[^']+'; style-src 'sha256-[^']+'; img-src data: blob:; worker-src blob:; base-uri 'none'; form-action 'none'"/,
  );
  assert.doesNotMatch(html.replace(/<script type="application[^<]*<\/script>/g, ""), /src=|href=|url\(|@import/);
});

test("the code in the page is at most 400 kB", () => {
  const html = readFileSync(`${folder}/retain.html`, "utf8");
  const profile = /id="profile"><script[^>]*>([^<]*)</.exec(html)?.[1] ?? "";
  assert.ok(html.length - profile.length < 400_000, `${html.length - profile.length}`);
});

test("the table has the numbers of the report", { skip }, async () => {
  await opened.show("");
  const rows = await drawnRows(opened);
  const expected = report.functions.slice(0, 15);
  assert.equal(rows.length > 15, true);
  for (const [at, { name, deltaFlat, deltaObjects }] of expected.entries()) {
    const row = rows[at] as string[];
    assert.equal(row.at(-1), name);
    assert.ok(row[0]?.startsWith(`${deltaFlat > 0 ? "+" : ""}${(Number(deltaFlat) / 2 ** 20).toFixed(2)} MiB`), row[0]);
    assert.equal(Number(row[5]?.replaceAll(",", "")), Number(deltaObjects));
  }
});

test("columns sort, and the other way round", { skip }, async () => {
  await opened.show("");
  await opened.page.click('[role="columnheader"].name button');
  await settle(opened);
  const names = (await drawnRows(opened)).map((row) => row.at(-1) ?? "");
  assert.deepEqual(names, [...names].sort());
  await opened.page.click('[role="columnheader"].name button');
  await settle(opened);
  const last = (await drawnRows(opened))[0]?.at(-1) ?? "";
  assert.equal(
    last,
    report.functions
      .map(({ name }) => name)
      .sort()
      .at(-1),
  );
});

test("the filter leaves what it finds, and says how much that is", { skip }, async () => {
  await opened.show("");
  await opened.page.keyboard.press("/");
  await opened.page.keyboard.type("unmarshal$");
  await settle(opened);
  const found = report.functions.filter(({ name }) => /unmarshal$/i.test(name));
  const count = await opened.page.textContent(".view .count");
  assert.match(count ?? "", new RegExp(`^${found.length} of ${report.functions.length} rows, `));
  await opened.page.keyboard.type("[");
  await settle(opened);
  assert.match((await opened.page.textContent(".view .count")) ?? "", /missing closing \]/);
});

test("packages and modules are those of the report", { skip }, async () => {
  for (const level of ["packages", "modules"] as const) {
    await opened.show(`g=${level}`);
    const rows = await drawnRows(opened);
    assert.equal(rows.length, report[level].length);
    const sum = report[level].reduce((total, { delta }) => total + Number(delta), 0);
    assert.equal(sum, Number(report.totals.net));
  }
});

test("a selected function is followed by every view, kept in the address, and gone back to", { skip }, async () => {
  await opened.show("");
  const { page } = opened;
  const name = report.functions[0]?.name as string;
  await page.click(".rows .row >> nth=0");
  assert.equal((await fragmentOf(opened)).get("sel"), name);
  await page.keyboard.press("4");
  await settle(opened);
  assert.equal(await page.textContent('[aria-label="Peek"] h2'), name);
  await page.keyboard.press("2");
  await settle(opened);
  assert.match((await page.getAttribute("canvas", "aria-label")) ?? "", /; selected /);
  await page.goBack();
  await settle(opened);
  assert.equal(await page.isVisible('[aria-label="Peek"]'), true);
});

test("the flame graph is drawn, searched and zoomed with keys", { skip }, async () => {
  await opened.show("v=flame");
  const { page } = opened;
  const ink = await page.$eval("canvas", (canvas) => {
    const context = (canvas as HTMLCanvasElement).getContext("2d") as CanvasRenderingContext2D;
    const { data } = context.getImageData(0, 0, canvas.clientWidth, 19);
    return new Set(Array.from({ length: data.length / 4 }, (_, at) => data.slice(4 * at, 4 * at + 4).join())).size;
  });
  assert.ok(ink > 3, "boxes and the letters in them");
  await page.keyboard.press("/");
  await page.keyboard.type("Container");
  await page.keyboard.press("Escape");
  await settle(opened);
  assert.match((await page.textContent(".view .count")) ?? "", /^\d+ functions, [\d.]+% of the width$/);
  await page.keyboard.press("n");
  await settle(opened);
  const selected = (await fragmentOf(opened)).get("sel") ?? "";
  assert.match(selected, /Container/);
  await page.focus("canvas");
  await page.keyboard.press("Enter");
  await settle(opened);
  assert.equal(await page.textContent(".crumbs button:last-child"), selected);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await settle(opened);
  assert.equal(await page.isVisible(".crumbs"), false);
});

test("callers stand on the selected function, what it called hangs from it, and the arrows go as it is drawn", {
  skip,
}, async () => {
  const { page } = opened;
  const middle = "k8s.io/apimachinery/pkg/runtime/serializer/protobuf.unmarshalToObject";
  await opened.show(`v=flame&sandwich=1&sel=${encodeURIComponent(middle)}`);
  const [callers, callees] = [page.locator("canvas >> nth=0"), page.locator("canvas >> nth=1")];
  assert.match((await callers.getAttribute("aria-label")) ?? "", /^Callers: /);
  assert.match((await callees.getAttribute("aria-label")) ?? "", /^Callees: /);
  const at = async (canvas: typeof callers, isLast: boolean): Promise<string> => {
    const { width = 0, height = 0 } = (await canvas.boundingBox()) ?? {};
    await canvas.hover({ position: { x: width / 4, y: isLast ? height - 5 : 5 } });
    return (await page.locator(".tip .fn").first().getAttribute("title")) ?? "";
  };
  assert.equal(await at(callers, true), middle);
  assert.equal(await at(callees, false), middle);
  await callers.focus();
  await page.keyboard.press("ArrowDown");
  assert.equal((await fragmentOf(opened)).get("sel"), middle, "nothing is below it");
  await page.keyboard.press("ArrowUp");
  assert.match((await fragmentOf(opened)).get("sel") ?? "", /Serializer\)\.Decode$/);
});

test("the command that is copied gives the numbers that are seen", { skip }, async () => {
  await opened.show("sort=cum");
  const command = (await opened.page.textContent(".exports code")) ?? "";
  const words = command.split(" ");
  assert.equal(words[0], "heapblame");
  const { stdout, code } = await runCli([...words.slice(1), "-f", "json"], { cwd: dirname(modePair("retain")[0]) });
  assert.equal(code, 0);
  const { functions } = JSON.parse(stdout) as GrowthReport;
  const rows = await drawnRows(opened);
  assert.deepEqual(
    new Set(rows.slice(0, 10).map((row) => row.at(-1))),
    new Set(functions.slice(0, 10).map(({ name }) => name)),
  );
});

test("the call graph has the nodes of its command", { skip }, async () => {
  await opened.show("v=graph");
  const shown = await opened.page.$eval(".graph", (host) => host.shadowRoot?.querySelectorAll("g.node").length);
  const file = `${folder}/graph.svg`;
  const words = ((await opened.page.textContent(".exports code")) ?? "").split(" ").slice(1, -2);
  assert.equal((await runCli([...words, "-o", file], { cwd: dirname(modePair("retain")[0]) })).code, 0);
  const drawn = [...readFileSync(file, "utf8").matchAll(/<g [^>]*class="node[ "]/g)].length;
  assert.ok(drawn > 40 && shown === drawn, `${shown} of ${drawn}`);
});

test("the page complains of nothing", { skip }, async () => {
  for (const view of ["table", "flame", "graph", "peek"]) await opened.show(`v=${view}`);
  await settle(opened);
  assert.deepEqual(opened.faults, []);
});

test("beside a picture the answers take a line, and the numbers of noise step back", { skip }, async () => {
  await opened.show("v=flame");
  assert.match(
    (await opened.page.textContent(".folded summary")) ?? "",
    /97% allocated decoding core\/v1\.Pod in watch/,
  );
  assert.equal(await opened.page.isVisible(".answers"), false);
  await opened.show("");
  const faint = await opened.page.$$eval(".rows .cell.delta", (cells) =>
    cells.map((cell) => [cell.className.includes("faint"), cell.textContent ?? ""] as const),
  );
  for (const [isFaint, text] of faint) assert.equal(isFaint, /~|^0$/.test(text), text);
});

test("on a phone each row has its name and its numbers in two lines", { skip }, async () => {
  const { page } = opened;
  await page.setViewportSize({ width: 390, height: 844 });
  await opened.show("");
  const [name, delta] = await Promise.all(
    [".cell.name", ".cell.delta"].map((cell) => page.locator(`.rows .row >> nth=0 >> ${cell}`).boundingBox()),
  );
  assert.ok(name && delta && name.y + name.height <= delta.y + 1, JSON.stringify({ name, delta }));
  assert.ok(name.x + name.width <= 390 && delta.x + delta.width <= 390);
  const [first, second] = await Promise.all([0, 1].map((at) => page.locator(`.rows .row >> nth=${at}`).boundingBox()));
  assert.ok(first && second && second.y >= first.y + first.height - 1, "rows lie under each other");
  await page.setViewportSize({ width: 1440, height: 900 });
});

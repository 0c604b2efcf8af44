/** Names that want to be code, markup or to turn the text round, and what people need who do not see the page. Wants `npm run build`. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { ProfileBuilder } from "../../src/profile/builder.ts";
import { encodeProfile } from "../../src/profile/codec/encode.ts";
import { visibleText } from "../../src/visible.ts";
import { VIEWS } from "../../src/web/page-state.ts";
import { skipWithoutChromium } from "../chromium.ts";
import { runCli } from "../cli/run-cli.ts";
import { modePair } from "../fixtures.ts";
import { openPage, openPageBench, writePage } from "./report-page.ts";

const skip = skipWithoutChromium;
const bench = openPageBench();
const { folder } = bench;

const HOSTILE = [
  "<script>globalThis.ran=1</script>",
  "</script><img/src=x/onerror=globalThis.ran=2>",
  "&lt;b&gt;&quot;'\"",
  "main.\u202egnorw\u202c",
  `main.${"x".repeat(10_000)}`,
  "javascript:globalThis.ran=3",
  "<!--",
  "]]><svg/onload=globalThis.ran=4>",
];

function writeHostile(name: string, factor: number): string {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "inuse_space", unit: "bytes" }] });
  const locations = ["main.main", ...HOSTILE].map((text, at) =>
    builder.addLocation({
      address: BigInt(0x1000 + 16 * at),
      lines: [{ function: builder.addFunction({ name: text, file: text }), line: 1 }],
    }),
  );
  for (const [at, leaf] of locations.entries()) {
    const caller = locations[(at + 3) % locations.length] as number;
    builder.addSample([leaf, caller, locations[0] as number], [BigInt((at + 1) * factor * 1_000_000)]);
  }
  const file = join(folder, name);
  writeFileSync(file, encodeProfile(builder.finish()));
  return file;
}

test("hostile names run nothing and break nothing", { skip }, async () => {
  const pair = [writeHostile("<img src=x onerror=ran=5>.pb", 1), writeHostile("b.pb", 3)];
  const file = await writePage(folder, "hostile", ["diff", ...pair]);
  const { page, faults, show } = await openPage(bench, file);
  for (const view of ["table", "flame", "graph", "peek"]) {
    await show(`v=${view}&sel=${encodeURIComponent(HOSTILE[0] as string)}&search=main&z=main.main`);
    await page.waitForTimeout(100);
    assert.equal(await page.evaluate("globalThis.ran"), undefined, view);
    assert.equal(await page.evaluate("document.querySelectorAll('img, iframe, object, embed').length"), 0, view);
  }
  await show("");
  const names = await page.$$eval(".rows .name", (cells) => cells.map((cell) => cell.textContent));
  // As the terminal has them: what looks like a template of C++ is shortened there as well.
  const { stdout } = await runCli(["diff", ...pair, "-f", "json", "--nodecount", "0"]);
  const functions: readonly { readonly name: string }[] = JSON.parse(stdout).functions;
  assert.ok(functions.length >= HOSTILE.length - 2, `${functions.length} functions`);
  for (const { name } of functions) assert.ok(names.includes(visibleText(name)), name.slice(0, 40));
  assert.deepEqual(faults, []);
});

test("names of thousands of letters and of another direction leave the page in order", { skip }, async () => {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "inuse_space", unit: "bytes" }] });
  const rest = "y".repeat(5_000);
  const names = [
    "main.main",
    `main.x${rest}end`,
    "main.caller",
    "\u05e9\u05dc\u05d5\u05dd.\u05e2\u05d5\u05dc\u05dd",
    `a/${rest}/b.F`,
  ];
  const locations = names.map((name, at) =>
    builder.addLocation({ address: BigInt(4096 + at), lines: [{ function: builder.addFunction({ name }), line: 1 }] }),
  );
  builder.addSample([...locations].reverse(), [5_000_000n]);
  writeFileSync(join(folder, "long.pb"), encodeProfile(builder.finish()));
  const file = await writePage(folder, "long", ["report", join(folder, "long.pb")]);
  const { page, faults, show } = await openPage(bench, file);
  await show(`v=peek&sel=${encodeURIComponent(names[1] as string)}`);
  const [height, text] = await page.$eval(
    '[aria-label="Peek"] h2',
    (head) => [head.clientHeight, head.textContent] as const,
  );
  assert.ok(height < 120, `${height} high`);
  assert.equal(text, names[1], "all of it is there to be heard and copied");
  assert.ok(await page.$eval('[aria-label="Peek"]', (view) => view.clientHeight < 700));
  await show("");
  const lefts = await page.$$eval(".rows .row .name", (cells) =>
    cells.map((cell) => {
      const range = document.createRange();
      range.selectNodeContents(cell);
      return Math.round(range.getBoundingClientRect().left - cell.getBoundingClientRect().left);
    }),
  );
  assert.equal(lefts.length, names.length);
  for (const left of lefts) assert.ok(Math.abs(left - (lefts[0] as number)) < 2, `from the left: ${lefts}`);
  assert.deepEqual(faults, []);
});

test("where no row is left the table is no empty box, and says why", { skip }, async () => {
  const file = await writePage(folder, "none", ["diff", ...modePair("retain")]);
  const { page, show } = await openPage(bench, file);
  const height = (): Promise<number> => page.$eval(".grid", (grid) => grid.clientHeight);
  await show("q=zzz");
  assert.ok((await height()) < 40);
  assert.match((await page.textContent('[aria-label="Table"]')) ?? "", /No row is found by zzz\./);
  await show("focus=zzz");
  assert.ok((await height()) < 40);
  const text = (await page.textContent("main")) ?? "";
  assert.match(text, /There are no rows/);
  assert.doesNotMatch(text, /further apart|How much of a change is sampling noise/);
  await page.click("text=Without filters");
  await page.waitForFunction(() => document.querySelectorAll(".rows .row").length > 10);
});

test("the button of an error does not touch its headline", { skip }, async () => {
  const { page, show } = await openPage(bench, join(folder, "none.html"));
  await show("focus=%5B");
  const [head, button] = await Promise.all(["h1", "h1 + button"].map((each) => page.locator(each).boundingBox()));
  assert.ok(head && button && button.y - head.y - head.height >= 8);
});

test("addresses that make no sense show the page as it starts", { skip }, async () => {
  const file = await writePage(folder, "plain", ["diff", ...modePair("steady")]);
  const { page, faults, show } = await openPage(bench, file);
  for (const fragment of ["v=none&g=x&w=y&si=z&from=-1&to=99", "%E0%A4%A", "z=nobody&v=flame", "sel=nobody&v=peek"]) {
    await show(fragment);
    assert.ok(await page.isVisible("h1"), fragment);
  }
  await show("focus=%5B");
  assert.match((await page.textContent("[role=alert]")) ?? "", /missing closing \]/);
  await page.click("text=Without filters");
  assert.ok(await page.isVisible("h1"));
  assert.deepEqual(faults, []);
});

test("nothing is wider than a phone", { skip }, async () => {
  const [base, current] = modePair("retain");
  const goroutines = ["before", "after"].map((end) => join(dirname(base), `goroutine-${end}.out`));
  const beside = ["--goroutine-base", goroutines[0] ?? "", "--goroutine-current", goroutines[1] ?? ""];
  const file = await writePage(folder, "narrow", ["diff", base, current, ...beside, "--source"]);
  const { page, show } = await openPage(bench, file, 390, 844);
  for (const view of VIEWS) {
    await show(`v=${view}&sel=bytes.Clone`);
    assert.ok((await page.evaluate<number>("document.documentElement.scrollWidth")) <= 390, view);
  }
});

test("one heap is a page too", { skip }, async () => {
  const file = await writePage(folder, "one", ["report", modePair("retain")[1]]);
  const { page, faults, show } = await openPage(bench, file);
  assert.match((await page.textContent("h1")) ?? "", /^63\.1 MiB live heap \(95%/);
  for (const view of ["table", "flame", "graph", "peek"]) await show(`v=${view}`);
  assert.deepEqual(faults, []);
});

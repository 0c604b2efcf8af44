/** What was taken out of what is seen stands in the top line, a piece each, and each is taken back by itself. Wants `npm run build`. */
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { before, test } from "node:test";
import { skipWithoutChromium } from "../chromium.ts";
import { modePair } from "../fixtures.ts";
import { fragmentOf, type OpenPage, openPage, openPageBench, writePage } from "./report-page.ts";

const skip = skipWithoutChromium;
const bench = openPageBench();
let opened: OpenPage;

before(async () => {
  if (skip !== false) return;
  const folder = dirname(modePair("retain")[0]);
  const series = [1, 2, 3, 4].map((at) => join(folder, `heap-${at}.out`));
  opened = await openPage(bench, await writePage(bench.folder, "series", ["trend", ...series]));
});

const crumbs = async (): Promise<string[]> =>
  await opened.page.$$eval(".top .chip", (chips) => chips.map((chip) => chip.textContent ?? ""));

async function choose(name: string, action: string): Promise<void> {
  await opened.page.click(`.rows .row:has(.name :text-is("${name}"))`);
  await opened.page.click(`.selection >> text="${action}"`);
}

test("what was hidden by a click each comes back by a click each", { skip }, async () => {
  await opened.show("");
  await choose("bytes.Clone", "Hide");
  await choose("reflect.unsafe_New", "Hide");
  assert.deepEqual(await crumbs(), ["hide bytes.Clone ×", "hide reflect.unsafe_New ×"]);
  await opened.page.click(".top .chip >> nth=0");
  assert.deepEqual(await crumbs(), ["hide reflect.unsafe_New ×"]);
  assert.equal((await fragmentOf(opened)).get("hide"), "^reflect\\.unsafe_New$");
  await opened.page.goBack();
  assert.equal((await crumbs()).length, 2, "a step to go back by");
});

test("another focus comes instead of the one before, and stacks can begin at a function", { skip }, async () => {
  await opened.show("focus=%5Ebytes%5C.Clone%24&sel=reflect.unsafe_New");
  await opened.page.click(".selection >> text=Focus");
  assert.deepEqual(await crumbs(), ["focus reflect.unsafe_New ×"]);
  await opened.show("sel=bytes.Clone&v=flame");
  await opened.page.click(".selection >> text=Show from");
  assert.deepEqual(await crumbs(), ["show_from bytes.Clone ×"]);
  await opened.page.waitForFunction(() => / 1 boxes/.test(document.querySelector("canvas")?.ariaLabel ?? ""));
});

test("captures, inlined frames and words of an address are pieces too, and all go at once", { skip }, async () => {
  await opened.show("from=1&to=2&noinlines=1&dropneg=1&focus=Unmarshal|Decode&left=unit%3DMB");
  const chosen = [
    ...["focus=Unmarshal|Decode ×", "captures heap-2.out → heap-3.out ×", "no inlined frames ×"],
    "without what shrank ×",
  ];
  assert.deepEqual(await crumbs(), [...chosen, "not here: unit=MB ×"]);
  await opened.page.click('.top .chip >> text="heap-2.out → heap-3.out"');
  assert.deepEqual(await crumbs(), [...chosen.filter((text) => !text.startsWith("captures")), "not here: unit=MB ×"]);
  await opened.page.click(".top >> text=Reset");
  assert.deepEqual(await crumbs(), ["not here: unit=MB ×"]);
  assert.deepEqual(opened.faults, []);
});

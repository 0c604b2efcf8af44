/** Profiles that are dropped on a page are shown in its place, from the browser alone. Wants `npm run build`. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { skipWithoutChromium } from "../chromium.ts";
import { modePair } from "../fixtures.ts";
import { dropFiles } from "./drop-files.ts";
import { openPage, openPageBench, writePage } from "./report-page.ts";

const skip = skipWithoutChromium;
const bench = openPageBench();
const { folder } = bench;

test("another pair is compared, oldest first; what is no profile is told by name", { skip }, async () => {
  const { page, faults } = await openPage(bench, await writePage(folder, "own", ["diff", ...modePair("steady")]));
  const [base, current] = modePair("retain").map((path) => readFileSync(path, "base64")) as [string, string];
  await page.evaluate(dropFiles, [
    ["after.out", current],
    ["before.out", base],
  ] as const);
  await page.waitForFunction(() => document.querySelector("h1")?.textContent?.includes("+54.1 MiB"));
  assert.match((await page.textContent(".exports code")) ?? "", /heapblame diff before\.out after\.out/);
  await page.evaluate(dropFiles, [["notes.txt", btoa("not a profile")]] as const);
  await page.waitForSelector(".busy");
  assert.match((await page.textContent(".busy")) ?? "", /^notes\.txt: /);
  assert.match((await page.textContent("h1")) ?? "", /\+54\.1 MiB/);
  assert.deepEqual(faults, []);
});

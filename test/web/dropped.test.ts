/** Profiles that are dropped on a page are shown in its place, from the browser alone. Wants `npm run build`. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { skipWithoutChromium } from "../chromium.ts";
import { runCli } from "../cli/run-cli.ts";
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

test("what cannot be compared leaves the page as it is, and goroutines are no memory", { skip }, async () => {
  const pair = modePair("retain");
  const { page, faults } = await openPage(bench, await writePage(folder, "kept", ["diff", ...pair]));
  const heap = readFileSync(pair[1], "base64");
  const goroutines = readFileSync(join(dirname(pair[1]), "goroutine-after.out"), "base64");
  await page.evaluate(dropFiles, [
    ["heap.out", heap],
    ["goroutine.out", goroutines],
  ] as const);
  await page.waitForFunction(() => /sample types/.test(document.querySelector(".busy")?.textContent ?? ""));
  assert.match((await page.textContent("h1")) ?? "", /\+54\.1 MiB/);
  await page.evaluate(dropFiles, [["goroutine.out", goroutines]] as const);
  await page.waitForFunction(() => document.querySelector("h1")?.textContent?.includes("goroutine"));
  assert.equal(await page.textContent("h1"), "191 goroutine");
  assert.doesNotMatch((await page.textContent(".verdict")) ?? "", /allocat|freed|held by|who keeps/i);
  assert.match((await page.textContent(".verdict code")) ?? "", / LATER --sample-index goroutine -o report\.html$/);
  const [, ...words] = ((await page.textContent(".exports code")) ?? "").split(" ");
  const file = join(dirname(pair[1]), "goroutine-after.out");
  const { code, stdout } = await runCli(words.map((word) => (word === "goroutine.out" ? file : word)));
  assert.equal(code, 0);
  assert.match(stdout, /^191 goroutine /);
  assert.deepEqual(faults, []);
});

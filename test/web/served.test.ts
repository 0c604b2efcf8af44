/** The page as a server gives it: call graphs of what is seen, what an old link asks for, the way to the others. Wants `npm run build`. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { type Browser, skipWithoutChromium, startChromium } from "../chromium.ts";
import { modePair } from "../fixtures.ts";
import { serveProfiles } from "./serve-profiles.ts";

const skip = skipWithoutChromium;
const LIMIT_MS = 30_000;
let browser: Browser;
let page: Page;
let url = "";
const faults: string[] = [];
const ended: (() => void)[] = [];

before(async () => {
  if (skip !== false) return;
  const [base, retain] = modePair("retain");
  url = await serve([retain, modePair("steady")[1], "--base", base]);
  browser = await startChromium(false);
  page = await browser.context.newPage();
  page.on("pageerror", (error) => faults.push(`exception: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  await page.goto(url);
});
after(async () => {
  for (const end of ended) end();
  await browser?.close();
});

const origin = (): string => new URL(url).origin;

/** As `heapblame serve` says it. */
async function serve(args: readonly string[]): Promise<string> {
  const served = await serveProfiles(args);
  ended.push(served.end);
  return served.url;
}

async function show(path: string): Promise<void> {
  await page.goto("about:blank");
  await page.goto(`${origin()}${path}`);
  await page.waitForSelector("html[data-ready=yes]", { timeout: LIMIT_MS });
}

/** Names in the drawing that is there when nothing is being drawn any more. */
async function drawnNodes(): Promise<string[]> {
  await page.waitForFunction(() => !document.querySelector('[aria-label="Call graph"] .count')?.textContent);
  return await page.$eval(".graph", (host) =>
    Array.from(
      host.shadowRoot?.querySelectorAll(".node title") ?? [],
      (title) => title.textContent?.split("\n")[0] ?? "",
    ),
  );
}

test("the chooser leads to each page, and each page back", { skip }, async () => {
  assert.equal(await page.textContent("h1"), "What to look at");
  await page.click("li >> nth=1 >> a");
  await page.waitForSelector("html[data-ready=yes]", { timeout: LIMIT_MS });
  assert.match(await page.title(), /heap-after\.out: heapblame$/);
  await page.click("text=Other profiles");
  await page.waitForSelector("li");
  assert.equal(await page.locator("li").count(), 2);
});

test("the call graph follows filters, the selection and pprof's settings", { skip }, async () => {
  await show("/1/#v=graph");
  const all = await drawnNodes();
  assert.ok(all.length > 10, String(all));
  await show("/1/ui/graph?n=4");
  const few = await drawnNodes();
  assert.ok(few.length > 0 && few.length <= 4, String(few));
  const lister = "k8s.io/client-go/tools/cache.(*Reflector).list.func1";
  await show(`/1/#v=graph&sel=${encodeURIComponent(lister)}&sandwich=1`);
  const around = await drawnNodes();
  const watcher = all.find((name) => name.endsWith("(*StreamWatcher).receive")) ?? "";
  assert.ok(around.includes(lister) && watcher !== "" && !around.includes(watcher), String(around));
  await page.click("text=only stacks with the selected function");
  await page.waitForTimeout(50);
  assert.equal((await drawnNodes()).length, all.length);
  assert.deepEqual(faults, []);
});

test("what an old link asks for and is not here is said, and can be taken away", { skip }, async () => {
  await show("/1/ui/top?unit=MB&dropneg=t");
  assert.match((await page.textContent("header")) ?? "", /not here: unit=MB/);
  const shrank = await page.locator(".rows .cell.cum.shrank").count();
  assert.equal(shrank, 0);
  await page.click("text=not here:");
  assert.doesNotMatch((await page.textContent("header")) ?? "", /not here/);
  await show("/1/ui/peek?f=Container");
  const found = await page.$$eval('[aria-label="Peek"] h2', (heads) => heads.map((head) => head.textContent ?? ""));
  assert.ok(found.length > 1 && found.every((name) => name.includes("Container")), `all of them: ${found}`);
  await show("/1/ui/peek?f=ReadAll");
  assert.match(
    (await page.textContent('[aria-label="Peek"]')) ?? "",
    /No function with a value here is found by ReadAll/,
  );
});

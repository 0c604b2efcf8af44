/** What axe finds in every view and state of the page, and in the pages of the server that lead to it: nothing serious. Wants `npm run build`. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { LEVELS, WIDTHS } from "../../src/web/page-state.ts";
import { skipWithoutChromium, startChromium } from "../chromium.ts";
import { fixture, modePair } from "../fixtures.ts";
import { dropFiles } from "./drop-files.ts";
import { writeFleet } from "./fleet-pods.ts";
import { openPageBench, writePage } from "./report-page.ts";
import { serveProfiles } from "./serve-profiles.ts";

const skip = skipWithoutChromium;
const bench = openPageBench();
const { folder } = bench;
const LIMIT_MS = 30_000;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

async function seriousOf(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = (await page.evaluate("axe.run()")) as { readonly violations: readonly Violation[] };
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  return serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)} ${nodes[0]?.failureSummary ?? ""}`);
}

interface State {
  readonly url: string;
  readonly name: string;
  readonly act?: ((page: Page) => Promise<unknown>) | undefined;
}

const LOOKS = [
  { width: 1440, height: 900, colorScheme: "light" },
  { width: 390, height: 844, colorScheme: "dark" },
] as const;

async function expectNothing(page: Page, states: readonly State[]): Promise<void> {
  for (const { width, height, colorScheme } of LOOKS) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    for (const { url, name, act } of states) {
      await page.goto("about:blank");
      await page.goto(url);
      if (!name.startsWith("plain")) await page.waitForSelector("html[data-ready=yes]", { timeout: LIMIT_MS });
      await act?.(page);
      assert.deepEqual(await seriousOf(page), [], `${name}, ${width}, ${colorScheme}`);
    }
  }
}

/** The page of `words` under each fragment. */
async function statesOf(
  name: string,
  words: readonly string[],
  fragments: readonly (readonly [fragment: string, act?: (page: Page) => Promise<unknown>])[],
): Promise<State[]> {
  const url = pathToFileURL(await writePage(folder, name, words)).href;
  return fragments.map(([fragment, act]) => ({ url: `${url}#${fragment}`, name: `${name} ${fragment}`, act }));
}

const open = async (): Promise<Page> => await (await bench.openContext()).newPage();
const SELECTED = "sel=bytes.Clone";

test("of a diff: every table, picture and dialog", { skip }, async () => {
  const [base, current] = modePair("retain");
  const goroutines = ["before", "after"].map((end) => join(dirname(base), `goroutine-${end}.out`));
  const beside = ["--goroutine-base", goroutines[0] ?? "", "--goroutine-current", goroutines[1] ?? ""];
  const refuse =
    "navigator.clipboard.writeText = () => Promise.reject(new Error()); document.execCommand = () => false";
  const states = await statesOf(
    "diff",
    ["diff", base, current, ...beside, "--source"],
    [
      ...LEVELS.map((level) => [`g=${level}`] as const),
      ["q=nobody"],
      ["own=1&sure=1"],
      ["focus=nobody"],
      ["focus=Pod&left=unit%3DMB", (page) => page.click(".filters summary")],
      ["focus=%5B"],
      ...WIDTHS.map((width) => [`v=flame&w=${width}&${SELECTED}&search=Container`] as const),
      [`v=flame&sandwich=1&${SELECTED}`],
      ["v=flame&sandwich=1"],
      ["v=flame&z=k8s.io%2Fapimachinery%2Fpkg%2Fwatch.(*StreamWatcher).receive", (page) => page.click(".twin summary")],
      [
        `v=flame&${SELECTED}`,
        async (page) => {
          await page.focus("canvas");
          await page.keyboard.press("+");
          await page.hover("canvas");
        },
      ],
      [`v=graph&${SELECTED}`],
      [`v=peek&${SELECTED}`],
      ["v=source&q=Unmarshal"],
      [`v=time&${SELECTED}`],
      ["", (page) => page.keyboard.press("?")],
      ["", (page) => page.click(".basis summary")],
      ["", (page) => page.evaluate(refuse).then(() => page.click("text=Copy as Markdown"))],
      [
        "",
        async (page) => {
          await page.evaluate(dropFiles, [["notes.txt", btoa("not a profile")]] as const);
          await page.waitForSelector(".busy");
        },
      ],
      [
        "",
        async (page) => {
          const pair = modePair("steady").map((file, at) => [`${at}.out`, readFileSync(file, "base64")] as const);
          await page.evaluate(dropFiles, pair);
          await page.locator("h1", { hasText: "did not change" }).waitFor({ timeout: LIMIT_MS });
        },
      ],
    ],
  );
  await expectNothing(await open(), states);
});

test("of one heap, a series, a holder, and a fleet", { skip }, async () => {
  writeFleet(join(folder, "pods"));
  const [, heap] = modePair("retain");
  const states = [
    ...(await statesOf("heap", ["report", heap], [[""], ["v=flame"], ["v=graph"], ["v=peek"], ["g=modules"]])),
    ...(await statesOf("series", ["trend", fixture("cluster/linkerd-destination")], [[""], ["v=time"]])),
    ...(await statesOf("held", ["held", fixture("held/dumps/map-value.dump.gz")], [[""]])),
    ...(await statesOf("fleet", ["fleet", join(folder, "pods"), "--limit", "4GiB"], [[""]])),
  ];
  await expectNothing(await open(), states);
});

test("of a page that cannot be opened", { skip }, async () => {
  const file = join(folder, "broken.html");
  const html = readFileSync(await writePage(folder, "whole", ["report", modePair("retain")[1]]), "utf8");
  writeFileSync(file, html.replace(/(id="profile"><script[^>]*>).{400}/, "$1"));
  const page = await open();
  await page.goto(pathToFileURL(file).href);
  await page.waitForSelector("html[data-ready=failed]", { timeout: LIMIT_MS });
  assert.match((await page.textContent("#app")) ?? "", /cannot be opened/);
  assert.deepEqual(await seriousOf(page), []);
});

test("of the server's pages: the chooser, a link without its token, and a page", {
  skip,
}, async () => {
  const served = await serveProfiles([...modePair("retain"), "--base", modePair("steady")[0]]);
  after(served.end);
  const browser = await startChromium(false);
  after(browser.close);
  const page = await browser.context.newPage();
  const { origin } = new URL(served.url);
  await page.goto(`${origin}/1/ui/top`);
  assert.deepEqual(await seriousOf(page), [], "a link without its token");
  await expectNothing(page, [
    { url: served.url, name: "plain chooser" },
    { url: `${origin}/1/`, name: "a page" },
    { url: `${origin}/1/#v=graph`, name: "a graph", act: (shown) => shown.waitForSelector(".graph") },
  ]);
});

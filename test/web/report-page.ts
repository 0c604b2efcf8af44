/** A page that heapblame wrote, opened as a file with the network off; whatever it complains of or asks for is kept. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { type Browser, startChromium } from "../chromium.ts";
import { runCli } from "../cli/run-cli.ts";

export interface OpenPage {
  readonly page: Page;
  readonly url: string;
  /** Console errors, exceptions, requests. */
  readonly faults: readonly string[];
  readonly show: (fragment: string) => Promise<void>;
}

/** Where pages are written and opened. */
export interface PageBench {
  readonly folder: string;
  /** Started when it is first wanted: hooks of one file do not wait for each other. */
  readonly openContext: () => Promise<Browser["context"]>;
}

/** A folder and a browser with the network off, for the tests around the call: both go when they are done. */
export function openPageBench(): PageBench {
  const folder = mkdtempSync(join(tmpdir(), "heapblame-page-"));
  let browser: Promise<Browser> | undefined;
  after(async () => {
    await (await browser)?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    folder,
    openContext: async () => {
      browser ??= startChromium(true);
      return (await browser).context;
    },
  };
}

/** What `heapblame WORDS -o report.html` writes. */
export async function writePage(folder: string, name: string, words: readonly string[]): Promise<string> {
  const file = join(folder, `${name}.html`);
  const { code, stderr } = await runCli([...words, "-o", file]);
  assert.equal(code, 0, stderr);
  return file;
}

export async function openPage(
  { openContext }: Pick<PageBench, "openContext">,
  file: string,
  width = 1440,
  height = 900,
): Promise<OpenPage> {
  const page = await (await openContext()).newPage();
  await page.setViewportSize({ width, height });
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(`exception: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() !== "log") faults.push(`${message.type()}: ${message.text()}`);
  });
  page.on("request", (request) => {
    if (!/^(?:file|data|blob):/.test(request.url())) faults.push(`request: ${request.url()}`);
  });
  const url = pathToFileURL(file).href;
  const show = async (fragment: string): Promise<void> => {
    await page.goto("about:blank");
    await page.goto(`${url}#${fragment}`);
    await page.waitForSelector("html[data-ready=yes]", { timeout: 30_000 });
  };
  await show("");
  return { page, url, faults, show };
}

/** What the page's address has now: `page.url()` is told of a change a while later. */
export async function fragmentOf({ page }: Pick<OpenPage, "page">): Promise<URLSearchParams> {
  return new URLSearchParams((await page.evaluate(() => location.hash)).slice(1));
}

/** Text that the reader sees without scrolling. */
export async function visibleText({ page }: OpenPage): Promise<string> {
  return await page.evaluate(() => {
    const parts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      // What is folded away has a place all the same.
      if (node.parentElement?.checkVisibility() !== true) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const { top, bottom, height, width } = range.getBoundingClientRect();
      if (height > 0 && width > 0 && top >= 0 && bottom <= innerHeight) parts.push(node.textContent ?? "");
    }
    return parts.join(" ").replace(/\s+/g, " ");
  });
}

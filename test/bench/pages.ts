/**
 * The page beside pprof's own, in the same Chromium: what opening it and a click cost the thread that draws, in processor time, the memory of the
 * process that has it, and how large the file is against its two profiles as they were packed.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { pathToFileURL } from "node:url";
import type { BrowserContext, Page } from "playwright-core";
import { startChromium } from "../chromium.ts";
import { tasksDuring } from "../web/thread.ts";

/** Milliseconds of the thread, the longest task among them. */
interface Cost {
  readonly sum: number;
  readonly longest: number;
}

export interface PageCost {
  readonly opens: Cost;
  readonly click: Cost;
  readonly peakMiB: number;
  /** Of the file, against its profiles; undefined for a server's page. */
  readonly ratio?: number;
}

/** For each thing that is waited for. */
const LIMIT_MS = 180_000;

/** Of `heapblame diff PAIR -o FILE`. */
export async function measurePage(file: string, pair: readonly string[]): Promise<PageCost> {
  const given = pair.reduce((sum, profile) => sum + statSync(profile).size, 0);
  const cost = await measureIn(async (page) => {
    const opens = await costOf(page, async () => {
      await page.goto(pathToFileURL(file).href, { timeout: LIMIT_MS });
      await page.waitForSelector("html[data-ready=yes]", { timeout: LIMIT_MS });
    });
    await page.click("nav.tabs >> text=Flame graph");
    await page.waitForSelector("canvas", { timeout: LIMIT_MS });
    await page.waitForSelector(".busy", { state: "detached", timeout: LIMIT_MS });
    const click = await costOf(page, () => page.click("canvas", { position: { x: 300, y: 30 } }));
    return { opens, click };
  });
  return { ...cost, ratio: statSync(file).size / given };
}

/** Of `pprof -http` at its flame graph. */
export async function measurePprof(pprof: string, pair: readonly string[]): Promise<PageCost> {
  const port = await freePort();
  const words = [`-http=127.0.0.1:${port}`, "-no_browser", "-base", ...pair];
  const server = spawn(pprof, words, { stdio: "ignore", timeout: 4 * LIMIT_MS });
  try {
    const address = `http://127.0.0.1:${port}/ui/flamegraph`;
    await answering(address);
    return await measureIn(async (page) => {
      const opens = await costOf(page, async () => {
        await page.goto(address, { timeout: LIMIT_MS });
        await page.waitForSelector("#stack-chart > *", { state: "attached", timeout: LIMIT_MS });
      });
      const click = await costOf(page, () => page.click("#stack-chart", { position: { x: 300, y: 30 } }));
      return { opens, click };
    });
  } finally {
    const ended = once(server, "exit");
    server.kill();
    await ended;
  }
}

async function measureIn(act: (page: Page) => Promise<Pick<PageCost, "opens" | "click">>): Promise<PageCost> {
  const { context, close } = await startChromium(false);
  try {
    const page = await context.newPage();
    await page.setViewportSize({ width: 1440, height: 900 });
    const costs = await act(page);
    return { ...costs, peakMiB: await largestRenderer(context, page) };
  } finally {
    await close();
  }
}

/** Until nothing more is drawn. */
async function costOf(page: Page, act: () => Promise<unknown>): Promise<Cost> {
  const tasks = await tasksDuring(page, async () => {
    await act();
    await page.evaluate("new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 200)))");
  });
  return { sum: tasks.reduce((total, task) => total + task, 0), longest: tasks[0] ?? 0 };
}

/** Most memory that the process of the page has had, with its worker; 0 where the kernel does not tell. */
async function largestRenderer(context: BrowserContext, page: Page): Promise<number> {
  const session = (await context.browser()?.newBrowserCDPSession()) ?? (await context.newCDPSession(page));
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const renderers = processInfo.filter(({ type }) => type === "renderer");
  return renderers.reduce((most, { id }) => Math.max(most, peakOf(id)), 0);
}

function peakOf(process: number): number {
  const status = readFileSync(`/proc/${process}/status`, "utf8");
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
}

async function answering(address: string): Promise<void> {
  for (const end = Date.now() + LIMIT_MS; Date.now() < end; ) {
    try {
      await (await fetch(address, { signal: AbortSignal.timeout(LIMIT_MS) })).body?.cancel();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  throw new Error(`pprof does not answer in ${LIMIT_MS / 1000} s`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

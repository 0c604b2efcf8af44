/** A real Chromium for tests, where this machine has one; it asks nobody anything. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium } from "playwright-core";

const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = BROWSERS.find(existsSync);

/** Why tests that need one are skipped; false where they are not. */
export const skipWithoutChromium = executablePath === undefined && "no Chromium here: .ci/run installs one";

/** Of root, which has no sandbox. */
const FLAGS =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

export interface Browser {
  readonly context: BrowserContext;
  readonly close: () => Promise<void>;
}

export async function startChromium(isOffline: boolean): Promise<Browser> {
  const folder = mkdtempSync(join(tmpdir(), "heapblame-chromium-"));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: executablePath as string,
    headless: true,
    offline: isOffline,
    args: FLAGS.split(" "),
  });
  return {
    context,
    close: async () => {
      await context.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

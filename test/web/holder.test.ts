/** A page of a diff that was given a heap dump: its first screen names who holds. Wants `npm run build` and Go. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Browser, skipWithoutChromium, startChromium } from "../chromium.ts";
import { removeHeld, runHeld } from "../dump/held-program.ts";
import { missingGo } from "../fetch/fixture-program.ts";
import { openPage, pageFolder, visibleText, writePage } from "./report-page.ts";

describe("a page with a holder", { skip: skipWithoutChromium || missingGo() }, () => {
  const { folder, remove } = pageFolder();
  let browser: Browser;
  before(async () => {
    browser = await startChromium(true);
  });
  after(async () => {
    await browser?.close();
    remove();
    removeHeld();
  });

  test("says who allocated, who holds and what to do next on its first screen", async () => {
    const small = runHeld({ args: ["-only", "map key"] });
    const large = runHeld({ args: ["-only", "map key", "-scale", "10"] });
    const words = ["diff", small.profile, large.profile, "--held", large.dump, "--binary", large.binary];
    const opened = await openPage(browser, await writePage(folder, "held", words));
    const text = await visibleText(opened);
    assert.match(text, /MiB live heap, /);
    assert.match(text, /Allocated by .*main\.newPod/);
    assert.match(text, /Held by .*keys of the map subscriptions of main\.ServerWatcher/);
    assert.match(text, /Next .*callers and callees/);
    assert.doesNotMatch(text, /Not known from these profiles/);
    assert.deepEqual(opened.faults, []);
  });
});

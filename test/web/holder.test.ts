/** A page of a diff that was given a heap dump: its first screen names who holds. Wants `npm run build` and Go. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import type { HeldReport } from "../../src/report/held/held.ts";
import { skipWithoutChromium } from "../chromium.ts";
import { runCli } from "../cli/run-cli.ts";
import { removeHeld, runHeld } from "../dump/held-program.ts";
import { missingGo } from "../fetch/fixture-program.ts";
import { openPage, openPageBench, visibleText, writePage } from "./report-page.ts";

describe("a page with a holder", { skip: skipWithoutChromium || missingGo() }, () => {
  const bench = openPageBench();
  const { folder } = bench;
  after(removeHeld);

  test("says who allocated, who holds and what to do next on its first screen", async () => {
    const small = runHeld({ args: ["-only", "map key"] });
    const large = runHeld({ args: ["-only", "map key", "-scale", "10"] });
    const words = ["diff", small.profile, large.profile, "--held", large.dump, "--binary", large.binary];
    const opened = await openPage(bench, await writePage(folder, "held", words));
    const text = await visibleText(opened);
    assert.match(text, /MiB live heap, /);
    assert.match(text, /Allocated by .*main\.newPod/);
    assert.match(text, /Held by .*keys of the map subscriptions of main\.ServerWatcher/);
    assert.match(text, /Next .*callers and callees/);
    assert.doesNotMatch(text, /Not known from these profiles/);
    assert.deepEqual(opened.faults, []);
  });

  test("joins variables and stacks both ways", async () => {
    const { page, faults, show } = await openPage(bench, join(folder, "held.html"));
    await show("v=time");
    assert.match((await page.textContent(".exports code")) ?? "", / --held \S+ --binary \S+/);
    const first = page.locator(".holders tbody tr").first();
    assert.match((await first.textContent()) ?? "", /main\.watcher \.subscriptions.* samples by .*main\.newPod/);
    await first.locator("button").first().click();
    assert.match((await page.textContent(".holders")) ?? "", /Those that keep what this allocated: .*main\.newPod/);
    await show("v=time&sel=main.nobody");
    assert.match((await page.textContent(".holders")) ?? "", /No holder is known to keep what this allocated/);
    assert.deepEqual(faults, []);
  });

  test("held writes a page of its own, with the words and rows of the command", async () => {
    const { dump, binary } = runHeld({ args: ["-only", "map key"] });
    const words = ["held", dump, "--binary", binary];
    const { page, faults } = await openPage(bench, await writePage(folder, "alone", words));
    const { stdout } = await runCli([...words, "-f", "json"]);
    const report = JSON.parse(stdout) as HeldReport;
    const paths = await page.$$eval(".holders tbody code:first-child", (cells) =>
      cells.map((cell) => cell.textContent),
    );
    assert.deepEqual(paths, report.holders.map(({ path }) => path).slice(0, 25));
    assert.match((await page.textContent("h1")) ?? "", /^Live heap: .* objects/);
    assert.match((await page.textContent(".told")) ?? "", /is held by the keys of the map subscriptions/);
    assert.deepEqual(faults, []);
  });
});

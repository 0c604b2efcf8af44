/** The page about a fleet: its sentences are those of the command, and its rows can be put in any order. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { FleetReport } from "../../src/index.ts";
import { fleetWords } from "../../src/wording/fleet.ts";
import { skipWithoutChromium } from "../chromium.ts";
import { runCli } from "../cli/run-cli.ts";
import { writeFleet } from "./fleet-pods.ts";
import { openPage, openPageBench, writePage } from "./report-page.ts";

describe("a fleet's page", { skip: skipWithoutChromium }, () => {
  const bench = openPageBench();
  const { folder } = bench;

  test("says what the command says, and its rows go by any column", async () => {
    const pods = join(folder, "pods");
    writeFleet(pods);
    const words = ["fleet", pods, "--limit", "4GiB"];
    const { page, faults } = await openPage(bench, await writePage(folder, "fleet", words));
    const report = JSON.parse((await runCli([...words, "-f", "json"])).stdout) as FleetReport;
    const said = fleetWords(report);
    assert.equal(await page.textContent("h1"), said.leading[0]);
    assert.equal((await page.textContent(".told"))?.trim(), said.leading[1]);
    assert.match((await page.textContent(".verdict")) ?? "", /web-3's own/);
    const names = () => page.$$eval(".fleet tbody td:last-child", (cells) => cells.map((cell) => cell.textContent));
    assert.equal((await names())[0], "web-3 *");
    assert.equal((await names()).length, 6);
    const head = (label: string) => page.locator(".fleet th", { hasText: new RegExp(`^${label}( [↑↓])?$`) });
    await head("pod").locator("button").click();
    assert.equal((await names())[0], "web-0");
    assert.equal(await head("pod").getAttribute("aria-sort"), "ascending");
    await head("pod").locator("button").click();
    assert.equal((await names())[0], "web-5");
    await head("limit in").locator("button").click();
    assert.equal((await names())[0], "web-3 *");
    await page.fill("#find", "second");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelectorAll(".fleet tbody tr").length === 1);
    assert.deepEqual(await names(), ["web-5"]);
    await page.setViewportSize({ width: 390, height: 844 });
    const pod = await page.locator(".fleet tbody td:last-child").boundingBox();
    assert.ok(pod && pod.x >= 0 && pod.x + pod.width <= 390, `the pod is in sight on a phone: ${pod?.x}`);
    assert.deepEqual(faults, []);
  });
});

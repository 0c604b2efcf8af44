/** The original scenario, live: the page of its capture, opened as a file with the network off. Wants `npm run build`, Go and Chromium. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import { skipWithoutChromium } from "../chromium.ts";
import { captureScenario, endScenarios } from "../cli/scenario.ts";
import { buildDestination } from "../cluster/binaries.ts";
import { missingGo } from "../fetch/fixture-program.ts";
import { openPage, openPageBench, visibleText, writePage } from "./report-page.ts";

const bench = openPageBench();
after(endScenarios);

test("the first screen says what grew, who allocated it, who holds it and what to do next", {
  skip: skipWithoutChromium || missingGo(),
  timeout: 540_000,
}, async () => {
  const binary = await buildDestination();
  await captureScenario(bench.folder, "retain", binary);
  const words = ["diff", join(bench.folder, "retain"), "--binary", binary];
  const opened = await openPage(bench, await writePage(bench.folder, "report", words), 1440, 900);
  const text = await visibleText(opened);
  assert.match(text, /\+\d+(\.\d+)? MiB live heap/);
  assert.match(text, /Allocated by .*watch\.\(\*StreamWatcher\)\.receive/);
  assert.match(text, /Held by .*is held by the keys of the map subscriptions of destination\.ServerWatcher/);
  assert.match(text, /Next .*grep -rnw subscriptions --include='\*\.go' \..*Copy/);
  assert.doesNotMatch(text, /Not known from these profiles/);
  assert.deepEqual(opened.faults, []);
});

/** The package as it is published, bundled for a browser and run in one. Wants `npm run build`, and Chromium for the last step. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { compareHeaps, parseProfile, render } from "../../src/index.ts";
import { skipWithoutChromium, startChromium } from "../chromium.ts";
import { modePair } from "../fixtures.ts";
import { unpackPackage } from "../package/unpacked.ts";

const folder = mkdtempSync(join(tmpdir(), "heapblame-browser-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const APP = `
import { compareHeaps, parseProfile, render } from "heapblame";
globalThis.compareInPage = async (before, after) => {
  const bytesOf = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  const { report, words } = compareHeaps(parseProfile(bytesOf(before)), parseProfile(bytesOf(after)));
  return { verdict: words.verdict, text: await render(report, words, "text"), json: await render(report, words, "json") };
};
`;

interface Compared {
  readonly verdict: string;
  readonly text: string;
  readonly json: string;
}

let bundle = "";

before(async () => {
  unpackPackage(folder);
  writeFileSync(join(folder, "app.js"), APP);
  const { outputFiles } = await build({
    entryPoints: [join(folder, "app.js")],
    bundle: true,
    write: false,
    platform: "browser",
    format: "iife",
    logLevel: "silent",
  });
  bundle = outputFiles[0]?.text ?? "";
});

test("the core is bundled for a browser from the package alone, without anything of Node", () => {
  assert.ok(bundle.length > 100_000);
  assert.doesNotMatch(bundle, /["']node:\w+["']/);
});

test("a browser parses, compares and reports as Node does", { skip: skipWithoutChromium }, async () => {
  const files = modePair("retain").map((file) => readFileSync(file));
  const [earlier, later] = files.map((bytes) => parseProfile(bytes)) as [
    ReturnType<typeof parseProfile>,
    ReturnType<typeof parseProfile>,
  ];
  const { report, words } = compareHeaps(earlier, later);
  const browser = await startChromium(true);
  try {
    const page = await browser.context.newPage();
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    await page.addScriptTag({ content: bundle });
    const compared = (await page.evaluate(
      `compareInPage(${files.map((bytes) => JSON.stringify(bytes.toString("base64"))).join(", ")})`,
    )) as Compared;
    assert.deepEqual(faults, []);
    assert.equal(compared.verdict, words.verdict);
    assert.equal(compared.text, await render(report, words, "text"));
    assert.equal(compared.json, await render(report, words, "json"));
  } finally {
    await browser.close();
  }
});

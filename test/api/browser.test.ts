/** The package as it is published, bundled for a browser and run in one. Wants `npm run build`, and Chromium for the last step. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { compareHeaps, parseProfile, render } from "../../src/index.ts";
import { modePair } from "../fixtures.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "heapblame-browser-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = BROWSERS.find(existsSync);
/** Of root, which has no sandbox; and nothing that asks anybody anything. */
const FLAGS =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

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
  execFileSync("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder], { cwd: root });
  const [archive] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  execFileSync("tar", ["-xzf", archive as string], { cwd: folder });
  mkdirSync(join(folder, "node_modules"));
  renameSync(join(folder, "package"), join(folder, "node_modules/heapblame"));
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

const skip = executablePath === undefined && "no Chromium here: .ci/run installs one";

test("a browser parses, compares and reports as Node does", { skip }, async () => {
  const files = modePair("retain").map((file) => readFileSync(file));
  const [earlier, later] = files.map((bytes) => parseProfile(bytes)) as [
    ReturnType<typeof parseProfile>,
    ReturnType<typeof parseProfile>,
  ];
  const { report, words } = compareHeaps(earlier, later);
  const browser = await chromium.launchPersistentContext(join(folder, "profile"), {
    executablePath: executablePath as string,
    headless: true,
    args: FLAGS.split(" "),
  });
  try {
    const page = await browser.newPage();
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

/** The library as it is packed: clean manifests, types for old and new compilers, code to read, and the guide's example run wherever it may be. Wants `npm run build`. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { publint } from "publint";
import { skipWithoutChromium, startChromium } from "../chromium.ts";
import { blocksOf } from "../documents/blocks.ts";
import { modePair } from "../fixtures.ts";
import { isLongRun, usualTest } from "../sample.ts";
import { unpackPackage } from "./unpacked.ts";

const project = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "heapblame-library-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const installed = unpackPackage(folder);
writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));

const [example = ""] = blocksOf("GUIDE.md").flatMap(({ language, lines }) =>
  language === "ts" ? lines.join("\n") : [],
);
writeFileSync(join(folder, "example.ts"), `${example}\n`);
const files = modePair("retain");
writeFileSync(
  join(folder, "run.ts"),
  `import { readFileSync } from "node:fs";
import { whoGrew } from "./example.ts";
const [before, after] = ${JSON.stringify(files)}.map((file: string) => readFileSync(file));
console.log(await whoGrew(before as Uint8Array, after as Uint8Array));
console.log(await whoGrew(new Uint8Array([1, 2, 3]), after as Uint8Array));
`,
);

usualTest("publint has nothing to say", async () => {
  const { messages } = await publint({ pkgDir: installed, strict: true, pack: false });
  assert.deepEqual(messages, []);
});

test("the example is twenty lines or little more", () => {
  assert.ok(example.split("\n").length <= 22);
});

const COMPILERS = ["typescript-oldest", "typescript-api"].flatMap((compiler) =>
  ["nodenext", "bundler"].map((resolution) => ({ compiler, resolution })),
);
// Of the oldest one way, of the newest the other, and the other two in the long run.
const [oldestNode, oldestBundler, newestNode, newestBundler] = COMPILERS;

for (const each of isLongRun ? [oldestBundler, newestNode] : [oldestNode, newestBundler]) {
  const { compiler, resolution } = each ?? assert.fail();
  const { version } = JSON.parse(readFileSync(join(project, "node_modules", compiler, "package.json"), "utf8"));
  test(`TypeScript ${version} takes the types as ${resolution} finds them, those of the package too`, () => {
    writeFileSync(join(folder, "all.ts"), 'export * from "heapblame";\nexport * from "heapblame/load";\n');
    const options = ["--noEmit", "--strict", "--target", "es2022", "--lib", "es2022,dom"];
    const module = resolution === "bundler" ? "esnext" : resolution;
    const { status, stdout } = spawnSync(
      process.execPath,
      [
        join(project, "node_modules", compiler, "bin/tsc"),
        ...options,
        ...["--module", module, "--moduleResolution", resolution],
        ...["example.ts", "all.ts"],
      ],
      { cwd: folder, encoding: "utf8", timeout: 120_000 },
    );
    assert.equal(status, 0, stdout);
  });
}

test("its code can be read, and stepped through", () => {
  const entries = readdirSync(join(installed, "dist")).filter((name) => name.endsWith(".js"));
  assert.ok(entries.includes("index.js") && entries.includes("load.js"));
  for (const name of entries) {
    const code = readFileSync(join(installed, "dist", name), "utf8");
    assert.match(code, /\n\/\/# sourceMappingURL=\S+\.js\.map\n$/, name);
    assert.ok(existsSync(join(installed, "dist", `${name}.map`)), name);
  }
  assert.match(
    readFileSync(join(installed, "dist/index.js"), "utf8"),
    /\nfunction compareHeaps\(base, current, options = \{\}\) \{\n/,
  );
});

test("all that can be called is in API.md, with what its docstring says", () => {
  const page = readFileSync(join(installed, "API.md"), "utf8");
  for (const name of ["compareHeaps", "compareSeries", "parseProfile", "filterProfile", "render", "loadProfiles"]) {
    assert.match(page, new RegExp(`^### \`${name}\`\n\n\`\`\`ts\n${name}[<(][\\s\\S]*?\n\`\`\`\n\n\\w`, "m"), name);
  }
  assert.match(page, /^- `GrowthReport`/m);
  const wide = [...page.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].flatMap(([, code = ""]) =>
    code.split("\n").filter((line) => line.length > 100),
  );
  assert.deepEqual(wide, []);
});

let said = "";

test("the example runs in Node", async () => {
  const { outputFiles } = await build({
    entryPoints: [join(folder, "run.ts")],
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    write: false,
  });
  writeFileSync(join(folder, "run.mjs"), outputFiles[0]?.text ?? "");
  said = execFileSync(process.execPath, ["run.mjs"], { cwd: folder, encoding: "utf8", timeout: 60_000 });
  assert.match(said, /StreamWatcher[\s\S]*GS-[0-9a-f]+ \d+ bytes, 95% [\s\S]*\nno profile: [a-z-]+: /);
});

const bun = process.env["HEAPBLAME_BUN"] ?? "";

usualTest("the example runs in bun, as in Node", { skip: bun === "" && "no bun here: .ci/run fetches it" }, () => {
  assert.equal(execFileSync(bun, ["run.ts"], { cwd: folder, encoding: "utf8", timeout: 60_000 }), said);
});

usualTest("the example runs in a browser, as in Node", { skip: skipWithoutChromium }, async () => {
  const { outputFiles } = await build({
    stdin: { contents: 'import { whoGrew } from "./example.ts"; globalThis.whoGrew = whoGrew;', resolveDir: folder },
    bundle: true,
    platform: "browser",
    format: "iife",
    write: false,
  });
  const browser = await startChromium(true);
  try {
    const page = await browser.context.newPage();
    await page.addScriptTag({ content: outputFiles[0]?.text ?? "" });
    const texts = files.map((file) => JSON.stringify(readFileSync(file).toString("base64")));
    const inPage = await page.evaluate(`
      (async () => {
        const [before, after] = [${texts.join(",")}].map((text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0)));
        return (await whoGrew(before, after)) + "\\n" + (await whoGrew(new Uint8Array([1, 2, 3]), after)) + "\\n";
      })()`);
    assert.equal(inPage, said);
  } finally {
    await browser.close();
  }
});

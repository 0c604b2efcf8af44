// `npm run build:binary [-- TARGET...]`: one file that needs neither Node nor node_modules, for this platform or those named (linux-x64, linux-arm64,
// darwin-x64, darwin-arm64, windows-x64), in dist/binary. bun's compiler makes it; CONTRIBUTING.md says why. Wants `npm run build`.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);
/** The rasteriser's package by platform; it is native code. */
const RASTERISERS = {
  "linux-x64": "linux-x64-gnu",
  "linux-arm64": "linux-arm64-gnu",
  "darwin-x64": "darwin-x64",
  "darwin-arm64": "darwin-arm64",
  "windows-x64": "win32-x64-msvc",
};
const here = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
const named = process.argv.slice(2);
const targets = named.length > 0 ? named : [here];
for (const target of targets) {
  if (!Object.hasOwn(RASTERISERS, target)) throw new Error(`${target}: one of ${Object.keys(RASTERISERS).join(", ")}`);
}

const bun = execFileSync(process.execPath, [".ci/bun.js"], { encoding: "utf8" });
mkdirSync("node_modules/.cache", { recursive: true });
const stage = mkdtempSync(join(root, "node_modules/.cache/binary-"));
process.on("exit", () => rmSync(stage, { recursive: true, force: true }));
await bundle();
mkdirSync("dist/binary", { recursive: true });
for (const target of targets) compile(target);
writeFileSync("dist/binary/SHA256SUMS", checksums());

/** The program and the threads that it starts, whole: what it loads on demand is in it and is run on demand. */
async function bundle() {
  const settings = {
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: "warning",
    outdir: stage,
    outExtension: { ".js": ".cjs" },
    alias: { jsdom: "./src/render/svg/light-dom.ts", d3: "d3-selection" },
    define: { "import.meta.url": "__url", GRAPHVIZ: '"./graphviz.js"' },
    // By what name it was started is argv0: kubectl calls it kubectl-heapblame.
    banner: {
      js: 'const __url = require("node:url").pathToFileURL(__filename).href; process.argv[1] = process.argv0;',
    },
    plugins: [{ name: "binary", setup }],
  };
  await esbuild.build({
    ...settings,
    entryPoints: { heapblame: "src/cli/main.ts", "load-worker": "src/load-worker.ts" },
  });
  await esbuild.build({
    ...settings,
    entryPoints: { graphviz: "@hpcc-js/wasm-graphviz" },
    format: "esm",
    outExtension: { ".js": ".mjs" },
    define: {},
    banner: {},
  });
}

function setup({ onLoad, onResolve }) {
  // The page's code is data in the program, not a file beside it.
  onLoad({ filter: /src\/cli\/page\/page-code\.ts$/ }, () => ({
    loader: "js",
    contents: `export const readPageCode = async () => (${readFileSync("dist/web/page.json", "utf8")});`,
  }));
  onResolve({ filter: /js-binding\.js$/ }, () => ({ path: "./resvg.node", external: true }));
}

function compile(target) {
  cpSync(rasteriser(RASTERISERS[target]), join(stage, "resvg.node"));
  const out = join(root, "dist/binary", `heapblame-${target}${target.startsWith("windows") ? ".exe" : ""}`);
  const entries = ["heapblame.cjs", "load-worker.cjs", "graphviz.mjs"];
  // What lies in the folder where a profile of a stranger's lies is neither run nor read as settings.
  const sealed = ["bunfig", "dotenv", "tsconfig", "package-json"].map((file) => `--no-compile-autoload-${file}`);
  const words = ["build", "--compile", "--bytecode", `--target=bun-${target}`, ...sealed, ...entries, "--outfile", out];
  execFileSync(bun, words, { cwd: stage, stdio: ["ignore", "ignore", "inherit"], timeout: 600_000 });
}

/** Path of its native code; that of other platforms is fetched through npm. */
function rasteriser(name) {
  const { version } = JSON.parse(readFileSync("node_modules/@resvg/resvg-js/package.json", "utf8"));
  const installed = `node_modules/@resvg/resvg-js-${name}`;
  if (existsSync(installed)) return join(installed, `resvgjs.${name}.node`);
  const folder = join(stage, name);
  mkdirSync(folder);
  execFileSync("npm", ["pack", "--silent", "--pack-destination", folder, `@resvg/resvg-js-${name}@${version}`], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [archive] = readdirSync(folder);
  execFileSync("tar", ["-xzf", archive], { cwd: folder });
  return join(folder, "package", `resvgjs.${name}.node`);
}

function checksums() {
  const files = readdirSync("dist/binary")
    .filter((name) => name.startsWith("heapblame-"))
    .sort();
  const lines = files.map((name) => {
    return `${createHash("sha256")
      .update(readFileSync(`dist/binary/${name}`))
      .digest("hex")}  ${name}\n`;
  });
  return lines.join("");
}

// Builds dist/: the bundles that bin/ and the package's exports point to, and the type declarations. Does nothing where it is there already, as this
// Node would build it from these files.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { buildPage } from "./build-page.js";
import { hashFiles } from "./hash-files.js";
import { billOfMaterials, licensesOf } from "./licenses.js";
import { oneFile } from "./one-file.js";
import { unpackedGraphviz } from "./unpacked-graphviz.js";

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);
const STAMP = "node_modules/.cache/built.txt";
const isNotBuiltHere = (path) => /^dist\/(binary|release)\b|\.tgz$/.test(path);
const sources = ["src", ".ci", "bin", "proto", "package.json", "package-lock.json", "tsconfig.json"];
const stamp = () => `${process.version} ${process.arch} ${hashFiles(sources)} ${hashFiles(["dist"], isNotBuiltHere)}\n`;
if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === stamp()) process.exit(0);
rmSync("dist", { recursive: true, force: true });

/** Files of packages that went into some bundle. */
const bundled = new Set();

async function build(options) {
  const built = await esbuild.build({ ...options, metafile: true });
  for (const file of Object.keys(built.metafile.inputs)) bundled.add(file);
  return built;
}

const settings = {
  bundle: true,
  platform: "node",
  target: "node20",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "linked",
  // The rasteriser is native code.
  external: ["@resvg/resvg-js"],
  logLevel: "warning",
};
const commonJs = {
  format: "cjs",
  outExtension: { ".js": ".cjs" },
  // Code that was compiled ahead cannot import on its own: cli/compiled.ts hands it a function that does.
  define: { "import.meta.url": "__url", GRAPHVIZ: '"../pictures/graphviz.mjs"', PAGE_CODE: '"../web/page.json"' },
  banner: {
    js: 'var __import = __import ?? ((name) => import(name)); const __url = require("node:url").pathToFileURL(__filename).href;',
  },
};
const modules = {
  format: "esm",
  // Some packages are CommonJS: bundled into ESM they want a `require`.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
};
// The page: code and style as data, to be put into each file that is written.
await build(buildPage());
// What only pictures need: each a file of its own, which is loaded when it is wanted. d3-node gets a DOM that starts at once.
const pictures = {
  "d3-node": "d3-node",
  "@hpcc-js/wasm-graphviz": "graphviz",
  pdfkit: "pdfkit",
  "svg-to-pdfkit": "svg-to-pdfkit",
};
await build({
  ...settings,
  ...modules,
  outExtension: { ".js": ".mjs" },
  entryPoints: Object.fromEntries(Object.entries(pictures).map(([name, file]) => [file, name])),
  outdir: "dist/pictures",
  minify: true,
  // Of xmldom what holds and writes documents: its parser makes a table of all entities of HTML as soon as it is loaded.
  alias: {
    jsdom: "./src/render/svg/light-dom.ts",
    d3: "d3-selection",
    "@xmldom/xmldom": "@xmldom/xmldom/lib/dom.js",
  },
  plugins: [unpackedGraphviz],
});
// What agents talk by, loaded by `heapblame mcp` alone.
const protocol = {
  "@modelcontextprotocol/sdk/server/index.js": "server",
  "@modelcontextprotocol/sdk/server/stdio.js": "stdio",
  "@modelcontextprotocol/sdk/types.js": "types",
};
await build({
  ...settings,
  ...modules,
  outExtension: { ".js": ".mjs" },
  entryPoints: Object.fromEntries(Object.entries(protocol).map(([name, file]) => [file, name])),
  outdir: "dist/mcp",
  minify: true,
  splitting: true,
});
const ownFiles = {
  ...Object.fromEntries(Object.entries(pictures).map(([name, file]) => [name, `pictures/${file}.mjs`])),
  ...Object.fromEntries(Object.entries(protocol).map(([name, file]) => [name, `mcp/${file}.mjs`])),
};
/** What each svg needs is in the program too, so that its code is compiled ahead. */
const WITHIN = new Set(["d3-node", "@hpcc-js/wasm-graphviz"]);
/** Has bundles in a folder refer to those files; `up` leads from it to dist/. */
const withPictures = (up) => ({
  name: "pictures",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^[^.]/ }, ({ path }) => {
      if (!Object.hasOwn(ownFiles, path)) return undefined;
      return WITHIN.has(path)
        ? { path: `${root}dist/${ownFiles[path]}` }
        : { path: `${up}/${ownFiles[path]}`, external: true };
    }),
});
// The library. Its core has nothing of Node: files and servers come in with load.js alone.
const { metafile: library } = await build({
  ...settings,
  platform: "neutral",
  mainFields: ["module", "main"],
  conditions: ["import", "default"],
  // Colours of tables are set by us: the table never asks for its own.
  external: [...settings.external, "@colors/*", "node:*"],
  // To be read and stepped through.
  minifySyntax: false,
  minifyWhitespace: false,
  sourcemap: true,
  entryPoints: ["src/index.ts", "src/load.ts"],
  outdir: "dist",
  splitting: true,
  format: "esm",
  chunkNames: "[name]-[hash]",
  plugins: [withPictures(".")],
});
refuseNode("dist/index.js", library);
/** commander starts other programs only as commands of its own, which we have none of: what starts them costs two milliseconds to load. */
const withoutPrograms = {
  name: "commander",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path: "none", namespace: "commander" } : undefined,
    );
    onLoad({ filter: /^none$/, namespace: "commander" }, () => ({ contents: "module.exports = {};" }));
  },
};
// The program is one CommonJS file: of all that Node can load it is what starts fastest. What a command does not need is in there too, but not run.
const program = await build({
  ...settings,
  // Licences of what is in it stay there.
  legalComments: "inline",
  format: "esm",
  splitting: true,
  define: commonJs.define,
  entryPoints: ["src/cli/main.ts"],
  outdir: "dist/cli",
  chunkNames: "[name]-[hash]",
  write: false,
  plugins: [withPictures(".."), withoutPrograms],
});
mkdirSync("dist/cli", { recursive: true });
writeFileSync("dist/cli/main.cjs", oneFile(program, "main.js", commonJs.banner.js));
// What runs it, and the thread that it starts.
for (const [entryPoints, up] of [
  [["src/cli/start.ts", "src/cli/compiled.ts"], ".."],
  [["src/load-worker.ts"], "."],
]) {
  await build({
    ...settings,
    ...commonJs,
    entryPoints,
    outdir: "dist",
    outbase: "src",
    plugins: [withPictures(up), withoutPrograms],
  });
}
// What it has to say of a failure is part of the error.
for (const use of ["pprof", "text", "pictures"]) {
  execFileSync(process.execPath, [".ci/precompile.js", use], { stdio: ["ignore", "ignore", "pipe"] });
}
rmSync("dist/cli/compiled.cjs");
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", ".ci/tsconfig.types.json"], {
  stdio: "inherit",
});
// The manual's page, as the program itself writes it.
writeFileSync("dist/heapblame.1", execFileSync(process.execPath, ["bin/heapblame.js", "man"], { env: {} }));
// Compilers before 5.7 know typed arrays without what they lie in.
for (const file of readdirSync("dist/types", { recursive: true }).filter((name) => name.endsWith(".d.ts"))) {
  const types = readFileSync(`dist/types/${file}`, "utf8");
  const plain = types.replace(/\b((?:Big)?(?:Ui|I)nt\d+|Uint8Clamped|Float\d+)Array<ArrayBuffer(?:Like)?>/g, "$1Array");
  if (plain !== types) writeFileSync(`dist/types/${file}`, plain);
}
for (const file of readdirSync("src", { recursive: true }).filter((name) => name.endsWith(".schema.json"))) {
  cpSync(`src/${file}`, `dist/${basename(file)}`);
}
writeFileSync("dist/LICENSES.txt", licensesOf([...bundled]));
const { version: ownVersion } = JSON.parse(readFileSync("package.json", "utf8"));
writeFileSync("dist/sbom.cdx.json", billOfMaterials([...bundled], ownVersion));

mkdirSync("node_modules/.cache", { recursive: true });
writeFileSync(STAMP, stamp());

/** Throws if the file, or a chunk it brings along, imports something of Node. */
function refuseNode(entry, { outputs }, seen = new Set()) {
  if (seen.has(entry)) return;
  seen.add(entry);
  for (const { path, external } of outputs[entry].imports) {
    if (external && (path.startsWith("node:") || path.includes("/pictures/")))
      throw new Error(`${entry} imports ${path}: the core runs in browsers`);
    if (!external) refuseNode(path, { outputs }, seen);
  }
}

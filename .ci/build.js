// Builds dist/: the bundles that bin/ and the package's exports point to, and the type declarations.
import { execFileSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);
rmSync("dist", { recursive: true, force: true });

const settings = {
  bundle: true,
  platform: "node",
  target: "node20",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "linked",
  external: ["d3-node", "@hpcc-js/wasm-graphviz", "@resvg/resvg-js", "pdfkit", "svg-to-pdfkit"],
  logLevel: "warning",
};
// The library. Its core has nothing of Node: files and servers come in with load.js alone.
const library = await build({
  ...settings,
  platform: "neutral",
  mainFields: ["module", "main"],
  conditions: ["import", "default"],
  // Colours of tables are set by us: the table never asks for its own.
  external: [...settings.external, "@colors/*", "node:*"],
  entryPoints: ["src/index.ts", "src/load.ts"],
  outdir: "dist",
  splitting: true,
  format: "esm",
  chunkNames: "chunks/[name]-[hash]",
  metafile: true,
});
refuseNode("dist/index.js", library.metafile);
// The program and the thread it starts, each one CommonJS file: of all that Node can load it is what starts fastest. What a command does not
// need is in there too, but not run.
await build({
  ...settings,
  entryPoints: ["src/cli/start.ts", "src/cli/main.ts", "src/cli/compiled.ts", "src/load-worker.ts"],
  outdir: "dist",
  outbase: "src",
  format: "cjs",
  outExtension: { ".js": ".cjs" },
  define: { "import.meta.url": "__url" },
  banner: {
    js: 'var __import = __import ?? ((name) => import(name)); const __url = require("node:url").pathToFileURL(__filename).href;',
  },
});
// Code that was compiled ahead cannot import on its own (cli/compiled.ts hands it a function that does).
const program = readFileSync("dist/cli/main.cjs", "utf8");
writeFileSync("dist/cli/main.cjs", program.replaceAll(/\bimport\((?="[^"]+"\))/g, "__import("));
execFileSync(process.execPath, [".ci/precompile.js"], { stdio: ["ignore", "ignore", "ignore"] });
rmSync("dist/cli/compiled.cjs");
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", ".ci/tsconfig.types.json"], {
  stdio: "inherit",
});
for (const file of readdirSync("src", { recursive: true }).filter((name) => name.endsWith(".schema.json"))) {
  cpSync(`src/${file}`, `dist/${basename(file)}`);
}

/** Throws if the file, or a chunk it brings along, imports something of Node. */
function refuseNode(entry, { outputs }, seen = new Set()) {
  if (seen.has(entry)) return;
  seen.add(entry);
  for (const { path, external } of outputs[entry].imports) {
    if (external && path.startsWith("node:")) throw new Error(`${entry} imports ${path}: the core has nothing of Node`);
    if (!external) refuseNode(path, { outputs }, seen);
  }
}

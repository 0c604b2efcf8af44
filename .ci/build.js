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
// The library.
await build({
  ...settings,
  entryPoints: ["src/index.ts", "src/load.ts"],
  outdir: "dist",
  splitting: true,
  format: "esm",
  chunkNames: "chunks/[name]-[hash]",
  // Some packages are CommonJS: bundled into ESM they want a `require`.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
});
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

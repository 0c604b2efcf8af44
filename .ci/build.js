// Builds dist/: the bundles that bin/ and the package's exports point to, and the type declarations.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);
rmSync("dist", { recursive: true, force: true });

const entries = ["src/index.ts", "src/load.ts", "src/load-worker.ts", "src/cli/main.ts"].filter((file) =>
  existsSync(file),
);
await build({
  entryPoints: entries,
  outdir: "dist",
  outbase: "src",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "linked",
  chunkNames: "chunks/[name]-[hash]",
  // commander and cli-table3 are CommonJS: bundled into ESM they want a `require`.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
  external: ["d3-node", "@hpcc-js/wasm-graphviz", "@resvg/resvg-js", "pdfkit", "svg-to-pdfkit"],
  logLevel: "warning",
});
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", ".ci/tsconfig.types.json"], {
  stdio: "inherit",
});
for (const folder of ["report", "fetch"]) {
  for (const name of readdirSync(`src/${folder}`).filter((file) => file.endsWith(".schema.json"))) {
    cpSync(`src/${folder}/${name}`, `dist/${name}`);
  }
}

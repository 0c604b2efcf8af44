// Bundles test files, so that no test process has to compile TypeScript: that was most of what small tests took.
import { mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { ownUrl } from "./own-url.js";

/** Folder beside the packages that tests import; undefined where this user may not write there. */
export function makeFolder() {
  try {
    mkdirSync("node_modules/.cache", { recursive: true });
    return mkdtempSync("node_modules/.cache/tests-");
  } catch {
    return undefined;
  }
}

/** Writes one module a test file into `folder`, and what several import beside them. Gives the modules in the order of `files`. `edit` as `ownUrl` has it. */
export async function bundleTests(files, folder, edit) {
  await build({
    entryPoints: files,
    outdir: folder,
    outbase: ".",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    packages: "external",
    // The package says of itself that imports alone do nothing; those of tests do.
    ignoreAnnotations: true,
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: "linked",
    logLevel: "warning",
    plugins: [ownUrl(new Map(), edit)],
  });
  return files.map((file) => join(folder, file.replace(/\.ts$/, ".mjs")));
}

/** How tests are bundled so that one process runs them again and again: what `node:test` would be asked to do is left to `collected.ts`. */
import { resolve } from "node:path";
import type { BuildOptions, Plugin } from "esbuild";
import { ownUrl } from "../../.ci/own-url.js";

const COLLECTED = resolve("test/mutation/collected.ts");

/** `test/a.test.ts` becomes `OUTDIR/test/a.test.js`; `changed` maps absolute paths to what stands there instead of what is on the disk. */
export function settings(tests: readonly string[], outdir: string, changed: ReadonlyMap<string, string>): BuildOptions {
  return {
    entryPoints: tests.map((test) => ({ in: `tests:${test}`, out: test.replace(/\.ts$/, "") })),
    outdir,
    bundle: true,
    packages: "external",
    // The package says of itself that imports alone do nothing; those of tests do.
    ignoreAnnotations: true,
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "error",
    plugins: [collecting, ownUrl(changed)],
  };
}

const collecting: Plugin = {
  name: "collecting",
  setup(build) {
    build.onResolve({ filter: /^node:test$/ }, () => ({ path: COLLECTED }));
    build.onResolve({ filter: /^tests:/ }, ({ path }) => ({ path: path.slice("tests:".length), namespace: "tests" }));
    build.onLoad({ filter: /./, namespace: "tests" }, ({ path }) => ({
      contents: `import "./${path}"; export { countCollected, runCollected } from ${JSON.stringify(COLLECTED)};`,
      resolveDir: ".",
    }));
  },
};

// For bundles of tests: `import.meta.url` stays that of the file in which it is written, so that fixtures and goldens are found.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

/** esbuild plugin; `changed` maps absolute paths to what stands there instead of what is on the disk, `edit` gives the text for a path and a text. */
export function ownUrl(changed = new Map(), edit = (_path, text) => text) {
  return {
    name: "own-url",
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (path.includes("/node_modules/")) return undefined;
        const text = changed.get(path) ?? readFileSync(path, "utf8");
        const own = JSON.stringify(pathToFileURL(path).href);
        return { loader: "ts", contents: edit(path, text.replaceAll("import.meta.url", own)) };
      });
    },
  };
}

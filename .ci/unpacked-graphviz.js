// esbuild's plugin that has the layout engine read its WebAssembly from a file beside it, dist/pictures/graphviz.wasm. As text within the code, packed by
// zstd, it took a fifth of the processor time of a small picture to read and unpack it.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

/** How the package comes to its WebAssembly, once: `x??=unzstd(decode(text))`. */
const UNPACKING = /(\w+)\?\?=\w+\(\w+\(\w+\)\)/g;

/** A layout leaves nothing to chance, and what Node gives random numbers by takes three milliseconds to load. */
const RANDOM = /crypto\.getRandomValues\((\w+)\)/g;

/** The same from dist/pictures and from dist/cli. */
const bytesOf = 'require("node:fs").readFileSync(new URL("../pictures/graphviz.wasm", import.meta.url))';

export const unpackedGraphviz = {
  name: "unpacked-graphviz",
  setup: ({ onLoad }) =>
    onLoad({ filter: /wasm-graphviz[\\/]dist[\\/]index\.js$/ }, async ({ path }) => {
      const source = readFileSync(path, "utf8");
      for (const [what, places] of [
        ["its WebAssembly is unpacked", UNPACKING],
        ["random numbers are asked for", RANDOM],
      ]) {
        const found = source.match(places) ?? [];
        if (found.length !== 1) throw new Error(`${path}: ${what} in ${found.length} places, not one`);
      }
      mkdirSync("dist/pictures", { recursive: true });
      writeFileSync("dist/pictures/graphviz.wasm", await webAssemblyOf(path));
      return { contents: source.replace(UNPACKING, `$1??=${bytesOf}`).replace(RANDOM, "$1.fill(0)") };
    }),
};

/** What the package hands to the engine, caught on the way. */
async function webAssemblyOf(path) {
  const { instantiate } = WebAssembly;
  let bytes;
  WebAssembly.instantiate = (given, imports) => {
    bytes = given;
    return instantiate(given, imports);
  };
  try {
    const { Graphviz } = await import(pathToFileURL(path).href);
    await Graphviz.load();
  } finally {
    WebAssembly.instantiate = instantiate;
  }
  return bytes;
}

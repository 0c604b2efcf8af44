// esbuild's plugin that has the layout engine with its WebAssembly as it is, instead of packed by zstd: unpacking it in JavaScript took a tenth of the
// processor time of a small picture.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

/** How the package comes to its WebAssembly, once: `x??=unzstd(decode(text))`. */
const UNPACKING = /(\w+)\?\?=\w+\(\w+\(\w+\)\)/g;

/** In Node and in browsers. */
const bytesOf = `function bytesOf(text) {
  if (typeof Buffer === "function") return new Uint8Array(Buffer.from(text, "base64"));
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}`;

export const unpackedGraphviz = {
  name: "unpacked-graphviz",
  setup: ({ onLoad }) =>
    onLoad({ filter: /wasm-graphviz[\\/]dist[\\/]index\.js$/ }, async ({ path }) => {
      const source = readFileSync(path, "utf8");
      const found = source.match(UNPACKING) ?? [];
      if (found.length !== 1)
        throw new Error(`${path}: its WebAssembly is unpacked in ${found.length} places, not one`);
      const base64 = Buffer.from(await webAssemblyOf(path)).toString("base64");
      return { contents: `${source.replace(UNPACKING, `$1??=bytesOf("${base64}")`)}\n${bytesOf}\n` };
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

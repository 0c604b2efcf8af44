// esbuild's plugin that has the layout engine read its WebAssembly from a file beside it, dist/pictures/graphviz.wasm. As text within the code, packed by
// zstd, it took a fifth of the processor time of a small picture to read and unpack it. It says nothing there of its own.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

/** What the package has in one place, and what stands there instead. */
const CHANGES = [
  // How it comes to its WebAssembly, once: `x??=unzstd(decode(text))`. The other is the same from dist/pictures and from dist/cli.
  [
    /(\w+)\?\?=\w+\(\w+\(\w+\)\)/g,
    '$1??=require("node:fs").readFileSync(new URL("../pictures/graphviz.wasm", import.meta.url))',
  ],
  // A layout leaves nothing to chance, and what Node has random numbers from takes three milliseconds to load.
  [/crypto\.getRandomValues\((\w+)\)/g, "$1.fill(0)"],
  // Where it writes of itself to the standard error of whoever uses it; what fails is thrown too.
  [/console\.error\.bind\(console\)/g, "() => {}"],
];

export const unpackedGraphviz = {
  name: "unpacked-graphviz",
  setup: ({ onLoad }) =>
    onLoad({ filter: /wasm-graphviz[\\/]dist[\\/]index\.js$/ }, async ({ path }) => {
      let contents = readFileSync(path, "utf8");
      for (const [what, instead] of CHANGES) {
        const count = contents.match(what)?.length ?? 0;
        if (count !== 1) throw new Error(`${path}: ${what} is found in ${count} places, not one`);
        contents = contents.replace(what, instead);
      }
      mkdirSync("dist/pictures", { recursive: true });
      writeFileSync("dist/pictures/graphviz.wasm", await webAssemblyOf(path));
      return { contents };
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

// Counters in the source, for coverage: of each statement, branch and function of a file below src/ how often it was run. Types are taken out first, since not
// all of TypeScript survives the instrumenter's printer; the map that this gives leads back to the lines that people wrote.
import { relative } from "node:path";
import { transformSync } from "esbuild";
import { createInstrumenter } from "istanbul-lib-instrument";

/** A function that gives the text with counters; that of other files as it is. */
export function makeInstrument() {
  const instrumenter = createInstrumenter({
    esModules: true,
    coverageVariable: "sourceCoverage",
    coverageGlobalScope: "globalThis",
    coverageGlobalScopeFunc: false,
  });
  return (path, text) => {
    if (!relative(".", path).startsWith("src/")) return text;
    const { code, map } = transformSync(text, {
      loader: "ts",
      sourcefile: path,
      sourcemap: "external",
      sourcesContent: false,
    });
    return instrumenter.instrumentSync(code, path, JSON.parse(map));
  };
}

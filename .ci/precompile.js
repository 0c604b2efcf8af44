// `precompile.js pprof|text|pictures`: runs the built program on the most usual command lines, one after the other, and keeps the code that V8 compiled for them.
import { writeFileSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const require = createRequire(import.meta.url);
const compiled = require(`${root}dist/cli/compiled.cjs`);
for (const name of ["codeFile", "compile", "runScript"]) {
  if (typeof compiled[name] !== "function") throw new Error(`src/cli/compiled.ts exports no function ${name}`);
}
const { codeFile, compile, runScript } = compiled;
const program = `${root}dist/cli/main.cjs`;
const [base, current] = ["before", "after"].map((when) => `${root}fixtures/streamwatcher/retain/heap-${when}.out`);
// V8 drops code that has not run for long: the shortest run comes last.
const [, , use] = process.argv;
const commandLines = {
  pprof: [
    ["-top", "-base", base, current],
    ["-top", current],
  ],
  text: [["diff", base, current]],
  pictures: [["-svg", "-base", base, current]],
}[use];

// Code is only good for a process with the flags of the one that made it.
require("node:v8").setFlagsFromString = () => {};
const script = compile(program, undefined);
process.on("beforeExit", () => {
  const words = commandLines.shift();
  if (words === undefined) return;
  process.argv = [process.execPath, program, ...words];
  // Something to come: after a run that waits for nothing Node would not ask again.
  setImmediate(() => {});
  runScript(script, program);
});
process.on("exit", (status) => {
  // A command line that ends the process, or fails, would leave code that was compiled by half.
  if (status !== 0 || commandLines.length > 0) {
    writeSync(2, `precompile: heapblame ${process.argv.slice(2).join(" ")} ended the process with status ${status}\n`);
    process.exitCode = status || 1;
    return;
  }
  writeFileSync(codeFile(program, use), script.createCachedData());
});

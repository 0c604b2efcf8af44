/**
 * The program as a script whose compiled code can be kept: the build runs it once and writes the code beside it, which saves a third of the time
 * of a small report. Code is only good for the Node that made it; where there is none, or V8 does not take it, the program is compiled as usual.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { Script } from "node:vm";

/** What the code is for: all of it is read before the first line runs, and pprof's reports in pprof's grammar need half of what others do. */
type CodeUse = "pprof" | "text" | "pictures";

/** By the words of a command line; a wrong guess costs a few milliseconds. */
export function codeUse(words: readonly string[]): CodeUse {
  if (words.some((word) => /^-{0,2}(svg|png|pdf|web|flame)$/.test(word))) return "pictures";
  return words[0]?.startsWith("-") === true ? "pprof" : "text";
}

/** Where the code compiled from `program` is kept. */
export function codeFile(program: string, use: CodeUse): string {
  return `${program}.${process.version}-${process.arch}-${use}`;
}

export function readCode(program: string, use: CodeUse): Buffer | undefined {
  try {
    return readFileSync(codeFile(program, use));
  } catch {
    return undefined;
  }
}

/** `program`: path of a CommonJS bundle, all ASCII as esbuild writes it. */
export function compile(program: string, code: Buffer | undefined): Script {
  const source = `(function (exports, require, module, __filename, __dirname, __import) { ${readFileSync(program, "latin1")}\n})`;
  return new Script(source, { filename: program, ...(code === undefined ? {} : { cachedData: code }) });
}

/** Runs the script as Node runs a CommonJS module. Its `import` would not work, so that it gets ours (see .ci/build.js). */
export function runScript(script: Script, program: string): void {
  const module = { exports: {} };
  const importModule = (name: string): Promise<unknown> => import(name);
  script.runInThisContext()(module.exports, createRequire(program), module, program, dirname(program), importModule);
}

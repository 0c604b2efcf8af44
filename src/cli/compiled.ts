/**
 * The program as a script whose compiled code can be kept: the build runs it once and writes the code beside it, which saves a third of the time
 * of a small report. Code is only good for the Node that made it; where there is none, or V8 does not take it, the program is compiled as usual.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { Script } from "node:vm";

/** Where the code compiled from `program` is kept. */
export function codeFile(program: string): string {
  return `${program}.${process.version}-${process.arch}`;
}

export function readCode(program: string): Buffer | undefined {
  try {
    return readFileSync(codeFile(program));
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

/** Where bin/ enters: runs main.cjs, compiled ahead if possible; not for its version alone. */
import { writeSync } from "node:fs";
import * as nodeModule from "node:module";
import { fileURLToPath } from "node:url";
import { VERSION } from "../version.ts";
import { codeUse, compile, readCode, runScript } from "./compiled.ts";
import { isClosedOutput } from "./terminal/closed-output.ts";

if (!isVersionWritten(process.argv.slice(2))) start();

/** False if something else is asked for, or it cannot be written at once, or to nobody: then the program does it, or says why not. */
function isVersionWritten(words: readonly string[]): boolean {
  if (words.length !== 1 || !/^(-V|--version)$/.test(words[0] as string) || isClosedOutput(1)) return false;
  try {
    writeSync(1, `${VERSION}\n`);
    return true;
  } catch {
    return false;
  }
}

function start(): void {
  const program = fileURLToPath(new URL("./main.cjs", import.meta.url));
  const code = readCode(program, codeUse(process.argv.slice(2)));
  if (code === undefined) {
    // Since 22.1 Node keeps compiled code itself, if asked to.
    (nodeModule as { readonly enableCompileCache?: () => unknown }).enableCompileCache?.();
    nodeModule.createRequire(import.meta.url)(program);
  } else runScript(compile(program, code), program);
}

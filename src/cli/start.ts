/** Where bin/ enters: runs main.cjs, compiled ahead if possible. */
import * as nodeModule from "node:module";
import { fileURLToPath } from "node:url";
import { compile, readCode, runScript } from "./compiled.ts";

const program = fileURLToPath(new URL("./main.cjs", import.meta.url));
const code = readCode(program);
if (code === undefined) {
  // Since 22.1 Node keeps compiled code itself, if asked to.
  (nodeModule as { readonly enableCompileCache?: () => unknown }).enableCompileCache?.();
  nodeModule.createRequire(import.meta.url)(program);
} else runScript(compile(program, code), program);

/**
 * Demangled symbols: C++ by the Itanium ABI, Rust by its two ways, in the words of the demangler that pprof uses. Written for this because that
 * text, and its two shorter forms without parameters and template arguments, is what pprof's reports show, and the ports of LLVM's and of
 * binutils' demanglers have neither.
 *
 * Not known: constraints and explicit template parameters of lambdas (C++20). Such symbols stay as they are.
 */

import { decodeText, encodeText } from "../profile/string-table.ts";
import { latin1 } from "../profile/wrapping/latin1.ts";
import { NotMangled } from "./cursor.ts";
import type { DemangleMode } from "./demangle.ts";
import { parseItanium } from "./itanium.ts";
import { printNode } from "./print.ts";
import { demangleLegacyRust } from "./rust/legacy.ts";
import { demangleRust } from "./rust/v0.ts";

/** Undefined for what is not a mangled name. */
export function demangleSymbol(symbol: string, mode: Exclude<DemangleMode, "none">): string | undefined {
  try {
    return demangle(symbol, mode);
  } catch (error) {
    if (error instanceof NotMangled) return undefined;
    throw error;
  }
}

function demangle(symbol: string, mode: Exclude<DemangleMode, "none">): string | undefined {
  if (symbol.startsWith("_R")) return demangleRust(symbol, mode !== "short");
  if (symbol.startsWith("_Z")) return demangleLegacyRust(symbol) ?? demangleCpp(symbol.slice(2), mode, mode === "full");
  const block = /^___Z(.*)_block_invoke_?[0-9]*(?:\..*)?$/s.exec(symbol);
  if (block !== null)
    return `invocation function for block in ${demangleCpp(block[1] as string, mode, mode === "full")}`;
  const global = /^_GLOBAL_([._$]([ID])_(.*))$/s.exec(symbol);
  if (global === null) return undefined;
  const [, all = "", kind, key = ""] = global;
  // Their parameters are shown in every mode.
  const text = key.startsWith("_Z") ? demangleCpp(key.slice(2), mode, true) : all;
  return `global ${kind === "I" ? "constructors" : "destructors"} keyed to ${text}`;
}

/** Lengths in a symbol count bytes, so it is read as bytes, one a character. */
function demangleCpp(mangled: string, mode: Exclude<DemangleMode, "none">, hasParameters: boolean): string {
  const bytes = latin1(encodeText(mangled));
  const options = { hasTemplateArgs: mode !== "short", hasEnclosingParameters: mode === "full" };
  const text = printNode(parseItanium(bytes, hasParameters), options);
  return decodeText(Uint8Array.from(text, (character) => character.charCodeAt(0)));
}

/**
 * What pprof's symbolizer does to names that are there already: C++ and Rust symbols are demangled, and names that look like demangled C++
 * lose their arguments.
 *
 * The second hits Go: "pkg.(*T).M.Map[...].func2" has a bracket, so its "(*T)" is taken for an argument list. Reports are to show what pprof
 * shows, so it is done here too, and nowhere else.
 */
import { StringAppender } from "../profile/append-strings.ts";
import type { StringTable } from "../profile/string-table.ts";
import type { Profile } from "../profile/tables.ts";

/** `short` leaves out parameters and template arguments, `templates` parameters, `full` nothing; `none` leaves names alone. */
export type DemangleMode = "short" | "templates" | "full" | "none";

/** The demangled symbol; undefined if it is no mangled name. All mangled names begin with an underscore. */
export type Demangler = (symbol: string, mode: Exclude<DemangleMode, "none">) => string | undefined;

export interface DemangleOptions {
  readonly mode: DemangleMode;
  /** Start again from the system names where names and system names differ. */
  readonly force: boolean;
}

/** Whether some name may be mangled, so that a demangler is needed. */
export function hasMangledNames({ functions, strings }: Profile): boolean {
  const isMangled = (row: number): boolean => strings.bytes[strings.offsets[row] as number] === UNDERSCORE;
  return functions.systemName.some((row) => isMangled(row) && /^_+[ZRG]/.test(strings.at(row)));
}

export function demangleProfile(profile: Profile, { mode, force }: DemangleOptions, demangle: Demangler): Profile {
  const { functions } = profile;
  const strings = new StringAppender(profile.strings);
  const known = new Map<number, string>();
  const name = functions.name.map((old, row) => {
    const system = functions.systemName[row] as number;
    const current = force && old !== 0 && system !== 0 ? system : old;
    // A name of its own is one that somebody has demangled already.
    if (mode === "none" || (current !== 0 && !isSameText(profile, current, system))) return current;
    if (isPlain(profile.strings, system)) return system;
    const symbol = profile.strings.at(system);
    const fresh = known.get(system) ?? demangleName(symbol, mode, demangle);
    known.set(system, fresh);
    return fresh === symbol ? system : strings.intern(fresh);
  });
  return { ...profile, functions: { ...functions, name }, strings: strings.finish() };
}

const UNDERSCORE = 0x5f;
const COLON = 0x3a;
const LESS = 0x3c;
const GREATER = 0x3e;
const OPENING = 0x5b;
const CLOSING = 0x5d;

/** Whether a name has nothing of what is looked for below; told without decoding it. */
function isPlain({ bytes, offsets }: StringTable, row: number): boolean {
  const start = offsets[row] as number;
  const end = offsets[row + 1] as number;
  if (start < end && bytes[start] === UNDERSCORE) return false;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte === LESS || byte === GREATER || byte === OPENING || byte === CLOSING) return false;
    if (byte === COLON && at + 1 < end && bytes[at + 1] === COLON) return false;
  }
  return true;
}

function isSameText({ strings }: Profile, a: number, b: number): boolean {
  return a === b || strings.at(a) === strings.at(b);
}

export function demangleName(symbol: string, mode: Exclude<DemangleMode, "none">, demangle: Demangler): string {
  const demangled = demangle(symbol, mode);
  if (demangled !== undefined && demangled !== symbol) return demangled;
  // macOS puts one underscore more before every symbol.
  if (symbol.startsWith("_")) {
    const bare = symbol.slice(1);
    const other = demangle(bare, mode);
    if (other !== undefined && other !== bare) return other;
  }
  if (mode === "full" || !looksLikeCpp(symbol)) return symbol;
  const withoutParameters = removeBalanced(symbol, "(", ")");
  return mode === "short" ? removeBalanced(withoutParameters, "<", ">") : withoutParameters;
}

/** Spares Java's "Class.<init>" and Go's "pkg.(*T[...]).M"; other Go names with brackets are taken for C++. */
function looksLikeCpp(name: string): boolean {
  if (name.includes(".<") || name.includes("]).")) return false;
  return /[<>[\]]|::/.test(name);
}

/** `name` without the outermost pairs and what is in them; from the first unmatched closing one on, all stays. */
function removeBalanced(name: string, open: string, close: string): string {
  let kept = "";
  let depth = 0;
  /** Start of what is not in `kept` yet. */
  let from = 0;
  for (let at = 0; at < name.length; at++) {
    if (name[at] === open) {
      if (depth++ === 0) {
        kept += name.slice(from, at);
        from = at;
      }
    } else if (name[at] === close) {
      if (depth === 0) break;
      if (--depth === 0) from = at + 1;
    }
  }
  return kept + name.slice(from);
}

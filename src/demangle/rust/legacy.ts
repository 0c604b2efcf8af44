/** Rust's first mangling, C++ in looks: `_ZN`, identifiers with their lengths, `17h` and a hash of 16 digits, `E`. */
const PUNCTUATION: Readonly<Record<string, string>> = {
  C: ",",
  SP: "@",
  BP: "*",
  RF: "&",
  LT: "<",
  GT: ">",
  LP: "(",
  RP: ")",
};

/** The path without its hash; undefined if the symbol is not one of Rust's. */
export function demangleLegacyRust(symbol: string): string | undefined {
  const suffix = symbol.lastIndexOf("E.");
  const hash = /^_ZN(.+)17h([0-9a-f]{16})E$/s.exec(suffix < 0 ? symbol : symbol.slice(0, suffix + 1));
  // A hash of few different digits is no hash.
  if (hash === null || new Set(hash[2]).size < 5) return undefined;
  const path: string[] = [];
  let rest = hash[1] as string;
  while (rest !== "") {
    const [all, digits, underscore] = /^([0-9]{1,9})(_?)/.exec(rest) ?? [];
    if (all === undefined) return undefined;
    const length = Number(digits) - (underscore === "" ? 0 : 1);
    const identifier = rest.slice(all.length, all.length + length);
    if (identifier.length < length) return undefined;
    path.push(withoutEscapes(identifier));
    rest = rest.slice(all.length + length);
  }
  return path.join("::");
}

/** `$LT$` and the like; what is no escape ends the reading and stays as it is, with all that follows. */
function withoutEscapes(identifier: string): string {
  let text = "";
  let rest = identifier.startsWith("_$") ? identifier.slice(1) : identifier;
  while (rest !== "") {
    const [all = "", name, hex] = /^(?:\$(C|[A-Z]{2})\$|\$u([0-7][0-9a-f])\$|\.\.|[^$])/s.exec(rest) ?? [];
    const character = hex !== undefined ? String.fromCharCode(Number.parseInt(hex, 16)) : undefined;
    const plain = name !== undefined ? PUNCTUATION[name] : (character ?? (all === ".." ? "::" : all));
    if (all === "" || plain === undefined || (character !== undefined && character < " ")) return text + rest;
    text += plain;
    rest = rest.slice(all.length);
  }
  return text;
}

/**
 * A type in two parts, what stands before the name it declares and what stands after it:
 *
 *     int (*)[3]     before "int (*", after ") [3]"
 */
export interface Declarator {
  readonly before: string;
  readonly after: string;
  /** Pointers to these need parentheses. */
  readonly core: "function" | "array" | "other";
}

export function plain(before: string): Declarator {
  return { before, after: "", core: "other" };
}

/** `word` behind the type, inside whatever parentheses it has. */
export function appendWord(inner: Declarator, word: string): Declarator {
  return { ...inner, before: `${inner.before}${inner.before.endsWith("(") ? "" : " "}${word}` };
}

/** A pointer to a function or an array. */
export function enclose(inner: Declarator, space: string, symbol: string): Declarator {
  const gap = inner.before.endsWith(" ") ? "" : space;
  return { before: `${inner.before}${gap}(${symbol}`, after: `)${inner.after}`, core: "other" };
}

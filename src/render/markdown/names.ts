/**
 * Which words of a sentence are names: of functions, files, types, programs. A sentence is made of names that others chose; what looks like one is told
 * by its characters, so that whatever a service makes a link of is never prose.
 */

interface Piece {
  readonly piece: string;
  readonly isName: boolean;
}

/** The sentence in pieces that join to the whole of it. */
export function sentencePieces(sentence: string): Piece[] {
  const words = sentence.split(" ");
  const pieces: Piece[] = [];
  let prose = "";
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    if (at > 0) prose += " ";
    const [, lead = "", rest = ""] = PLAIN.test(word) ? [] : (LEAD.exec(word) ?? []);
    if (!isName(rest)) {
      prose += word;
      continue;
    }
    const last = endOfName(words, at, rest);
    const whole = [rest, ...words.slice(at + 1, last + 1)].join(" ");
    const length = lengthOfName(whole);
    if (prose + lead !== "") pieces.push({ piece: prose + lead, isName: false });
    pieces.push({ piece: whole.slice(0, length), isName: true });
    prose = whole.slice(length);
    at = last;
  }
  if (prose !== "") pieces.push({ piece: prose, isName: false });
  return pieces;
}

/** Most words, and what stands alone. */
const PLAIN = /^(?:[a-z]{0,40}[.,;:]?|[^\p{L}\p{N}@#\\`/])$/iu;

/** Quotes and brackets before a name; the one of a method's receiver belongs to it. */
const LEAD = /^(["'“‘]*(?:\((?!\*))*["'“‘]*)(.*)$/s;

/** What a service links: mentions, issues, addresses, commits. */
const LINKED = [
  /[@#]/,
  /:\/\//,
  /^www\./i,
  /^GH-\d/i,
  /^(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{7,40}\b/i,
  /\bmailto:|\bxmpp:/i,
];

/** What names have and words do not: `pkg.Name`, `(*T).m`, `a::b`, `/path`, `a/b/c`, `[]byte`, `map[K]V`, `<unknown>`, `a_b`, `x\y`, a backquote. */
const NAMED = [
  /[\p{L}_)\]]\.[\p{L}_(*]/u,
  /\(\*/,
  /\p{L}::|::\p{L}/u,
  /^~?\/\p{L}/u,
  /\p{L}\/[^\s/]+\//u,
  /[[<{].*\p{L}|\p{L}.*[[<{]/u,
  /\p{L}_|_\p{L}/u,
  /\\|`/,
];

/** A word longer than any of a language. */
const LONGEST_WORD = 40;

const ABBREVIATION = /^(?:e\.g|i\.e)\b/;

function isName(word: string): boolean {
  if (word.length > LONGEST_WORD) return true;
  if (LINKED.some((pattern) => pattern.test(word))) return true;
  return !ABBREVIATION.test(word) && NAMED.some((pattern) => pattern.test(word));
}

/** Type arguments have spaces in them; not without end. */
const MOST_WORDS = 40;

/** The word that closes the brackets that the first one opens; the first where none does. */
function endOfName(words: readonly string[], first: number, rest: string): number {
  let depth = depthOf(rest);
  for (let at = first; at < Math.min(words.length, first + MOST_WORDS); at++) {
    if (at > first) depth += depthOf(words[at] as string);
    if (depth <= 0) return at;
  }
  return first;
}

function depthOf(text: string): number {
  let depth = 0;
  for (const character of text) {
    if ("[{(".includes(character)) depth += 1;
    else if ("]})".includes(character)) depth -= 1;
  }
  return depth;
}

/** Without the stop, the comma, the closing quote or the bracket that was open before it. */
function lengthOfName(text: string): number {
  let length = text.length;
  let depth = depthOf(text);
  for (; length > 1; length--) {
    const last = text[length - 1] as string;
    if (last === ")" && depth < 0) depth += 1;
    else if (!".,;:!?\"'”’".includes(last)) break;
  }
  return length;
}

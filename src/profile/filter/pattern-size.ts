/** How large the program of a regular expression in Go's syntax is, told by its text alone: what many `{1000}` are compiled to would fill the memory. */
import { UsageError } from "../../errors.ts";
import { isLiteral, type PatternCompiler } from "./pattern.ts";

/** Of expressions that are looked for together: each instruction takes 20 times the memory that Go needs, and is tried on every name. */
const MOST_INSTRUCTIONS = 50_000;
/** Of one, in Go. */
const MOST_IN_GO = Math.floor((128 << 20) / 40);

/** A class of Unicode, which is a list of ranges, costs about as much as so many instructions. */
const UNICODE_CLASS = 16;
/** What opens a group: its flags or its name. */
const GROUP = /\(\?(?:P?<\w*>|[imsU-]*[:)])?|\(/y;
/** What is one character or class, brackets aside: `\Q` takes all up to `\E`. */
const ATOM = /\\Q(?:(?!\\E).)*(?:\\E)?|\\[pP](?:\{[^}]*\}?|.)?|\\x\{[^}]*\}?|\\?./suy;
const BRACKET = /\[\^?\]?(?:\[:\^?\w+:\]|\\[pP](?:\{[^}]*\}?)?|\\.|[^\]\\])*\]?/suy;
const REPEATED = /[*+?]\??|\{(\d{1,9})(,?)(\d{0,9})\}\??/y;

/** Sizes of what is open: a group's branches so far, and the last thing in it, which may be repeated. */
interface Open {
  before: number;
  last: number;
  readonly isKept: boolean;
}

/** A compiler of expressions that are looked for together: it throws UsageError "large-regexp" when they come to too much, "bad-regexp" where Go does. */
export function limitTogether(compile: PatternCompiler, most: number = MOST_INSTRUCTIONS): PatternCompiler {
  let total = 0;
  return (source) => {
    const size = computePatternSize(source);
    total += size;
    if (total > most) throw tooLarge(source, size, total, most);
    return compile(source);
  };
}

function tooLarge(source: string, size: number, total: number, most: number): UsageError {
  const fact = "error parsing regexp: expression too large";
  if (size > MOST_IN_GO) return new UsageError("bad-regexp", `${fact}: \`${source}\``);
  const count = size === total ? `${size} instructions` : `${total} instructions with those before it`;
  return new UsageError(
    "large-regexp",
    `${fact}: ${count}, ${most} at most: what is repeated {1000} times counts as often`,
  );
}

/** Instructions, at least as many as Go counts; 0 where it is only searched for. Of text that is no regular expression too. */
export function computePatternSize(source: string): number {
  if (isLiteral(source)) return 0;
  // Not looked at: it is too much anyhow.
  if (source.length > MOST_INSTRUCTIONS) return source.length;
  const open: Open[] = [{ before: 1, last: 0, isKept: false }];
  for (let at = 0; at < source.length; ) at += takeNext(source, at, open);
  while (open.length > 1) closeGroup(open);
  return sizeOf(open[0] as Open);
}

/** How many characters it took. */
function takeNext(source: string, at: number, open: Open[]): number {
  const group = open[open.length - 1] as Open;
  const repeated = matchAt(REPEATED, source, at);
  if (repeated !== undefined) {
    group.last = repeatedSize(repeated, group.last);
    return repeated[0].length;
  }
  const character = source[at];
  if (character === "(") return openGroup(source, at, open);
  if (character === ")") closeGroup(open);
  else if (character === "|") addAtom(group, 1);
  else return takeAtom(character === "[" ? BRACKET : ATOM, source, at, group);
  return 1;
}

function takeAtom(pattern: RegExp, source: string, at: number, group: Open): number {
  const text = matchAt(pattern, source, at)?.[0] ?? source.slice(at, at + 1);
  if (text.startsWith("\\Q")) {
    // What is repeated behind it is the last character.
    addAtom(group, text.length - 1);
    addAtom(group, 1);
  } else addAtom(group, 1 + UNICODE_CLASS * (text.match(/\\[pP]/g)?.length ?? 0));
  return text.length;
}

/** `(?i)` opens nothing. */
function openGroup(source: string, at: number, open: Open[]): number {
  const text = matchAt(GROUP, source, at)?.[0] ?? "(";
  if (!text.endsWith(")")) open.push({ before: 0, last: 0, isKept: !text.endsWith(":") });
  return text.length;
}

function closeGroup(open: Open[]): void {
  const [group, around] = [open[open.length - 1], open[open.length - 2]];
  if (group === undefined || around === undefined) return;
  open.pop();
  addAtom(around, Math.max(1, sizeOf(group)) + (group.isKept ? 2 : 0));
}

function addAtom(group: Open, size: number): void {
  group.before += group.last;
  group.last = size;
}

function sizeOf({ before, last }: Open): number {
  return before + last;
}

/** As Go counts: x{2,5} is xx(x(x(x)?)?)?. */
function repeatedSize([text, least, comma, most]: RegExpExecArray, size: number): number {
  if (least === undefined) return size + (text.startsWith("*") ? 2 : 1);
  const [from, to] = [Number(least), Number(comma === "" ? least : most)];
  if (comma !== "" && most === "") return Math.max(1, from) * size + 2;
  return Math.max(1, to) * size + Math.max(0, to - from);
}

function matchAt(pattern: RegExp, source: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source) ?? undefined;
}

/** Go's regular expressions: RE2 syntax, found anywhere, in linear time, with Go's words for what is wrong. */

import { RE2JS } from "re2js";
import { UsageError } from "../../errors.ts";
import { checkString } from "../argument.ts";
import { isLiteral, type Pattern } from "./pattern.ts";
import { limitTogether } from "./pattern-size.ts";

/** Throws UsageError "bad-regexp", "large-regexp". */
export function compilePattern(source: string): Pattern {
  checkString(source, "a regular expression");
  if (isLiteral(source)) return { source, matches: (text) => text.includes(source) };
  const wrong = source.search(/\p{Surrogate}/u);
  if (wrong >= 0) {
    throw new UsageError("bad-regexp", `error parsing regexp: invalid UTF-8: \`${source.slice(wrong)}\``);
  }
  return limitTogether(compileProgram)(source);
}

function compileProgram(source: string): Pattern {
  const program = compile(source);
  return { source, matches: (text) => program.test(wellFormed(text)) };
}

function compile(source: string): RE2JS {
  try {
    return RE2JS.compile(source);
  } catch (error) {
    const message = (error as Error).message;
    // Go lets two groups share a name. Nobody asks for groups here: they can go without.
    if (message.includes("duplicate capture group name")) return compile(source.replace(/\(\?P?<\w+>/g, "("));
    throw new UsageError("bad-regexp", inGoWords(message), { cause: error });
  }
}

/** The engine leaves out what Go quotes if that is nothing. */
function inGoWords(message: string): string {
  return message.endsWith("trailing backslash at end of expression") ? `${message}: \`\`` : message;
}

/** Go reads a byte that is no UTF-8 as U+FFFD; in our strings such a byte is a lone surrogate. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}

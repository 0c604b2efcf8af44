/** Words as a command line to paste into a shell, without what is secret in them. */
import { withoutSecrets } from "../../fetch/redact.ts";

export function quoteWords(words: readonly string[]): string {
  return words.map((word) => quoteWord(shownWord(word))).join(" ");
}

/** `-base=URL` holds a URL too. */
function shownWord(word: string): string {
  const [, option = "", value = word] = /^(--?[\w-]+=)(.*)$/s.exec(word) ?? [];
  return option + withoutSecrets(value);
}

function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

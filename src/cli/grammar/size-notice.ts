/** `250M`: what Kubernetes and pprof read differently, is said, where it is an option of ours that goes by pprof. */
import type { Command } from "commander";
import { formatQuantity } from "../../measurement/quantity.ts";
import { parseSize } from "../../measurement/size.ts";
import { budget, size } from "../options/values.ts";
import { knownOptions } from "./own-words.ts";

/** Lines without an end. */
export function sizeNotices(words: readonly string[], command: Command, program: Command): string[] {
  const known = knownOptions(command, program);
  return words.flatMap((word, at) => {
    const [, name = "", inWord] = /^(--[\w-]+)(?:=(.*))?$/s.exec(word) ?? [];
    const parser: unknown = known.get(name)?.parseArg;
    const isSize = parser !== undefined && (parser === size || parser === budget);
    return isSize ? noticeOf(name, inWord ?? words[at + 1] ?? "") : [];
  });
}

function noticeOf(name: string, text: string): string[] {
  const [, number = "", prefix = ""] = /^(\d+(?:\.\d+)?)([kKMGTP])$/.exec(text.trim()) ?? [];
  const bytes = number === "" ? undefined : parseSize(text);
  if (bytes === undefined) return [];
  const decimal = Number(number) * 1000 ** ("kmgtp".indexOf(prefix.toLowerCase()) + 1);
  return [`${name} ${text} is ${formatQuantity(bytes)}, as pprof counts; Kubernetes would mean ${decimal} bytes`];
}

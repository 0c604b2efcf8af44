/**
 * The memory map at the end of a legacy profile: lines of /proc/self/maps, or brief ones:
 *
 *     00400000-004d4000 r-xp 00000000 08:01 123   /usr/bin/service
 *     0x40000-0x80000 /usr/bin/service (@ff00) abc123
 *
 * pprof takes them with two regular expressions in which two hexadecimal numbers may touch ("abcd" is the range abc to d), so that nearly any line
 * that starts with such a digit is a mapping. Here that is done by hand where a regular expression would try every split.
 */
import { ProfileError } from "../../errors.ts";
import { NumberError, parseUint64 } from "../go-number.ts";
import { legacyFault } from "./builder.ts";
import { type LineScanner, trimSpace } from "./go-text.ts";
import type { LegacyMapping } from "./mappings.ts";

const SENTINELS = ["--- Memory map: ---", "MAPPED_LIBRARIES:"];

export function isMemoryMapStart(line: string): boolean {
  return SENTINELS.some((sentinel) => line.includes(sentinel));
}

/** Goes on to the memory map, skipping what lies before it, and reads it; none if there is none. */
export function readMemoryMap(lines: LineScanner): LegacyMapping[] {
  while (!isMemoryMapStart(lines.text) && lines.scan());
  return parseMemoryMap(lines);
}

/** Throws ProfileError if the reading stopped before the end. */
export function checkLines(lines: LineScanner): void {
  if (lines.error !== undefined) throw legacyFault(LONG_LINE, lines.error);
}

/** The same of the line that tells the format. Throws ProfileError "text": what it is nobody knows yet. */
export function checkFirstLine(lines: LineScanner): void {
  if (lines.error !== undefined) throw new ProfileError("text", LONG_LINE, `parsing profile: ${lines.error}`);
}

const LONG_LINE = "a line of it has more than 65,535 bytes";

/** All lines that are left, as a memory map. */
export function parseMemoryMap(lines: LineScanner): LegacyMapping[] {
  const mappings: LegacyMapping[] = [];
  const attributes = new Attributes();
  while (lines.scan()) {
    const line = attributes.replaceIn(withoutLogPrefix(lines.text));
    const entry = parseEntry(line);
    if (entry === "unrecognized") attributes.define(line);
    else if (entry !== "not executable") mappings.push(entry);
  }
  checkLines(lines);
  return mappings;
}

/** "file:line] " before the message, as glog writes it. */
function withoutLogPrefix(line: string): string {
  return line.replace(/^[^[\]]+:[0-9]+\][\t\n\f\r ]/, "");
}

const LONGEST_LINE = 1 << 20;

/** Assignments `name=value` between the mappings; `$name` stands for the value in later lines. */
class Attributes {
  readonly #values: Map<string, { readonly value: string; readonly order: number }> = new Map();
  readonly #lengths: Set<number> = new Set();

  define(line: string): void {
    const equals = line.indexOf("=");
    if (equals < 0) return;
    const name = `$${trimSpace(line.slice(0, equals))}`;
    if (this.#values.has(name)) return;
    this.#values.set(name, { value: trimSpace(line.slice(equals + 1)), order: this.#values.size });
    this.#lengths.add(name.length);
  }

  replaceIn(line: string): string {
    if (this.#values.size === 0 || !line.includes("$")) return line;
    let result = "";
    let from = 0;
    for (let at = line.indexOf("$"); at >= 0; at = line.indexOf("$", from)) {
      const [name, value] = this.#bestAt(line, at) ?? ["$", "$"];
      result += line.slice(from, at) + value;
      from = at + name.length;
      if (result.length > LONGEST_LINE) {
        const fact = `a line of the memory map has more than ${LONGEST_LINE} characters once its $names are replaced`;
        throw new ProfileError("too-large", fact, `parsing profile: ${fact}`);
      }
    }
    return result + line.slice(from);
  }

  /** Of the names that stand at `at`, the one defined first. */
  #bestAt(line: string, at: number): [name: string, value: string] | undefined {
    let best: [string, string] | undefined;
    let bestOrder = Number.POSITIVE_INFINITY;
    for (const length of this.#lengths) {
      const name = line.slice(at, at + length);
      const entry = this.#values.get(name);
      if (entry === undefined || entry.order >= bestOrder) continue;
      best = [name, entry.value];
      bestOrder = entry.order;
    }
    return best;
  }
}

interface Range {
  readonly start: string;
  readonly end: string;
  /** What follows the range. */
  readonly rest: string;
}

const S = "[\\t\\n\\f\\r ]";
const HEX = "[0-9a-fA-F]";
const firstNumber = new RegExp(`^${S}*(?:0x)?(${HEX}+)`);
const secondNumber = new RegExp(`^(?:-|${S})?${S}*(?:0x)?(${HEX}+)`);
const prefixedNumber = new RegExp(`^x(${HEX}+)`);
const procTail = new RegExp(
  `^:?(?:${S}+([-rwxp]+))?(?:${S}+(${HEX}+))?${S}+${HEX}+:${HEX}+${S}+[0-9]+(?:${S}+([^\\t\\n\\f\\r ]+))?`,
);
const briefTail = new RegExp(
  `^:?(?:${S}+([-rwxp]+))?(?:${S}+([^\\t\\n\\f\\r ]+))?(?:${S}+\\(@(${HEX}+)\\))?(?:${S}+(${HEX}+))?`,
);

/** The ways to read an address range off the beginning of the line, the preferred one first: two numbers, or one cut before its last digit. */
function splitRange(line: string): Range[] {
  const first = firstNumber.exec(line);
  if (first === null) return [];
  const digits = first[1] as string;
  const after = line.slice(first[0].length);
  const ranges: Range[] = [];
  const second = secondNumber.exec(after);
  if (second !== null) ranges.push({ start: digits, end: second[1] as string, rest: after.slice(second[0].length) });
  if (digits.length < 2) return ranges;
  const start = digits.slice(0, -1);
  const prefixed = digits.endsWith("0") ? prefixedNumber.exec(after) : null;
  if (prefixed !== null) ranges.push({ start, end: prefixed[1] as string, rest: after.slice(prefixed[0].length) });
  else ranges.push({ start, end: digits.slice(-1), rest: after });
  return ranges;
}

function parseEntry(line: string): LegacyMapping | "unrecognized" | "not executable" {
  const ranges = splitRange(line);
  for (const { start, end, rest } of ranges) {
    const [matched, permissions = "", offset = "", file = ""] = procTail.exec(rest) ?? [];
    if (matched !== undefined) return toMapping(start, end, permissions, offset, file, "");
  }
  const [range] = ranges;
  if (range === undefined) return "unrecognized";
  const [, permissions = "", file = "", offset = "", buildId = ""] = briefTail.exec(range.rest) ?? [];
  return toMapping(range.start, range.end, permissions, offset, file, buildId);
}

function toMapping(
  start: string,
  end: string,
  permissions: string,
  offset: string,
  file: string,
  buildId: string,
): LegacyMapping | "unrecognized" | "not executable" {
  if (permissions !== "" && !permissions.includes("x")) return "not executable";
  try {
    return {
      memoryStart: parseUint64(start, 16),
      memoryLimit: parseUint64(end, 16),
      fileOffset: offset === "" ? 0n : parseUint64(offset, 16),
      file,
      buildId,
    };
  } catch (error) {
    if (error instanceof NumberError) return "unrecognized";
    throw error;
  }
}

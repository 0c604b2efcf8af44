/**
 * Command lines in the grammar of Go's flag package: `-x` and `--x` are one; `-x=v`, or `-x v` unless x is a switch; the first argument that is
 * no flag ends them, as does `--`; of two equal flags the last wins.
 */
import { UsageError } from "../../../errors.ts";
import { quoteText } from "../../../profile/go-quote.ts";
import { parseFloat64, parseInteger, parseSwitch } from "./numbers.ts";

export type FlagKind = "switch" | "integer" | "number" | "text";

export interface ParsedFlags {
  /** Those that were given, by name. */
  readonly values: ReadonlyMap<string, boolean | number | string>;
  readonly rest: readonly string[];
}

/** `-help` or `-h` where there is no flag of that name. */
export class HelpRequest extends Error {}

/** A flag that is wrong by the grammar; the answer is the message and the usage. */
export class FlagError extends UsageError {
  /** Of a flag that there is not. */
  readonly unknown: string | undefined;
  constructor(message: string, unknown?: string) {
    super("bad-option", message);
    this.unknown = unknown;
  }
}

const PARSERS: Record<FlagKind, (text: string) => boolean | number | string> = {
  switch: parseSwitch,
  integer: (text) => Number(parseInteger(text)),
  number: parseFloat64,
  text: (text) => text,
};

/** Throws FlagError, HelpRequest. */
export function parseGoFlags(args: readonly string[], kinds: ReadonlyMap<string, FlagKind>): ParsedFlags {
  const values = new Map<string, boolean | number | string>();
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] as string;
    if (arg.length < 2 || !arg.startsWith("-")) return { values, rest: args.slice(at) };
    if (arg === "--") return { values, rest: args.slice(at + 1) };
    const [, name = "", , value] = /^--?([^=]*)(=(.*))?$/s.exec(arg) ?? [];
    if (name === "" || name.startsWith("-")) throw new FlagError(`bad flag syntax: ${arg}`);
    const kind = kinds.get(name);
    if (kind === undefined) {
      if (name === "help" || name === "h") throw new HelpRequest();
      throw new FlagError(`flag provided but not defined: -${name}`, name);
    }
    if (value !== undefined) values.set(name, parseValue(name, kind, value));
    else if (kind === "switch") values.set(name, true);
    else if (++at < args.length) values.set(name, parseValue(name, kind, args[at] as string));
    else throw new FlagError(`flag needs an argument: -${name}`);
  }
  return { values, rest: [] };
}

function parseValue(name: string, kind: FlagKind, text: string): boolean | number | string {
  try {
    return PARSERS[kind](text);
  } catch (error) {
    const reason = (error as Error).message;
    const what =
      kind === "switch" ? `invalid boolean value ${quoteText(text)} for` : `invalid value ${quoteText(text)} for flag`;
    throw new FlagError(`${what} -${name}: ${reason}`);
  }
}

/** The variables of pprof's shell: its options by name, their values as text, and what is wrong with a value. In Go's words throughout. */
import { UsageError } from "../../../errors.ts";
import { formatShortest } from "../../../measurement/float-text.ts";
import { quoteText } from "../../../profile/go-quote.ts";
import { resolveSampleIndex } from "../../../profile/sample-index.ts";
import type { Header } from "../../../profile/tables.ts";
import { parseFloat64, parseInteger, parseSwitch } from "../go/numbers.ts";
import { type PprofOption, type PprofSettings, VIEW_OPTIONS } from "../options.ts";

type Key = keyof typeof VIEW_OPTIONS;

interface Variable {
  readonly key: Key;
  readonly option: PprofOption;
}

const OPTIONS: readonly Variable[] = (Object.keys(VIEW_OPTIONS) as Key[]).map((key) => ({
  key,
  option: VIEW_OPTIONS[key],
}));

/** By name; the words of a choice stand for it, too. */
export const VARIABLES: ReadonlyMap<string, Variable> = new Map(
  OPTIONS.flatMap((variable) => {
    const { name, ...option } = variable.option;
    const words = option.kind === "choice" ? option.choices : [];
    return [name, ...words].map((word): [string, Variable] => [word, variable]);
  }),
);

/** Whether the name alone says enough. */
export function isSwitch(name: string): boolean {
  const { option } = VARIABLES.get(name) as Variable;
  return name !== option.name || option.kind === "switch";
}

/** The settings with `name` set to `value`. Throws UsageError "bad-option", "bad-sample-index". */
export function assign(settings: PprofSettings, name: string, value: string, header: Header): PprofSettings {
  const { key, option } = VARIABLES.get(name) as Variable;
  if (name !== option.name) return { ...settings, [key]: chooseWord(name, value) };
  if (key === "sampleIndex") {
    const type = header.sampleTypes[resolveSampleIndex(header, value)]?.type ?? "";
    return { ...settings, sampleIndex: type };
  }
  return { ...settings, [key]: parseValue(option, value) };
}

/** `cum=true` is sort=cum; nothing undoes it. */
function chooseWord(word: string, value: string): string {
  try {
    if (parseSwitch(value)) return word;
  } catch {
    // Said below.
  }
  throw new UsageError("bad-option", `unknown config field ${quoteText(word)}`);
}

function parseValue(option: PprofOption, text: string): string | number | boolean {
  switch (option.kind) {
    case "switch":
      return parseWord(text);
    case "integer":
      return /^[+-]?\d+$/.test(text)
        ? Number(inGoWords("Atoi", text, (digits) => parseInteger(decimal(digits))))
        : inGoWords("Atoi", text, syntaxError);
    case "number":
      return inGoWords("ParseFloat", text, parseFloat64);
    case "choice":
      if (option.choices.includes(text)) return text;
      throw new UsageError("bad-option", `invalid ${quoteText(option.name)} value ${quoteText(text)}`);
    default:
      return text;
  }
}

/** Leading zeros are no octal here. */
function decimal(digits: string): string {
  return digits.replace(/^([+-]?)0+(?=\d)/, "$1");
}

function syntaxError(): never {
  throw new Error("parse error");
}

function inGoWords<T>(name: string, text: string, parse: (text: string) => T): T {
  try {
    return parse(text);
  } catch (error) {
    const { message } = error as Error;
    const reason = message === "parse error" ? "invalid syntax" : message;
    throw new UsageError("bad-option", `strconv.${name}: parsing ${quoteText(text)}: ${reason}`, { cause: error });
  }
}

const WORDS: Readonly<Record<string, boolean>> = {
  ...{ true: true, t: true, yes: true, y: true, "1": true, "": true },
  ...{ false: false, f: false, no: false, n: false, "0": false },
};

function parseWord(text: string): boolean {
  const value = Object.hasOwn(WORDS, text.toLowerCase()) ? WORDS[text.toLowerCase()] : undefined;
  if (value !== undefined) return value;
  throw new UsageError("bad-option", `illegal value "${text}" for bool variable`);
}

/** All of them with their values, as `options` prints them. No end of line. */
export function formatVariables(settings: PprofSettings, header: Header): string {
  // What pprof has not is not among them.
  const shown = OPTIONS.filter(({ key }) => key !== "sourcePath" && key !== "svgInteractive");
  return shown
    .map((variable) => variableLine(variable, settings, header))
    .sort()
    .join("\n");
}

function variableLine({ key, option }: Variable, settings: PprofSettings, header: Header): string {
  const { value, comment } = describe(option, formatValue(settings[key]), header);
  return `  ${option.name.padEnd(25)} = ${value.padEnd(20)} ${comment === "" ? "" : `${COMMENT} ${comment}`}`;
}

/** What follows it on a line is not part of the value. */
export const COMMENT = "//:";

function describe(option: PprofOption, value: string, header: Header): { value: string; comment: string } {
  if (option.kind === "choice") {
    return { value: value === "" ? "(default)" : value, comment: `[${option.choices.toSorted().join(" | ")}]` };
  }
  if (option.name === "sample_index") {
    const types = header.sampleTypes.map(({ type }) => type);
    return { value: value === "" ? (types.at(-1) ?? "") : value, comment: `[${types.join(" | ")}]` };
  }
  if (option.name === "nodecount" && value === "-1") return { value, comment: "default" };
  return { value: value === "" ? '""' : value, comment: "" };
}

function formatValue(value: string | number | boolean): string {
  return typeof value === "number" && !Number.isInteger(value) ? formatShortest(value) : formatWhole(value);
}

function formatWhole(value: string | number | boolean): string {
  return typeof value === "number" && Math.abs(value) >= 1e21 ? formatShortest(value) : String(value);
}
